"""The sheet of controls: what each Participant answers, a line a question and a column a Participant."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from apps.columns.models import Column
from apps.inventories.lines import Line
from apps.inventories.matrix import Matrix
from apps.inventories.words import finality, status
from apps.inventories.workbook.cells import height_of, lines_of, write_figure
from apps.inventories.workbook.figures import write_head
from apps.inventories.workbook.paper import Paper, set_paper
from apps.inventories.workbook.styles import Styles

NAMES, HEADS, FIRST = 3, 4, 5
NUMBER, GROUP, ITEM, ANSWERS = 0, 1, 2, 3
WIDTHS = (5.0, 36.0, 21.0)
ANSWER_WIDTH = 5.4


class ControlSheet:
    """Writes the sheet; the heads stand on end so that all Participants fit on one page."""

    def __init__(self, sheet: Worksheet, matrix: Matrix, *, styles: Styles, paper: Paper) -> None:
        self.sheet, self.matrix, self.styles = sheet, matrix, styles
        self.columns = matrix.columns_of(Column.Sheet.CONTROLS)
        self.count_at = ANSWERS + len(matrix.lines)
        self.last_row = FIRST + len(self.columns) - 1
        title = str(Column.Sheet.CONTROLS.label)
        write_head(sheet, matrix, title, styles)
        self.write_headings()
        for row, column in enumerate(self.columns, start=FIRST):
            self.write_question(row, column)
        set_paper(sheet, matrix, title, paper)
        self.set_print()

    def write_headings(self) -> None:
        for at, width in enumerate(WIDTHS):
            self.sheet.set_column(at, at, width)
        for at, text in enumerate([_("No."), _("Measure or question"), _("Asked")]):
            self.sheet.write_string(HEADS, at, text, self.styles("code_left"))
        self.sheet.set_column(ANSWERS, self.count_at, ANSWER_WIDTH)
        for at, line in enumerate(self.matrix.lines, start=ANSWERS):
            self.write_name(at, line)
            self.sheet.write_string(HEADS, at, line.participant.code, self.styles("code"))
        answered = _("How many answered, of %d") % len(self.matrix.asked)
        self.sheet.write_string(NAMES, self.count_at, answered, self.styles("head_tall"))
        self.sheet.write_blank(HEADS, self.count_at, None, self.styles("code"))
        self.sheet.set_row(NAMES, 178)

    def write_name(self, at: int, line: Line) -> None:
        """The name on end, with its status and its return's in small letters beside it."""
        tall, beside = self.styles("head_tall"), f"\n{status(line)} · {finality(line)}"
        self.sheet.write_rich_string(
            NAMES, at, self.styles("strong"), line.participant.name, self.styles("small"), beside, tall
        )

    def write_question(self, row: int, column: Column) -> None:
        before = self.columns[row - FIRST - 1] if row > FIRST else None
        group = column.group_title if before is None or before.group != column.group else ""
        self.write_about(row, str(column.position), group, column.title)
        for at, line in enumerate(self.matrix.lines, start=ANSWERS):
            self.write_answer(row, at, line.figure(column.code), column)
        self.sheet.write_number(row, self.count_at, self.matrix.reported(column), self.styles("middle"))

    def write_about(self, row: int, number: str, group: str, item: str) -> None:
        self.sheet.set_row(row, height_of(lines_of(group, WIDTHS[GROUP])))
        self.sheet.write_string(row, NUMBER, number, self.styles("number_left"))
        self.sheet.write_string(row, GROUP, group, self.styles("name"))
        self.sheet.write_string(row, ITEM, item, self.styles("cell"))

    def write_answer(self, row: int, at: int, figure: Any, column: Column) -> None:
        write_figure(self.sheet, row, at, figure, column=column, styles=self.styles, style="middle")

    def set_print(self) -> None:
        self.sheet.freeze_panes(FIRST, ANSWERS)
        self.sheet.autofilter(HEADS, 0, self.last_row, self.count_at)
        self.sheet.print_area(NAMES, 0, self.last_row, self.count_at)
        self.sheet.repeat_rows(NAMES, HEADS)
        self.sheet.fit_to_pages(1, 0)
