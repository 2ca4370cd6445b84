"""The tablets' process at the other end of the pipe: Node with the app's own modules, one command at a time."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.faults.environment import ROOT, TABLET
from tools.node import command, environment

HERE = Path(__file__).parent / "tablet"
Event = dict[str, Any]


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
        self.process = subprocess.Popen(
            command("node", str(bundle)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "TZ": "UTC"}
        )

    def tell(self, *commands: Mapping[str, Any]) -> list[Event]:
        """Have this done; what happened until all tablets waited again."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(commands).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AppFailedError("The tablets' process has ended.")
        events: list[Event] = json.loads(line)
        return events

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
