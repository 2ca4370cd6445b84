"""
Keep what a tablet of today sends: `python -m tests.payloads NAME`.

Run it when a version of a form was frozen, or the shape of an event has changed: the next release must still take what
this one sends. What is kept once is never made again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from tests.faults.tablets import build
from tools.node import command

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = ROOT / "fixtures" / "payloads"


def record(name: str) -> Path:
    kept = PAYLOADS / f"{name}.json"
    if kept.exists():
        sys.exit(f"{kept.name} is kept already: choose another name.")
    tablet = str(uuid5(NAMESPACE_URL, f"kpfield/payloads/{name}"))
    with tempfile.TemporaryDirectory() as folder:
        bundle = build(Path(folder), entry=Path(__file__).parent / "main.ts")
        words = command("node", str(bundle), str(ROOT / "fixtures" / "forms"), tablet)
        events = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
    kept.write_text(json.dumps({"tablet": tablet, "events": events}, ensure_ascii=False, indent=1) + "\n")
    return kept


if __name__ == "__main__":
    print(record(sys.argv[1]))
