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
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure
from bench.servers import ROOT
from bench.shell import measure as our_shell
from tools.node import command, environment


@dataclass(frozen=True)
class Package:
    """By its name and version, and the SHA-512 of its archive."""

    name: str
    digest: str


WEB_FORMS = Package(
    "@getodk/web-forms@0.22.0",
    "vG4ZWWqIUNNXVab8qdLtPouxv8fOjJNIloWcWbTn8hSeID9f2tBeSHV89Avptw+BRyj2YDFmrFrKDYNwErD5Jg==",
)
VUE = Package("vue@3.5.45", "3cvsib8m9c0vB24+MDKsgcW4+Da4xaBl9Z/5Tbm2pmSIsRPxcil4cdXjXlVsmJ2g64XJo5h+IRd7rsdGT9pZaw==")
ENTRY = "package/dist/index.js"
IMPORTED = re.compile(rb'\bfrom ?"\./([^"]+)"')


def fetched(package: Package, folder: Path) -> Path | None:
    """The package's archive, where there is a registry; one that is not what it was stops the bench."""
    asked = command("npm", "pack", "--silent", "--pack-destination", str(folder), package.name)
    done = subprocess.run(asked, check=False, cwd=ROOT, env=environment(), capture_output=True, text=True)
    if done.returncode:
        return None
    path = folder / done.stdout.strip().splitlines()[-1]
    if b64encode(hashlib.sha512(path.read_bytes()).digest()).decode() != package.digest:
        raise SystemExit(f"{package.name} is not what it was. No figure.")
    return path


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
        path = fetched(WEB_FORMS, Path(folder))
        if path is None:
            sys.stderr.write(f"{WEB_FORMS.name} was not to be had: its figure is left out.\n")
            return
        with tarfile.open(path) as archive:
            files = at_once(archive, ENTRY, {})
    weight = sum(len(gzip.compress(content, 9)) for content in files.values()) / 1000
    ours = next(our_shell()).value
    what = "its entry and what that imports at once, without Vue or a keeper of records"
    note = f"{WEB_FORMS.name}: {what}; floor: our shell"
    yield Figure("peer_odk_web_forms_gzip", weight, "kB", ours, len(files), note)
