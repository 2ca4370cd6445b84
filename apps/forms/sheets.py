"""A form as a sheet: one question a column, in the words of the paper, one record a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.forms.cells import POINT_PARTS
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
