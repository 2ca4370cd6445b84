"""Store many rows at once as fast as the database takes them: COPY on PostgreSQL, one prepared insert on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models import Field, Model

from apps.registry.kind import Made
from apps.registry.kinds import grouped
from apps.statements.compiled import Statement, run

# From so many rows on, the exchange that opens a COPY is worth it.
MANY = 8
# What the driver of PostgreSQL takes as it stands in the record; other fields are asked what they store.
PLAIN = {
    *(models.CharField, models.TextField, models.UUIDField, models.DateField, models.DateTimeField),
    *(models.BooleanField, models.IntegerField, models.BigIntegerField, models.PositiveIntegerField),
    *(models.PositiveSmallIntegerField, models.ForeignKey, models.OneToOneField, models.BinaryField),
}


class Writing:
    """Rows and statements that are gathered and written in as few journeys to the database as it allows."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def insert(self, made: Sequence[Made]) -> None:
        """The rows of events: cases, records by kind, what lies below them."""
        records = [record for one in made for record in one.records()]
        self.store([record.case for record in records])
        for _, rows in [*grouped(records), *grouped(child for one in made for child in one.children)]:
            self.store(rows)

    def store(self, rows: Sequence[Any]) -> None:
        """Rows of one model, as `bulk_create` would store them; keys that the database makes are not read back."""
        if not rows:
            return
        model: Any = type(rows[0])
        values = [[read(row) for read in readers_of(model)] for row in rows]
        if connection.vendor != "postgresql":
            write_each(model, values)
        elif len(rows) < MANY:
            self.statements.append(as_statement(model, values))
        else:
            copy(model, values)
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias

    def write(self) -> None:
        run(self.statements)
        self.statements = []


def copy(model: type[Model], values: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target_of(model)} FROM STDIN") as rows:
        for row in values:
            rows.write_row(row)


def as_statement(model: type[Model], values: Sequence[Sequence[Any]]) -> Statement:
    one = f"({', '.join(['%s'] * len(values[0]))})"
    sql = f"INSERT INTO {target_of(model)} VALUES {', '.join([one] * len(values))}"  # noqa: S608 - our models' names
    return sql, [value for row in values for value in row]


def write_each(model: type[Model], values: Sequence[Sequence[Any]]) -> None:
    places = ", ".join(["%s"] * len(values[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {target_of(model)} VALUES ({places})", values)  # noqa: S608 - as above


@cache
def target_of(model: type[Model]) -> str:
    """The table and its columns, as a statement names them; both come from the model and never from a request."""
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in columns_of(model))})"


@cache
def columns_of(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def readers_of(model: type[Model]) -> list[Callable[[Model], Any]]:
    """For each column what reads, from a record, the value to store."""
    return [reader_of(field) for field in columns_of(model)]


def reader_of(field: Field) -> Callable[[Model], Any]:
    dated = isinstance(field, models.DateField) and not (field.auto_now or field.auto_now_add)
    as_it_stands = dated or type(field).pre_save is Field.pre_save
    if connection.vendor == "postgresql" and as_it_stands and type(field) in PLAIN:
        return attrgetter(field.attname)
    return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)
