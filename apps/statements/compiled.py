"""
Statements that the ORM writes out once and that are run many times.

A push asks the same few questions each time, and Django takes longer to put such a question into SQL than the database
takes to answer it. The question stays an ordinary queryset, with a `Slot` wherever a value comes in later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F, Field, IntegerField, Model, QuerySet
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

from apps.statements.journey import Row, Statement, is_postgresql, travel


class Slot(Expression):
    """One value that is given when the statement is run, prepared as the field would store it."""

    def __init__(self, name: str, kept_as: Field, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field or kept_as)
        self.name = name
        self.kept_as = kept_as

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def prepared(self, value: Any, database: BaseDatabaseWrapper) -> Any:
        return self.kept_as.get_db_prep_value(value, database)


class Among(Slot):
    """That a column is one of any number of values; the statement is the same for one and for a hundred."""

    conditional = True

    def __init__(self, column: str, name: str, kept_as: Field) -> None:
        super().__init__(name, kept_as, BooleanField())
        self.column: Any = F(column)

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Any) -> None:
        (self.column,) = expressions

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        column, params = compiler.compile(self.column)
        among = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
        return f"{column} {among}", [*params, self]

    def prepared(self, value: Iterable[Any], database: BaseDatabaseWrapper) -> Any:
        if is_postgresql():
            return array_of(value)
        return json.dumps([self.kept_as.get_db_prep_value(one, database) for one in value])


def array_of(values: Iterable[Any]) -> str:
    """An array as PostgreSQL reads it; the driver would look at each value to find what they are an array of."""
    words = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{word}"' for word in words) + "}"


class Compiled:
    """
    A queryset of `values_list` with slots, for `rows(name=value, …)`.

    It is put into SQL when it is first run, for the database of this process. With `locking`, the rows of that model
    are locked; where the database locks as a whole, that is the lock. `in_pages`, no more rows come than `most`.
    """

    def __init__(
        self, build: Callable[[], QuerySet[Any, Any]], *, locking: type[Model] | None = None, in_pages: bool = False
    ) -> None:
        self.build = build
        self.locking = locking
        self.in_pages = in_pages

    @cached_property
    def statement(self) -> tuple[str, list[Any], SQLCompiler, dict[int, Any]]:
        compiler = self.build().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        if self.locking and connection.features.has_select_for_update_of:
            sql += f" FOR UPDATE OF {connection.ops.quote_name(self.locking._meta.db_table)}"
        if self.in_pages:
            sql, params = f"{sql} LIMIT %s", [*params, Slot("most", IntegerField())]
        return sql, list(params), compiler, compiler.get_converters([column for column, _, _ in compiler.select])

    def with_values(self, **given: Any) -> Statement:
        sql, params, _, _ = self.statement
        return Statement(sql, filled(params, given))

    def rows(self, **given: Any) -> list[Row]:
        [rows] = ask((self, given))
        return rows

    def converted(self, rows: list[Row]) -> list[Row]:
        _, _, compiler, converters = self.statement
        return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows


class CompiledUpdate:
    """An update of the row with a key: `with_values(pk=…, column=value, …)`."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        self.model = model
        self.columns = columns

    @cached_property
    def statement(self) -> tuple[str, list[Any]]:
        fields: list[Any] = [self.model._meta.get_field(name) for name in self.columns]
        query: Any = self.model._default_manager.filter(pk=Slot("pk", self.model._meta.pk)).query.chain(UpdateQuery)
        query.add_update_values({field.name: Slot(field.name, field) for field in fields})
        sql, params = query.get_compiler(connection=connection).as_sql()
        return sql, list(params)

    def with_values(self, **given: Any) -> Statement:
        sql, params = self.statement
        return Statement(sql, filled(params, given), prepared=True)


def filled(params: Iterable[Any], given: dict[str, Any]) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    return [each.prepared(given[each.name], database) if isinstance(each, Slot) else each for each in params]


# The plan is kept from the first time on: left to itself, PostgreSQL plans anew wherever it hopes for a better one, at
# the cost of a tenth of a push. A plan that is kept may have been made while its tables were small, when reading them
# whole was the cheapest, and stays however much they grow; so none may read a whole table, and all look up by keys.
BY_KEYS = Statement(
    "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)",
    prepared=True,
)
Question = tuple[Compiled, dict[str, Any]]


def ask(*questions: Question, after: Sequence[Statement] = (), by_keys: bool = False) -> list[list[Row]]:
    """
    The rows of several questions, in one journey; asked once the statements of `after` are done.

    For questions `by_keys` PostgreSQL keeps the plan, of which the making costs more than the answer.
    """
    after = [*after, BY_KEYS] if by_keys and is_postgresql() else after
    asked = [compiled.with_values(**given)._replace(prepared=by_keys) for compiled, given in questions]
    answers = travel([*after, *asked])
    pairs = zip(questions, answers[len(after) :], strict=True)
    return [compiled.converted(rows) for (compiled, _), rows in pairs]
