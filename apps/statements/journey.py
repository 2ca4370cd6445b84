"""One journey to the database and back, for any number of statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from functools import cache
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg import Connection, errors, generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait

Row = tuple[Any, ...]
# A statement and the types of its values.
Key = tuple[bytes, tuple[int, ...]]


# Under which name a connection has prepared what.
PREPARED: WeakKeyDictionary[Connection[Any], dict[Key, bytes]] = WeakKeyDictionary()
NUMBERS = count()
DONE = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}


class Statement(NamedTuple):
    """SQL with its values; `prepared`, PostgreSQL keeps its plan, worth it where planning costs more than running."""

    sql: str
    values: Sequence[Any] = ()
    prepared: bool = False


BEGIN = Statement("BEGIN", prepared=True)


def nothing() -> None:
    pass


def travel(statements: Sequence[Statement], meanwhile: Callable[[], None] = nothing) -> list[list[Row]]:
    """
    Run the statements in their order; the rows of each, none of one that answers nothing.

    `meanwhile` is done while the database is at it, and asks it nothing.

    PostgreSQL takes them all at once, and the opening of the transaction with the first: waiting for each answer in its
    turn took as long as the answers. Where one fails, those after it are not run and the error rises.
    """
    if not is_postgresql():
        rows = [run(statement) for statement in statements]
        meanwhile()
        return rows
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    with database.wrap_database_errors:
        return Pipeline(database.connection).run(statements, meanwhile)


@cache
def is_postgresql() -> bool:
    """A process has one database; each look at `django.db.connection` goes through a local of the thread."""
    return connection.vendor == "postgresql"


def run(statement: Statement) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return list(cursor.fetchall()) if cursor.description else []


def is_outermost() -> bool:
    """Whether the transaction that is open would be committed where its block ends, and is no part of another."""
    return connection.in_atomic_block and len(connection.atomic_blocks) == 1


class Pipeline:
    """The driver's pipeline, a level below its cursors: each of those wakes the server for its own statement."""

    def __init__(self, conn: Connection[Any]) -> None:
        self.conn = conn
        self.wire = conn.pgconn
        self.names = PREPARED.setdefault(conn, {})
        # One for all statements: it would learn the types of their values anew for each.
        self.transformer: Any = Transformer(conn)
        # What is done with the answer to each command, in the order of the commands.
        self.reading: list[Callable[[PGresult], None]] = []
        self.rows: list[list[Row]] = []

    def run(self, statements: Sequence[Statement], meanwhile: Callable[[], None] = nothing) -> list[list[Row]]:
        if not self.conn.autocommit and self.wire.transaction_status == TransactionStatus.IDLE:
            statements, began = [BEGIN, *statements], 1
        else:
            began = 0
        # Before anything is sent, since a value that cannot be put on the wire raises here.
        dumped = [self.dumped(statement) for statement in statements]
        answered = False
        try:
            self.wire.enter_pipeline_mode()
            for one in dumped:
                self.send(one)
            self.wire.pipeline_sync()
            self.conn.wait(generators.send(self.wire))
            try:
                meanwhile()
            finally:
                fault = self.conn.wait(self.read())
                self.wire.exit_pipeline_mode()
                answered = True
        finally:
            if not answered:
                # Nobody knows how far it came; with the connection the server takes it back.
                self.conn.close()
        if fault is not None:
            raise errors.error_from_result(fault, encoding=self.conn.info.encoding)
        return self.rows[began:]

    def dumped(self, statement: Statement) -> Dumped:
        values = self.transformer.dump_sequence(statement.values, [PyFormat.AUTO] * len(statement.values))
        types, formats = self.transformer.types or (), self.transformer.formats
        return Dumped(numbered(statement.sql), values or None, types, formats, statement.prepared)

    def send(self, one: Dumped) -> None:
        if one.prepared:
            name = self.names.get((one.sql, one.types)) or self.prepare(one)
            self.wire.send_query_prepared(name, one.values, one.formats)
        else:
            self.wire.send_query_params(one.sql, one.values, one.types, one.formats)
        self.reading.append(self.take)

    def prepare(self, one: Dumped) -> bytes:
        name = b"kpfield_%d" % next(NUMBERS)
        self.wire.send_prepare(name, one.sql, one.types)
        self.reading.append(lambda _: self.names.update({(one.sql, one.types): name}))
        return name

    def read(self) -> Generator[Wait, Ready | int, PGresult | None]:
        """Take each answer; the first that is a fault, after which the server does nothing more."""
        fault = None
        for take in self.reading:
            [result] = yield from generators.fetch_many(self.wire)
            if result.status in DONE:
                take(result)
            else:
                fault = fault or result
        # The end of the pipeline.
        yield from generators.fetch_many(self.wire)
        return fault

    def take(self, result: PGresult) -> None:
        if result.status != ExecStatus.TUPLES_OK:
            self.rows.append([])
            return
        self.transformer.set_pgresult(result)
        self.rows.append(self.transformer.load_rows(0, result.ntuples, tuple))


class Dumped(NamedTuple):
    """A statement as it goes over the wire."""

    sql: bytes
    values: Sequence[Any] | None
    types: tuple[int, ...]
    formats: Sequence[Any]
    prepared: bool


@cache
def numbered(sql: str) -> bytes:
    """Django's places for values as the server names them."""
    numbers = count(1)
    return re.sub("%s|%%", lambda found: f"${next(numbers)}" if found[0] == "%s" else "%", sql).encode()
