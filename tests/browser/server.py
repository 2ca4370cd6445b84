"""A real server in a process of its own, which a test may stop and start again; and acts at its desk."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tools import web
from tools.blank import copy_blank

ROOT = Path(__file__).resolve().parents[2]

TOLD = {
    "DEBUG": "1",
    "SECRET_KEY": "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "DJANGO_SETTINGS_MODULE": "kpfield.settings",
}


class Server:
    """Its database lies in `folder`; the address stays the same over stops and starts, as a ministry's does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        self.database = folder / "server.sqlite3"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | Forked | None = None
        self.set = {
            **os.environ,
            **TOLD,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA": str(folder / "media"),
        }
        self.usual = {**self.set}

    def start(self, wsgi: str = "kpfield.wsgi") -> None:
        usual = wsgi == "kpfield.wsgi" and self.set == self.usual
        self.process = Forked(self) if usual else self.started(wsgi)
        self.wait()

    def started(self, wsgi: str) -> subprocess.Popen:
        """One that is another, or is set otherwise, reads the project for itself."""
        command = web.command(port=self.port, application=f"{wsgi}:application")
        with self.log.open("a") as log:
            return subprocess.Popen(command, cwd=ROOT, env=self.set, stdout=log, stderr=log)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def kill(self) -> None:
        """As when the power goes: nothing of it ends by itself."""
        assert self.process
        self.process.kill()
        self.process.wait(timeout=20)
        self.process = None

    def backup(self) -> bytes:
        """The database as it is now, while the server runs."""
        with closing(sqlite3.connect(self.database)) as here, closing(sqlite3.connect(":memory:")) as copy:
            here.backup(copy)
            return copy.serialize()

    def restore(self, backup: bytes) -> None:
        """The server as it was at that backup; it must not run meanwhile."""
        for left in self.folder.glob("server.sqlite3-*"):
            left.unlink()
        self.database.write_bytes(backup)

    def wait(self) -> None:
        for _ in range(1500):
            try:
                urlopen(f"{self.address}/field/manifest.webmanifest", timeout=2).close()  # noqa: S310
            except (URLError, OSError):
                time.sleep(0.02)
            else:
                return
        raise AssertionError(f"The server does not start:\n{self.log.read_text()}")

    def seed(self) -> str:
        """A small country in a database of its own, and the code that enrols its tablet."""
        copy_blank(self.database)
        return self.desk("seed")["code"]

    def manage(self, *words: str) -> str:
        """A management command, as the ministry's engineer runs it, and what it printed."""
        return self.desk("manage", *words)

    def desk(self, *words: str):
        """Do something at the desk, beside the server: `desk("decide", "14-00001-0", "returned", "Which village?")`."""
        return asked({"database": str(self.database), "media": self.set["MEDIA"], "words": words})


class Forked:
    """A server that was forked, to be handled as one that was started."""

    def __init__(self, server: Server) -> None:
        where = {"database": str(server.database), "media": server.set["MEDIA"], "log": str(server.log)}
        self.pid = asked({**where, "port": server.port})

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float) -> None:
        if not asked({"pid": self.pid, "seconds": timeout}):
            raise subprocess.TimeoutExpired("gunicorn", timeout)


def asked(order: dict):
    """What the clerk says to it."""
    at = clerk()
    assert at.stdin
    assert at.stdout
    at.stdin.write(json.dumps(order) + "\n")
    at.stdin.flush()
    answer = json.loads(at.stdout.readline())
    assert not isinstance(answer, dict) or "fault" not in answer, answer["fault"]
    return answer


@cache
def clerk() -> subprocess.Popen:
    """Whoever acts at the desks: to read the whole project takes longer than any act, so that it is read once."""
    told = {**os.environ, **TOLD, "DATABASE_URL": "sqlite:////nowhere"}
    at = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.desk"],
        cwd=ROOT, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(at.communicate)
    return at


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
