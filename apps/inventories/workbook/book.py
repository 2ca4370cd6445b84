"""The workbook as a file: the same matrix is the same bytes, on any machine and in any zone."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, time
from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from apps.columns.models import Column
from apps.inventories.matrix import Matrix
from apps.inventories.workbook.controls import ControlSheet
from apps.inventories.workbook.cover import write_cover
from apps.inventories.workbook.figures import FigureSheet
from apps.inventories.workbook.paper import Paper
from apps.inventories.workbook.sources import write_sources
from apps.inventories.workbook.styles import Styles

# Nothing that a return says becomes a formula, a link or a number by itself.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Widths are in digits of this font; where the usual one is missing, another would stretch every column.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
FIGURES = (Column.Sheet.AREAS, Column.Sheet.STOCKS, Column.Sheet.FLOWS)


def workbook(matrix: Matrix, paper: Paper) -> bytes:
    file = BytesIO()
    # The library writes into what it is given: the second workbook of a process would differ from the first.
    book = Workbook(file, deepcopy(OPTIONS))
    # The day of the data, never the clock's.
    book.set_properties({**properties(matrix), "created": datetime.combine(matrix.as_of, time())})
    styles = Styles(book)
    write_cover(book.add_worksheet(_("Read me")), matrix, styles=styles, paper=paper)
    ControlSheet(book.add_worksheet(str(Column.Sheet.CONTROLS.label)), matrix, styles=styles, paper=paper)
    for code in FIGURES:
        FigureSheet(book.add_worksheet(str(code.label)), matrix, code=code, styles=styles, paper=paper)
    write_sources(book.add_worksheet(_("Sources and notes")), matrix, styles=styles, paper=paper)
    book.close()
    return file.getvalue()


def properties(matrix: Matrix) -> dict[str, str]:
    return {
        "title": _("Consolidated matrix of inventories, %s") % matrix.period,
        "subject": _("Participants with artisanal alluvial production of rough diamonds"),
        "author": "kpfield",
        "company": "",
        "category": _("provisional") if matrix.is_provisional else _("final"),
        "keywords": f"{matrix.period}, 63/134, {matrix.method_version}",
        "comments": f"SHA-256 {matrix.digest}",
    }
