"""One cell of a sheet: an answer in the words of the paper, and the places and rows that are written in one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from apps.forms.grammar import Field, Kind, Text
from apps.forms.outlines import written_area
from apps.quantities.sheets import written

YES = Text("yes", "oui")
NO = Text("no", "non")
# What stands between the rows of one answer, and in a row between its parts.
BETWEEN_ROWS, BETWEEN_PARTS = "[;\n]", "|"
# The parts of a point: its heading, and how many of its units a degree or metre has.
POINT_PARTS: dict[str, tuple[Text, int]] = {
    "lat_e6": (Text("latitude", "latitude"), 1_000_000),
    "lon_e6": (Text("longitude", "longitude"), 1_000_000),
    "accuracy_m": (Text("accuracy in metres", "précision en mètres"), 1),
}
# What degrees and metres are; what else Python takes for a number is none of anybody's.
DECIMAL = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,12})?")


def rows_in(field: Field, text: str) -> Any:
    """
    Rows behind one another, `11 | 12 | 4.20; 12 | 3 | 1.80`, each with the words of its parts.

    The text itself where a row has too many: only the form says what is wrong with it.
    """
    rows = [row.split(BETWEEN_PARTS) for row in re.split(BETWEEN_ROWS, text) if row.strip()]
    if any(len(row) > len(field.parts) for row in rows):
        return text
    return [{part.code: cell for part, cell in zip(field.parts, row, strict=False)} for row in rows]


def show_row(field: Field, row: Mapping[str, Any], language: str) -> str:
    cells = [show_cell(part, part.code, row[part.code], language) if part.code in row else "" for part in field.parts]
    return f" {BETWEEN_PARTS} ".join(cells).rstrip(f" {BETWEEN_PARTS}")


def point_of(cells: Sequence[Any]) -> Any:
    """A point from degrees and metres, None where all three are blank."""
    texts = ["" if cell is None else written(cell).strip() for cell in cells]
    if not any(texts):
        return None
    units = [unit for _, unit in POINT_PARTS.values()]
    return dict(zip(POINT_PARTS, map(scaled, texts, units), strict=True))


def scaled(text: str, unit: int) -> int | str:
    """Whole units of a decimal, or the text itself: only the form says what is wrong with it."""
    if not DECIMAL.fullmatch(text):
        return text
    number = Decimal(text.replace(",", ".")) * unit
    return int(number) if number == number.to_integral_value() else text


def show_cell(field: Field, key: str, answer: Any, language: str) -> str:
    match answer:
        case bool():
            return (YES if answer else NO).in_language(language)
        case list():
            return show_list(field, answer, language)
        case {"number": number}:
            return str(number)
        case {"corners": corners}:
            return written_area(corners)
        case {"lat_e6": _}:
            part = key.removeprefix(f"{field.code}_")
            return f"{Decimal(answer[part]) / POINT_PARTS[part][1]:f}"
        case date():
            return answer.isoformat()
        case str() if field.choices:
            return show_option(field, answer, language)
        case _:
            return str(answer)


def show_list(field: Field, answer: Sequence[Any], language: str) -> str:
    if field.kind == Kind.ROWS:
        return "; ".join(show_row(field, row, language) for row in answer)
    return ", ".join(show_option(field, code, language) for code in answer)


def show_option(field: Field, code: str, language: str) -> str:
    options = field.choices.options if field.choices else ()
    return next((option.label.in_language(language) for option in options if option.code == code), code)
