"""A form as a sheet: one question a column, in the words of the paper, one record a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.forms.cells import POINT_PARTS, point_of, read_cell, show_cell
from apps.forms.grammar import Field, Form, Kind

LANGUAGES = ("en", "fr")
# Made by the tablet itself.
NOT_IN_A_SHEET = {Kind.IDENTIFIER, Kind.PHOTO, Kind.SIGNED}


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: `key` names it in code and is the field's code, but for the three parts of a point."""

    key: str
    heading: str
    field: Field


def sheet_columns(form: Form, language: str) -> tuple[SheetColumn, ...]:
    """The columns in the order of the paper; what only a tablet makes for itself has none."""
    return tuple(column for field in form.fields.values() for column in columns_of(field, language))


def columns_of(field: Field, language: str) -> Iterator[SheetColumn]:
    heading = field.label.in_language(language)
    if field.kind == Kind.POINT:
        for part, (label, _) in POINT_PARTS.items():
            yield SheetColumn(f"{field.code}_{part}", f"{heading}: {label.in_language(language)}", field)
    elif field.kind not in NOT_IN_A_SHEET:
        yield SheetColumn(field.code, heading, field)


def key_of_heading(form: Form) -> dict[str, str]:
    """The column behind each heading that a sheet may carry, folded: its key, or the words of either language."""
    columns = [column for language in LANGUAGES for column in sheet_columns(form, language)]
    return {word.casefold(): column.key for column in columns for word in (column.key, column.heading)}


def answers_of(form: Form, row: Mapping[str, Any]) -> dict[str, Any]:
    """
    The answers that a row of a sheet holds, by column key, written as a tablet would; blank cells are not answered.

    A cell that cannot be read for certain goes through as text that no field takes, so that `validate` says so.
    """
    answers = {}
    for field in form.fields.values():
        cells = [row.get(column.key) for column in columns_of(field, "en")]
        answer = point_of(cells) if field.kind == Kind.POINT else read_cell(field, *cells) if cells else None
        if answer is not None:
            answers[field.code] = answer
    return answers


def row_of(form: Form, cleaned: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the sheet shows of cleaned answers, by column key; read again, it gives the same answers.

    How a tablet measured a position (`fixes`, `seconds`, `mock`) stands in no sheet.
    """
    return {
        column.key: show_cell(column.field, column.key, cleaned[column.field.code], language)
        for column in sheet_columns(form, language)
        if column.field.code in cleaned
    }
