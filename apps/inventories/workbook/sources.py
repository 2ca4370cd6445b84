"""The last sheet: what stands behind the figures, one line each, to be filtered by kind or Participant."""

from __future__ import annotations

from dataclasses import astuple

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from apps.inventories.matrix import Matrix
from apps.inventories.notes import notes
from apps.inventories.workbook.cells import height_of, lines_of
from apps.inventories.workbook.figures import write_head
from apps.inventories.workbook.paper import Paper, set_paper
from apps.inventories.workbook.styles import Styles

HEADS, FIRST = 4, 5
WIDTHS = (17.0, 6.0, 44.0, 58.0, 38.0, 14.0)


def write_sources(sheet: Worksheet, matrix: Matrix, *, styles: Styles, paper: Paper) -> None:
    title = _("Sources and notes")
    write_head(sheet, matrix, title, styles)
    heads = [_("Kind"), _("Code"), _("About"), _("What it says"), _("Source or measure"), _("Certainty")]
    for at, (text, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(HEADS, at, text, styles("code_left"))
    found = notes(matrix)
    for row, note in enumerate(found, start=FIRST):
        texts = astuple(note)
        sheet.set_row(row, height_of(max(lines_of(text, width) for text, width in zip(texts, WIDTHS, strict=True))))
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, styles("cell_top"))
    last = FIRST + len(found) - 1
    sheet.freeze_panes(FIRST, 0)
    sheet.autofilter(HEADS, 0, last, len(WIDTHS) - 1)
    sheet.print_area(HEADS, 0, last, len(WIDTHS) - 1)
    sheet.repeat_rows(HEADS)
    set_paper(sheet, matrix, title, paper)
    sheet.fit_to_pages(1, 0)
