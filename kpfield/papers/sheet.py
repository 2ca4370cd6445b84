"""The blank sheet of a form: a heading a question, lists to choose from, and beside it how each column is filled in."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from math import ceil
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from apps.forms.cells import NO, YES
from apps.forms.grammar import Field, Form, Kind
from apps.forms.reading import PLACES
from apps.forms.sheets import SheetColumn, sheet_columns
from apps.registry.kinds import all_kinds
from kpfield.papers.questions import condition_of, here, options_of

# Nothing that a clerk types becomes a formula or a link by itself.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
ROWS = 1000
# What a spreadsheet takes as the text of a list.
LIST_LENGTH = 255
SHEET_NAME = 31
WIDEST = 34
# Points that a line of words takes.
LINE = 13
FIRST_DAY = date(1900, 1, 1)
CORNERS = "POLYGON ((18.5550 4.3610, 18.5560 4.3610, 18.5560 4.3620, 18.5550 4.3610))"


def blank_sheet(form: Form) -> bytes:
    """An .xlsx file in the language of the page; read back, its headings name the form's own columns."""
    file = BytesIO()
    book = Workbook(file, dict(OPTIONS))
    book.set_properties({"title": here(form.title), "author": "kpfield", "comments": f"{form.code} {form.version}"})
    columns = sheet_columns(form, get_language() or "en")
    fill(book, book.add_worksheet(here(form.title)[:SHEET_NAME]), columns)
    explain(book, book.add_worksheet(_("How to fill it in")), form, columns)
    book.close()
    return file.getvalue()


def fill(book: Workbook, sheet: Worksheet, columns: tuple[SheetColumn, ...]) -> None:
    head = book.add_format(
        {"bold": True, "bg_color": "#0a5650", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
    )
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 45)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.heading, head)
        sheet.set_column(at, at, min(WIDEST, max(14, len(column.heading) + 2)), book.add_format(format_of(column)))
        if rule := rule_of(column.field):
            sheet.data_validation(1, at, ROWS, at, rule)


def format_of(column: SheetColumn) -> dict[str, Any]:
    field = column.field
    if field.kind == Kind.DATE:
        return {"num_format": "yyyy-mm-dd"}
    if field.kind in PLACES:
        return {"num_format": "#,##0." + "0" * PLACES[field.kind]}
    # A number with noughts in front of it stays as it is written.
    return {} if field.kind in {Kind.INTEGER, Kind.YEAR, Kind.POINT} else {"num_format": "@"}


def rule_of(field: Field) -> dict[str, Any] | None:
    """What the spreadsheet proposes; it warns and never stops, since what was seen is written down."""
    words = (here(YES), here(NO)) if field.kind == Kind.FLAG else options_of(field) if field.kind == Kind.CHOICE else ()
    if words and len(",".join(words)) <= LIST_LENGTH and not any("," in word for word in words):
        return {"validate": "list", "source": list(words), "error_type": "warning"}
    if field.kind == Kind.DATE:
        return {"validate": "date", "criteria": ">=", "value": FIRST_DAY, "error_type": "warning"}
    return None


def explain(book: Workbook, sheet: Worksheet, form: Form, columns: tuple[SheetColumn, ...]) -> None:
    widths = (28, 18, 34, 44, 60)
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    headings = (_("Column"), _("Must be answered"), _("When"), _("What to write"), _("Words to choose from"))
    for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.write_string(0, at, heading, bold)
        sheet.set_column(at, at, width, wrap)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for row, column in enumerate(columns, 1):
        field = column.field
        spared = field.code == "number" and all_kinds()[form.code].sheet.slips is not None
        told = (
            column.heading,
            here(YES) if field.required and not spared else "",
            condition_of(form, field.show_if) if field.show_if else "",
            " ".join(filter(None, (here(field.hint), _("Left blank, it is the slip’s.") if spared else how(field)))),
            " · ".join((here(YES), here(NO)) if field.kind == Kind.FLAG else options_of(field)),
        )
        # Not every spreadsheet makes a row as high as its words.
        sheet.set_row(
            row, LINE * max(ceil(len(words) / width * 1.1) or 1 for words, width in zip(told, widths, strict=True))
        )
        for at, words in enumerate(told):
            sheet.write_string(row, at, words, wrap)


def how(field: Field) -> str:
    """How an answer of this kind is written in a cell."""
    match field.kind:
        case kind if kind in PLACES:
            return _("At most %s decimals. A blank is not a zero.") % PLACES[kind]
        case Kind.AREA:
            return _("The corners in degrees, longitude first, and the first one again at the end: %s.") % CORNERS
        case Kind.ROWS:
            parts = " | ".join(here(part.label) for part in field.parts)
            return _("All rows in this one cell: %s; then the next row behind a semicolon.") % parts
        case Kind.CHOICE if field.choices and field.choices.source:
            return _("The name, or the code that the tablet shows.")
        case kind:
            return str(HOW.get(kind, ""))


HOW = {
    Kind.DATE: gettext_lazy("A day, as 24/11/2026 or 2026-11-24."),
    Kind.CHOICES: gettext_lazy("One or more of the words, with commas between."),
    Kind.REFERENCE: gettext_lazy("The number on the paper."),
    Kind.YEAR: gettext_lazy("Four digits."),
    Kind.POINT: gettext_lazy("In degrees, to the south and to the west with a minus; the accuracy in metres."),
}
