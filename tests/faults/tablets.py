"""The tablets' process at the other end of the pipe: Node with the app's own modules, one command at a time."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from tests.faults.environment import ROOT, TABLET
from tools.node import command, environment

HERE = Path(__file__).parent / "tablet"
Event = dict[str, Any]
PIPE = 1 << 20
# What a schedule leaves is swept at once and seldom, by the thread that works: the other cores have their own.
FRUGAL = ("--single-threaded-gc", "--min-semi-space-size=16", "--max-semi-space-size=32")


class AppFailedError(Exception):
    """The app raised something that no screen of its shows: a fault of the tablet, or of the simulator."""


def build(out: Path, patches: Sequence[Mapping[str, str]] = (), entry: Path = HERE / "main.ts") -> Path:
    """One file for Node out of the tablet's sources as they are now, with a planted bug where one was asked for."""
    vite = str(TABLET / "node_modules" / "vite" / "bin" / "vite.js")
    told = {
        "TABLET": str(TABLET),
        "ENTRY": str(entry),
        "OUT": str(out),
        "PATCHES": json.dumps(list(patches)),
    }
    subprocess.run(
        command("node", vite, "build", "--config", str(HERE / "vite.config.mjs")),
        check=True,
        cwd=TABLET,
        env={**environment(), "PYTHONPATH": str(ROOT), **told},
        stdout=subprocess.DEVNULL,
    )
    return out / "tablets.mjs"


class Tablets:
    def __init__(self, bundle: Path) -> None:
        # What they have to say goes into the pipe in one piece: nobody waits for somebody to read the first half.
        self.process = subprocess.Popen(
            command("node", *FRUGAL, str(bundle)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TZ": "UTC"},
            bufsize=PIPE,
            pipesize=PIPE,
        )

    def tell(self, *commands: Mapping[str, Any]) -> list[Event]:
        """Have this done; what happened until all tablets waited again."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(orjson.dumps(commands) + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AppFailedError("The tablets' process has ended.")
        events: list[Event] = orjson.loads(line)
        return events

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
