"""What the tablet's shell weighs on the wire: all that it loads before it draws, its words included, compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import Figure

BUILT = Path("apps/field/static/field")
LANGUAGES = ("src/words/en.ts", "src/words/fr.ts")


def files_of(chunk: str, manifest: dict[str, Any], seen: set[str]) -> Iterator[str]:
    """The chunk's own file, its styles, and those of what it imports; what is loaded at first use is not among it."""
    if chunk in seen:
        return
    seen.add(chunk)
    told = manifest[chunk]
    yield from [told["file"], *told.get("css", [])]
    for one in told.get("imports", []):
        yield from files_of(one, manifest, seen)


def packed(name: str) -> bytes:
    return gzip.compress((BUILT / name).read_bytes(), 9)


def measure() -> Iterator[Figure]:
    manifest = json.loads((BUILT / "manifest.json").read_text())
    # An officer reads one language: the heaviest counts.
    language = max((packed(manifest[chunk]["file"]) for chunk in LANGUAGES), key=len)
    files = [packed(name) for name in dict.fromkeys(files_of("src/main.tsx", manifest, set()))]
    weight = sum(map(len, [*files, language])) / 1000
    yield Figure("shell_gzip", weight, "kB", 80.0, len(files) + 1, "with the heaviest language; floor: 80 kB, the aim")
