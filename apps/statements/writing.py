"""Rows and statements that are gathered, and written in as few journeys to the database as it allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from apps.statements.compiled import Question, ask
from apps.statements.inserting import Columns, insert_each, insertion, prepared, rows_of
from apps.statements.journey import Row, Statement, is_outermost, is_postgresql, travel

T = TypeVar("T")
COMMIT = Statement("COMMIT", prepared=True)


class Writing:
    """What one act writes. Whoever reads what stands here must `ask` it here, or `write` first."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def store(self, records: Sequence[Any]) -> None:
        """Records of one model, as `bulk_create` would store them; keys that the database makes are not read back."""
        if not records:
            return
        model: type[Model] = type(records[0])
        if is_postgresql():
            self.statements.append(insertion(model, rows_of(records)))
        else:
            insert_each(model, rows_of(records))
        for record in records:
            record._state.adding, record._state.db = False, connection.alias

    def store_rows(self, model: type[Model], rows: Sequence[Columns]) -> None:
        """The same for rows of which no record is made: all their values, by column."""
        if not is_postgresql():
            insert_each(model, [prepared(model, row) for row in rows])
        elif rows:
            self.statements.append(insertion(model, rows))

    def ask(self, *questions: Question) -> list[list[Row]]:
        """Questions `by_keys` about what was written, this included; what was gathered travels with them."""
        gathered, self.statements = self.statements, []
        return ask(*questions, after=gathered, by_keys=True)

    def write(self) -> None:
        gathered, self.statements = self.statements, []
        if gathered:
            travel(gathered)

    def write_and_commit(self, meanwhile: Callable[[], T]) -> T:
        """
        The last that this transaction does: what was gathered, and its end, in one journey.

        Nothing but answering may follow; the answer is what `meanwhile` makes, without a question, while the database
        commits. Where the transaction is part of another, that one commits it.
        """
        if is_postgresql() and is_outermost():
            self.statements.append(COMMIT)
        gathered, self.statements = self.statements, []
        made: list[T] = []
        travel(gathered, lambda: made.append(meanwhile()))
        return made[0]
