"""
Push over HTTP to our server under production settings, one database at a time.

`python -m bench.part pushing` reads DATABASE_URL, which is migrated and holds the reference data; it prints figures as
JSON.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import orjson
from django.db import connection

from bench import floors
from bench.figures import Figure
from bench.load import Sender, Sent, send_all
from bench.servers import serving
from bench.setting import TABLETS, enrol, senders

FRESH, AGAIN = {"applied", "duplicate"}, {"duplicate"}
URL = os.environ.get("DATABASE_URL", "")


def counted(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return int(cursor.fetchone()[0])


def check_counts(sent: Sent, before: int) -> None:
    """A record that was answered *applied* is there once: a sale may make its find as well."""
    kept = counted("sync_submission") - before
    if kept != sent.statuses["applied"]:
        raise SystemExit(f"{sent.statuses['applied']} were answered applied, {kept} are kept. No figure.")


def pushed(port: int, those: Sequence[Sender], *, only: set[str]) -> Sent:
    before = counted("sync_submission")
    sent = send_all(port, those)
    sent.rate(only=only)
    check_counts(sent, before)
    return sent


def applied_a_second(sent: Sent) -> float:
    return sent.statuses["applied"] / sent.seconds


def on_sqlite(port: int) -> Iterator[Figure]:
    those = senders(enrol(TABLETS, first=0), 400, size=50, again=0.2)
    pushed(port, senders(enrol(2, first=50), 100, size=50), only=FRESH)
    sent = pushed(port, those, only=FRESH)
    note = "applied a second; 16 clients, batches of 50, 20 % sent twice; floor: executemany of 15 fields"
    yield Figure("push_sqlite", applied_a_second(sent), "records/s", floors.sqlite_rate(3), sent.statuses.total(), note)


def on_postgresql(port: int) -> Iterator[Figure]:
    pushed(port, senders(enrol(4, first=50), 200, size=50), only=FRESH)
    those = senders(enrol(TABLETS, first=0), 1500, size=50, again=0.2)
    sent = pushed(port, those, only=FRESH)
    floor = floors.postgresql_rate(URL, 3, clients=TABLETS, size=50)
    note = "applied a second; 16 clients, batches of 50, 20 % sent twice; floor: INSERT of 15 fields, the same batches"
    yield Figure("push_postgresql", applied_a_second(sent), "records/s", floor, sent.statuses.total(), note)
    again = pushed(port, those, only=AGAIN)
    ids = [
        row["id"] for sender in those for one in sender.bodies for row in orjson.loads(gzip.decompress(one))["events"]
    ]
    floor = floors.lookup_rate(URL, "sync_submission", ids, 3, clients=TABLETS)
    note = "the same batches again, 16 clients; floor: 50 ids looked up in one statement"
    yield Figure("push_again_postgresql", again.rate(only=AGAIN), "records/s", floor, again.statuses.total(), note)
    single = pushed(port, senders(enrol(TABLETS, first=100), 200, size=1, again=0.2), only=FRESH)
    floor = floors.postgresql_rate(URL, 3, clients=TABLETS, size=1)
    note = "applied a second; 16 clients, one a request; floor: one INSERT a transaction"
    yield Figure("push_single_postgresql", applied_a_second(single), "records/s", floor, single.statuses.total(), note)
    alone = pushed(port, senders(enrol(1, first=200), 1500, size=1), only=FRESH)
    floor = floors.postgresql_rate(URL, 3, clients=1, size=1)
    note = "applied a second; one client, one at a time; floor: one INSERT a transaction"
    yield Figure("push_alone_postgresql", applied_a_second(alone), "records/s", floor, alone.statuses.total(), note)


def main() -> None:
    sqlite = connection.vendor == "sqlite"
    with serving(URL, workers=1 if sqlite else 2) as (port, _):
        for figure in (on_sqlite if sqlite else on_postgresql)(port):
            print(orjson.dumps(asdict(figure)).decode(), flush=True)
