"""A tablet without a screen: the app's own code in Node, for stories too long for a browser."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.faults.tablets import build
from tools.node import command

PHRASE = "three wet stones"


def build_unseen(out: Path) -> Path:
    return build(out, entry=Path(__file__).parent / "main.ts")


class Unseen:
    def __init__(self, bundle: Path, line: str, at: datetime) -> None:
        words = command("node", str(bundle), line, at.isoformat())
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, act: str, **given: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"act": act, **given}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "fault" not in answer, answer["fault"]
        return answer.get("said")

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
