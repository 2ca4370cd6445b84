"""Run schedules in two processes, and say what was found: `python -m tests.faults --schedules 300 --seed 1`."""

from __future__ import annotations

import argparse
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.faults import environment
from tests.faults.plants import NAMES
from tests.faults.plants.source import PATCHES
from tests.faults.scenarios import SCENARIOS
from tests.faults.tablets import build
from tools.blank import copy_blank
from tools.cluster import cluster

KINDS = ("lost", "doubled", "unexplained")
# Seconds between two lines that say how far a run is.
EVERY = 30.0
Found = dict[str, Any]


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="The fault simulator.")
    parser.add_argument("--schedules", type=int, default=100, metavar="N")
    parser.add_argument("--seed", default="1", metavar="S")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--replay", type=int, metavar="K", help="schedule K of the seed alone, and its trace hash")
    parser.add_argument("--plant", default="", metavar="NAME", help="with this bug planted; `list` names them")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--aloud", action="store_true", help="tell each step on standard error")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = options(arguments)
    if chosen.plant == "list":
        print("\n".join(NAMES))
        return 0
    if chosen.plant and chosen.plant not in NAMES:
        raise SystemExit(f"There is no plant {chosen.plant}: `--plant list` names them.")
    # Asked to stop, it takes its workers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with prepared(chosen) as folder:
        return report(chosen, run(chosen, folder))


@contextmanager
def prepared(chosen: argparse.Namespace) -> Iterator[Path]:
    """The tablets compiled, and a database for each worker."""
    folder = environment.folder()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        build(folder, PATCHES.get(chosen.plant, []))
        url = (
            stack.enter_context(cluster(durable=False))
            if chosen.database == "postgresql"
            else f"sqlite:///{folder}/template.sqlite3"
        )
        environment.prepare(url)
        if chosen.database == "sqlite":
            copy_blank(folder / "template.sqlite3")
        else:
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
            subprocess.run(migrate, check=True, cwd=environment.ROOT)
            copy_databases(url, chosen.processes)
        yield folder


def copy_databases(url: str, processes: int) -> None:
    """Named after the template, with the worker's number behind."""
    from psycopg import connect

    with connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        template = url.rpartition("/")[2]
        for number in range(processes):
            connection.execute(f"CREATE DATABASE {template}_{number} TEMPLATE {template}")


def run(chosen: argparse.Namespace, folder: Path) -> Iterator[Found]:
    """The results as they come; with a plant, until it was found."""
    first, end = (chosen.replay, chosen.replay + 1) if chosen.replay is not None else (1, chosen.schedules + 1)
    results: queue.Queue[Found | None] = queue.Queue()
    workers = [start(chosen, folder, number, first + number, end, results) for number in range(chosen.processes)]
    left = len(workers)
    try:
        while left:
            found = results.get()
            if found is None:
                left -= 1
                continue
            yield found
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    if any(worker.returncode not in (0, -9) for worker in workers):
        raise SystemExit("A worker has failed; its own words stand above.")


def start(
    chosen: argparse.Namespace, folder: Path, number: int, first: int, end: int, results: queue.Queue[Found | None]
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.worker", f"--folder={folder}", f"--number={number}"]
    command += [f"--seed={chosen.seed}", f"--plant={chosen.plant}", *(["--aloud"] if chosen.aloud else [])]
    command += [str(first), str(end), str(chosen.processes)]
    own = {**os.environ, "MEDIA": str(folder / f"media-{number}")}
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=environment.ROOT, env=own)

    def read() -> None:
        assert worker.stdout
        for line in worker.stdout:
            results.put(json.loads(line))
        worker.wait()
        results.put(None)

    threading.Thread(target=read, daemon=True).start()
    return worker


def report(chosen: argparse.Namespace, results: Iterator[Found]) -> int:
    started = time.monotonic()
    number, totals, scenarios, operations, next_word = 0, Counter[str](), Counter[str](), 0, EVERY
    for found in results:
        number += 1
        if (seconds := time.monotonic() - started) > next_word:
            next_word = seconds + EVERY
            tell_progress(number, chosen.schedules, seconds)
        operations += found["operations"]
        scenarios.update(found["scenarios"])
        faults = {kind: found["verdict"][kind] for kind in KINDS if found["verdict"][kind]}
        totals.update({kind: len(said) for kind, said in faults.items()})
        if faults or chosen.replay is not None:
            tell(chosen, found, faults)
        if faults and chosen.plant:
            print(f"plant {chosen.plant}: found in schedule {found['number']}, after {number}")
            break
    seconds = time.monotonic() - started
    for scenario in [*SCENARIOS, *sorted(scenarios.keys() - set(SCENARIOS))]:
        print(f"{scenarios[scenario]:>8}  {scenario}")
    each = operations / max(number, 1)
    print(f"{number / seconds:.1f} schedules a second of {each:.0f} operations, on {chosen.database}")
    print(f"schedules {number} " + " ".join(f"{kind} {totals[kind]}" for kind in KINDS))
    return 1 if totals.total() or (not number) else 0


def tell_progress(number: int, of: int, seconds: float) -> None:
    left = (of - number) * seconds / number / 60
    print(f"{number} of {of} schedules, about {left:.0f} minutes left", file=sys.stderr, flush=True)


def tell(chosen: argparse.Namespace, found: Found, faults: dict[str, list[str]]) -> None:
    print(f"schedule {found['number']} of seed {chosen.seed}: trace {found['hash']}")
    for kind, said in faults.items():
        for one in said[:5]:
            print(f"    {kind}: {one}")
    if faults and chosen.replay is None:
        plant = f" --plant {chosen.plant}" if chosen.plant else ""
        print(f"    again: --database {chosen.database} --seed {chosen.seed} --replay {found['number']}{plant}")
    sys.stdout.flush()
