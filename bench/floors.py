"""What the same machine does with no application at all: the floor beside each figure."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

FIELDS = ", ".join(f"f{at} text" for at in range(12))
TABLE = f"CREATE TABLE bench_floor (id text PRIMARY KEY, carats bigint, day date, {FIELDS})"
ROW = ["a value of some length"] * 12


def rows(first: int, how_many: int) -> list[tuple[object, ...]]:
    return [(f"{first}-{at}", at, "2026-01-01", *ROW) for at in range(how_many)]


def insert(mark: str) -> str:
    return f"INSERT INTO bench_floor VALUES ({', '.join([mark] * 15)})"


def sqlite_rate(seconds: float) -> float:
    """Rows a second: executemany of 50 rows of 15 fields a transaction into SQLite with synchronous=FULL."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "floor.sqlite3", isolation_level=None)
        connection.executescript(f"PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; {TABLE}")

        def batch(number: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(insert("?"), rows(number, 50))
            connection.execute("COMMIT")

        return 50 * per_second(batch, seconds)


def per_second(work: Callable[[int], None], seconds: float) -> float:
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        work(done)
        done += 1
    return done / (time.perf_counter() - started)


def postgresql_rate(url: str, seconds: float, *, clients: int, size: int) -> float:
    """Rows a second: `size` rows of 15 fields a transaction from so many connections, committed durably."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_floor")
        connection.execute(TABLE)

    def client(number: int) -> float:
        with psycopg.connect(url) as connection:

            def batch(at: int) -> None:
                connection.cursor().executemany(insert("%s"), rows(number * 10_000_000 + at, size))
                connection.commit()

            return size * per_second(batch, seconds)

    return sum_of(client, range(clients))


def lookup_rate(url: str, table: str, ids: Sequence[object], seconds: float, *, clients: int) -> float:
    """Ids a second: 50 looked up by primary key in one statement, from so many connections."""

    def client(number: int) -> float:
        with psycopg.connect(url, autocommit=True) as connection:

            def batch(at: int) -> None:
                wanted = [ids[(number * 977 + at * 50 + one) % len(ids)] for one in range(50)]
                connection.execute(f"SELECT id, sha256, status FROM {table} WHERE id = ANY(%s)", [wanted]).fetchall()

            return 50 * per_second(batch, seconds)

    return sum_of(client, range(clients))


def sum_of(client: Callable[[int], float], numbers: Sequence[int]) -> float:
    with ThreadPoolExecutor(max_workers=len(numbers)) as pool:
        return sum(pool.map(client, numbers))
