"""A database and our server under production settings, for one figure after the other."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tools import web
from tools.cluster import free_port

ROOT = Path(__file__).resolve().parent.parent
# A proxy ends TLS in production; the clients here say that it did.
THROUGH_PROXY = {"X-Forwarded-Proto": "https", "Host": "localhost"}
KEY = secrets.token_urlsafe(48)


def production(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": url,
        "BEHIND_PROXY": "1",
        "PROXIES": "1",
    }


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="kpfield-bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


def first_answer(port: int, path: str, *, within: float) -> int:
    """The status of the first answer; the server may still be starting."""
    deadline = time.monotonic() + within
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=within)
            connection.request("GET", path, headers=THROUGH_PROXY)
            return connection.getresponse().status
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


@contextmanager
def serving(url: str, *, workers: int) -> Iterator[tuple[int, int]]:
    """Yield (port, process id) of a server that answers."""
    port = free_port()
    server = subprocess.Popen(web.command(port=port, workers=workers), cwd=ROOT, env=production(url))
    try:
        first_answer(port, "/field/", within=60)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def memory(pid: int) -> float:
    """MB that a process and its children hold for themselves, shared pages counted by their share (PSS)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(memory(int(child)) for child in children) + proportional(pid)


def proportional(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def manage(url: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], check=True, cwd=ROOT, env=production(url), stdout=subprocess.DEVNULL
    )
