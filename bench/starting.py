"""How long our server takes from nothing to its first answer, and what it holds in memory when nobody asks."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median

import orjson

from bench.figures import Figure
from bench.servers import ROOT, first_answer, memory, production
from tools import web
from tools.cluster import free_port

BARE = "def application(environ, start):\n    start('200 OK', [('Content-Length', '2')])\n    return [b'ok']\n"


def start(application: str, environ: dict[str, str]) -> tuple[float, float]:
    """(seconds to the first answer, MB after a moment of rest)."""
    port = free_port()
    started = time.perf_counter()
    server = subprocess.Popen(web.command(port=port, application=application), cwd=ROOT, env=environ)
    try:
        first_answer(port, "/field/", within=60)
        answered = time.perf_counter() - started
        time.sleep(1)
        return answered, memory(server.pid)
    finally:
        server.terminate()
        server.wait(20)


def main(folder: str) -> None:
    environ = production(os.environ["DATABASE_URL"])
    (Path(folder) / "bare.py").write_text(BARE)
    ours = [start(web.APPLICATION, environ) for _ in range(4)][1:]
    floor = [start("bare:application", {**environ, "PYTHONPATH": folder}) for _ in range(4)][1:]
    note = "from no process to the tablet's page; floor: the same web server with three lines"
    figures = [
        Figure("start_to_first_answer", median(run[0] for run in ours), "s", median(run[0] for run in floor), 3, note),
        Figure(
            "idle_memory", median(run[1] for run in ours), "MB", median(run[1] for run in floor), 3,
            "one web process at rest, shared pages by their share; floor: the same web server with three lines",
        ),
    ]  # fmt: skip
    for figure in figures:
        print(orjson.dumps(asdict(figure)).decode(), flush=True)
