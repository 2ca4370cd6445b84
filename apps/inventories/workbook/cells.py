"""Write one figure of a return into one cell: numbers as numbers, text as text and never as a formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from xlsxwriter.worksheet import Worksheet

from apps.columns.models import Column
from apps.inventories.words import NOT_REPORTED, shown
from apps.inventories.workbook.styles import Styles
from apps.returns.format import NOT_APPLICABLE, printed

NUMERIC = set(Column.Unit.values) - {Column.Unit.CODED, Column.Unit.TEXT, Column.Unit.DATE}
SILENT = {"figure": "silent", "middle": "middle_silent", "sum_figure": "sum_silent"}
# A spreadsheet keeps fifteen digits; a longer number stands as text rather than be rounded unseen.
DIGITS = 15


def write_figure(
    sheet: Worksheet,
    row: int,
    at: int,
    figure: Any,
    *,
    column: Column,
    styles: Styles,
    style: str = "figure",
    opens: bool = False,
) -> None:
    """What was not reported is `..`, which is not zero; a reported zero is a number and prints as 0.00."""
    silent = styles(SILENT[style], opens=opens)
    text = printed(figure)
    if figure is None:
        sheet.write_string(row, at, NOT_REPORTED, silent)
    elif text == NOT_APPLICABLE:
        sheet.write_string(row, at, str(text), silent)
    elif column.unit in NUMERIC and len(text.strip("-").replace(".", "")) <= DIGITS:
        sheet.write_number(row, at, Decimal(text), styles.figure(style, column, opens=opens))
    elif column.unit == Column.Unit.DATE and text:
        sheet.write_datetime(row, at, date.fromisoformat(text), styles.figure(style, column, opens=opens))
    else:
        sheet.write_string(row, at, shown(figure), styles(style, opens=opens))


def width_of(figures: list[Any], column: Column) -> float:
    """Enough for the longest figure with its separators, and for the longest word of the heading."""
    longest = max((length(figure, column) for figure in figures), default=2)
    words = max((len(word) for word in column.title.split()), default=0)
    return max(longest + 2.5, words + 3.0, 8)


def length(figure: Any, column: Column) -> int:
    text = printed(figure)
    if column.unit == Column.Unit.DATE:
        return 11
    whole = text.split(".")[0].lstrip("-")
    return len(text) + (len(whole) - 1) // 3 if column.unit in NUMERIC else min(len(text), 18)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column that is so many digits wide."""
    return sum(max(1, ceil(len(part) / (width * 1.2))) for part in text.split("\n"))


def height_of(lines: int) -> float:
    """Not every spreadsheet fits a row to its text by itself."""
    return max(14.5, 11.5 * lines + 3.5)
