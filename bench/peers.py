"""What the nearest other form app for browsers weighs before it draws: ODK Web Forms, as its authors publish it."""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.servers import ROOT
from bench.shell import measure as our_shell
from tools.node import command, environment

PACKAGE = "@getodk/web-forms@0.22.0"
DIGEST = "vG4ZWWqIUNNXVab8qdLtPouxv8fOjJNIloWcWbTn8hSeID9f2tBeSHV89Avptw+BRyj2YDFmrFrKDYNwErD5Jg=="
ENTRY = "package/dist/index.js"
IMPORTED = re.compile(rb'\bfrom ?"\./([^"]+)"')


def fetched(folder: Path) -> Path | None:
    """The package's archive, where there is a registry; nothing of it is run."""
    asked = command("npm", "pack", "--silent", "--pack-destination", str(folder), PACKAGE)
    subprocess.run(
        asked, check=False, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return next(folder.glob("*.tgz"), None)


def at_once(archive: tarfile.TarFile, name: str, seen: dict[str, bytes]) -> dict[str, bytes]:
    """The entry and what it imports before it does anything."""
    member = archive.extractfile(name)
    if name not in seen and member:
        seen[name] = member.read()
        for other in IMPORTED.findall(seen[name]):
            at_once(archive, str(Path(name).parent / other.decode()), seen)
    return seen


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="kpfield-bench-") as folder:
        path = fetched(Path(folder))
        if path is None:
            sys.stderr.write(f"{PACKAGE} was not to be had: its figure is left out.\n")
            return
        if b64encode(hashlib.sha512(path.read_bytes()).digest()).decode() != DIGEST:
            raise SystemExit(f"{PACKAGE} is not what it was. No figure.")
        with tarfile.open(path) as archive:
            files = at_once(archive, ENTRY, {})
    weight = sum(len(gzip.compress(content, 9)) for content in files.values()) / 1000
    ours = next(our_shell()).value
    note = f"{PACKAGE}: its entry and what that imports at once, without Vue or a keeper of records; floor: our shell"
    yield Figure("peer_odk_web_forms_gzip", weight, "kB", ours, len(files), note)
