"""One cell of a sheet: what a clerk typed or a workbook holds, to the answer a tablet would give, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.forms.grammar import Field, Kind, Text
from apps.forms.outlines import area_in, written_area
from apps.forms.reading import PLACES
from apps.quantities.reading import read_amount
from apps.quantities.sheets import written

YES = Text("yes", "oui")
NO = Text("no", "non")
WORDS = {
    "yes": True,
    "oui": True,
    "true": True,
    "x": True,
    "1": True,
    "no": False,
    "non": False,
    "false": False,
    "0": False,
}
# Day first, as ministries write it in both languages.
DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
# What stands between the rows of one answer, and in a row between its parts.
BETWEEN_ROWS, BETWEEN_PARTS = "[;\n]", "|"
# The parts of a point: its heading, and how many of its units a degree or metre has.
POINT_PARTS: dict[str, tuple[Text, int]] = {
    "lat_e6": (Text("latitude", "latitude"), 1_000_000),
    "lon_e6": (Text("longitude", "longitude"), 1_000_000),
    "accuracy_m": (Text("accuracy in metres", "précision en mètres"), 1),
}


def read_cell(field: Field, cell: Any) -> Any:
    """The answer in a cell, None for a blank; what cannot be read is given back as text that the field refuses."""
    text = "" if cell is None else written(cell).strip()
    if not text:
        return None
    match field.kind:
        case Kind.CARATS | Kind.MONEY | Kind.HECTARES | Kind.CUBIC_METRES:
            return text if is_exact(cell) else read_exact(text, PLACES[field.kind])
        case Kind.DATE:
            return cell.isoformat()[:10] if isinstance(cell, date | datetime) else read_day(text)
        case Kind.CHOICE:
            return code_of(field, text)
        case Kind.AREA:
            return area_in(text)
        case Kind.ROWS:
            return rows_in(field, text)
        case Kind.CHOICES:
            return [code_of(field, one.strip()) for one in re.split("[,;]", text) if one.strip()]
        case kind:
            return SIMPLE.get(kind, str)(text)


def rows_in(field: Field, text: str) -> Any:
    """Rows behind one another, `11 | 12 | 4.20; 12 | 3 | 1.80`, or the text itself where a row has too many parts."""
    rows = [row.split(BETWEEN_PARTS) for row in re.split(BETWEEN_ROWS, text) if row.strip()]
    if any(len(row) > len(field.parts) for row in rows):
        return text
    return [row_in(field, row) for row in rows]


def row_in(field: Field, cells: Sequence[str]) -> dict[str, Any]:
    answers = {part.code: read_cell(part, cell) for part, cell in zip(field.parts, cells, strict=False)}
    return {code: answer for code, answer in answers.items() if answer is not None}


def show_row(field: Field, row: Mapping[str, Any], language: str) -> str:
    cells = [show_cell(part, part.code, row[part.code], language) if part.code in row else "" for part in field.parts]
    return f" {BETWEEN_PARTS} ".join(cells).rstrip(f" {BETWEEN_PARTS}")


def is_exact(cell: Any) -> bool:
    """A number cell says what it is: only text leaves open whether a mark groups or divides."""
    return isinstance(cell, int | float | Decimal)


def read_exact(text: str, places: int) -> str:
    """The amount that was typed, as a tablet writes it; in quotes where it can be read in no way or in two."""
    try:
        amount = read_amount(text, places)
    except ValueError:
        return f"“{text}”"
    return f"{amount:f}"


def read_day(text: str) -> str:
    day = DAY_FIRST.fullmatch(text)
    return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else text


def read_whole(text: str) -> int | str:
    return int(text) if re.fullmatch("[0-9]{1,15}", text) else text


def code_of(field: Field, text: str) -> str:
    """The code behind the words of either language; a code stands for itself."""
    for option in field.choices.options if field.choices else ():
        if text.casefold() in (option.code, option.label.en.casefold(), option.label.fr.casefold()):
            return option.code
    return text


SIMPLE: dict[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: read_whole,
    Kind.YEAR: read_whole,
    Kind.FLAG: lambda text: WORDS.get(text.casefold(), text),
    Kind.REFERENCE: lambda text: {"number": text},
}


def point_of(cells: Sequence[Any]) -> Any:
    """A point from degrees and metres, None where all three are blank."""
    texts = ["" if cell is None else written(cell).strip() for cell in cells]
    if not any(texts):
        return None
    units = [unit for _, unit in POINT_PARTS.values()]
    return dict(zip(POINT_PARTS, map(scaled, texts, units), strict=True))


def scaled(text: str, unit: int) -> int | str:
    """Whole units of a decimal, or the text itself: only the form says what is wrong with it."""
    try:
        number = Decimal(text.replace(",", ".")) * unit
    except InvalidOperation:
        return text
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
