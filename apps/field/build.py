"""What Vite built: the files of the tablet's app, by the names that carry their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

FOLDER = Path(__file__).resolve().parent / "static" / "field"
ENTRY = "src/main.tsx"
# Served under /field/, where the service worker answers for them without a network.
WORKERS = ("sw.js", "log.js")
ICONS = ("icon.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png")


class NotBuiltError(Exception):
    """There is no whole build; the message is a sentence for whoever set up the server."""


@dataclass(frozen=True)
class Build:
    """Addresses under /static/, what the page must load at once, and a version that changes with any byte of them."""

    scripts: list[str]
    styles: list[str]
    files: list[str]
    version: str
    worker: str
    log: str


def read_build(folder: Path = FOLDER) -> Build:
    """Raise `NotBuiltError` where the build is missing, or was cut short."""
    chunks = read_manifest(folder)
    names = sorted({*files_of(chunks, ENTRY), *ICONS})
    missing = [name for name in [*names, *WORKERS] if not (folder / name).is_file()]
    if missing:
        raise NotBuiltError(_("The tablet app is built in part only: %s is missing. Run `make tablet`.") % missing[0])
    entry = chunks[ENTRY]
    return Build(
        scripts=[address(entry["file"])],
        styles=[address(name) for name in entry.get("css", [])],
        files=[address(name) for name in names],
        version=version_of(folder, [*names, *WORKERS]),
        worker=(folder / "sw.js").read_text(),
        log=(folder / "log.js").read_text(),
    )


def read_manifest(folder: Path) -> dict[str, Any]:
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        raise NotBuiltError(_("The tablet app is not built yet. Run `make tablet`."))
    chunks = json.loads(manifest.read_text())
    if ENTRY not in chunks:
        raise NotBuiltError(_("The build of the tablet app is from another version. Run `make tablet`."))
    return dict(chunks)


def files_of(chunks: dict[str, Any], entry: str) -> Iterator[str]:
    """The files of a chunk, of those that it imports and of those that it loads when first used."""
    left, seen = [entry], {entry}
    while left:
        chunk = chunks[left.pop()]
        yield chunk["file"]
        yield from chunk.get("css", [])
        # What is loaded later imports what it shares with the entry from the entry itself.
        others = {*chunk.get("imports", []), *chunk.get("dynamicImports", [])} - seen
        left += others
        seen |= others


def version_of(folder: Path, names: list[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode())
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def address(name: str) -> str:
    # Not through the staticfiles storage: the names carry a hash already, and the worker must know them as they are.
    return f"{settings.STATIC_URL}field/{name}"
