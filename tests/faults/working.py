"""A worker: its own database, its own tablets' process, its own server; it runs the schedules that are its share."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.faults import cast, determined
from tests.faults.databases import Database, PostgresqlDatabase, WithMedia, sqlite_copy
from tests.faults.killing import Nursery, RealServer
from tests.faults.pictures import as_told
from tests.faults.plants import RELAXED
from tests.faults.plants.server import PLANTS
from tests.faults.schedule import Bench, Result, Schedule
from tests.faults.server import Server
from tests.faults.tablets import Tablets

SWEEP_EVERY = 5


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--number", type=int)
    parser.add_argument("--seed")
    parser.add_argument("--plant", default="")
    parser.add_argument("--aloud", action="store_true")
    parser.add_argument("schedules", type=int, nargs="+", help="first, end (excluded), step")
    return parser.parse_args(arguments)


def own_database(folder: Path, number: int) -> Database:
    """A copy of the one that was migrated."""
    if connection.vendor == "sqlite":
        return sqlite_copy(folder / "template.sqlite3", number)
    template = connection.settings_dict["NAME"]
    return PostgresqlDatabase(f"{template}_{number}")


def set_up(chosen: argparse.Namespace) -> Bench:
    determined.take_over()
    # Before a connection is opened, which a forked process must not inherit.
    nursery = Nursery()
    database = WithMedia(own_database(chosen.folder, chosen.number), Path(settings.MEDIA_ROOT))
    determined.CHANCE.seed(0)
    cast.make()
    server = Server()
    tablets = Tablets(chosen.folder / "tablets.mjs")
    tablets.tell({"act": "pictures", "taken": as_told()})
    bench = Bench(
        tablets, server, RealServer(nursery), database, blank=database.image(), relaxed=chosen.plant == RELAXED
    )
    bench.enrol()
    if chosen.plant in PLANTS:
        PLANTS[chosen.plant](server)
    return bench


def work(chosen: argparse.Namespace) -> Iterator[Result]:
    bench = set_up(chosen)
    # What was loaded until now stays: to look through it again and again took a tenth of the time.
    gc.disable()
    gc.freeze()
    try:
        for done, number in enumerate(range(*chosen.schedules), 1):
            yield Schedule(bench, chosen.seed, number, aloud=chosen.aloud).run()
            if done % SWEEP_EVERY == 0:
                gc.collect()
    finally:
        bench.tablets.close()


def told(result: Result) -> dict[str, Any]:
    verdict = result.verdict
    return {
        "number": result.number,
        "hash": result.hash,
        "verdict": {"lost": verdict.lost, "doubled": verdict.doubled, "unexplained": verdict.unexplained},
        "scenarios": result.scenarios,
        "operations": result.operations,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    for result in work(options(arguments)):
        sys.stdout.write(json.dumps(told(result)) + "\n")
        sys.stdout.flush()
