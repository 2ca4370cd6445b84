"""What the tablet's shell weighs on the wire: the app and all that it loads before it draws, compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import Figure

BUILT = Path("apps/field/static/field")


def files_of(chunk: str, manifest: dict[str, Any], seen: set[str]) -> Iterator[str]:
    """The chunk's own file, its styles, and those of what it imports; what is loaded at first use is not among it."""
    if chunk in seen:
        return
    seen.add(chunk)
    told = manifest[chunk]
    yield from [told["file"], *told.get("css", [])]
    for one in told.get("imports", []):
        yield from files_of(one, manifest, seen)


def measure() -> Iterator[Figure]:
    manifest = json.loads((BUILT / "manifest.json").read_text())
    contents = [(BUILT / name).read_bytes() for name in dict.fromkeys(files_of("src/main.tsx", manifest, set()))]
    weight = sum(len(gzip.compress(content, 9)) for content in contents) / 1000
    note = f"{sum(map(len, contents)) / 1000:.0f} kB unpacked; floor: 80 kB, the aim"
    yield Figure("shell_gzip", weight, "kB", 80.0, len(contents), note)
