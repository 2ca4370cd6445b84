"""Run every measure, on both databases, each in a process of its own; print a table and keep bench/latest.json."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import orjson

from bench.figures import LATEST, Figure, keep, tell
from bench.servers import ROOT, manage, production, sqlite
from tools.cluster import cluster

MILLION = "1000000"
PEOPLE = "100000"


def prepared(url: str) -> str:
    manage(url, "collectstatic", "--noinput", "--verbosity=0")
    manage(url, "migrate", "--verbosity=0")
    manage(url, "load_reference")
    return url


def measured(url: str, module: str, *arguments: str) -> Iterator[Figure]:
    """The figures that a part prints, a line each; what else it says goes to the terminal."""
    command = [sys.executable, "-m", "bench.part", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=production(url), stdout=subprocess.PIPE, text=True) as part:
        for line in part.stdout or ():
            figure = Figure(**orjson.loads(line))
            tell(figure)
            yield figure
    if part.returncode:
        raise SystemExit(f"{module} gave no figure; its own words stand above.")


def everything() -> Iterator[Figure]:
    with sqlite() as url, tempfile.TemporaryDirectory() as folder:
        prepared(url)
        yield from measured(url, "starting", folder)
        yield from measured(url, "pushing")
        yield from measured(url, "sending_files")
        yield from measured(url, "rolling", MILLION, "rollup_sqlite_1m")
    with sqlite() as url:
        yield from measured(prepared(url), "matching", PEOPLE, "")
    with cluster(durable=True) as url:
        yield from measured(prepared(url), "matching", PEOPLE, "_postgresql")
    with cluster(durable=True) as url:
        yield from measured(prepared(url), "pushing")
        yield from measured(url, "pulling")
    with cluster(durable=True) as url:
        yield from measured(prepared(url), "rolling", MILLION, "rollup_postgresql_1m")
    with cluster(durable=True) as url:
        yield from measured(prepared(url), "reading", MILLION)


def main() -> None:
    started = time.monotonic()
    keep(list(everything()))
    print(f"Kept in {LATEST.relative_to(ROOT)}; {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
