"""Indexes for what is typed into a search, which PostgreSQL alone has: SQLite reads through the whole column."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunPython


def begins(table: str, column: str) -> RunPython:
    """For `column__istartswith`, whatever the order of letters that the database was made with."""
    name = f"{table}_{column}_begins"
    return on_postgresql(
        f'CREATE INDEX "{name}" ON "{table}" (UPPER("{column}"::text) text_pattern_ops)', f'DROP INDEX "{name}"'
    )


def contains(table: str, column: str) -> RunPython:
    """For `column__contains` with three letters or more: by the trigrams of the column's words."""
    name = f"{table}_{column}_contains"
    return on_postgresql(
        f'CREATE INDEX "{name}" ON "{table}" USING gin ("{column}" gin_trgm_ops)', f'DROP INDEX "{name}"'
    )


def on_postgresql(forwards: str, backwards: str) -> RunPython:
    def run(statement: str) -> Any:
        def act(apps: Any, schema_editor: Any) -> None:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(statement)

        return act

    return RunPython(run(forwards), run(backwards))
