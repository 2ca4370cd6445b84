"""A sheet of figures: a line a Participant, columns in groups, sums and how many reported at the foot."""

from __future__ import annotations

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from apps.columns.models import Column
from apps.inventories.lines import Line
from apps.inventories.matrix import Matrix
from apps.inventories.words import is_plain, legend, status, subtitle
from apps.inventories.workbook.cells import height_of, lines_of, write_figure
from apps.inventories.workbook.layout import CODE, MARK_WIDTH, NAME, NAMES, STATUS_WIDTH, WIDTHS, Place, lay_out
from apps.inventories.workbook.paper import Paper, break_between, set_paper
from apps.inventories.workbook.styles import Styles

GROUPS, HEADS, NUMBERS, FIRST = 3, 4, 5, 6


class FigureSheet:
    """Writes one sheet; the methods follow the sheet from its head to its foot."""

    def __init__(self, sheet: Worksheet, matrix: Matrix, *, code: str, styles: Styles, paper: Paper) -> None:
        self.sheet, self.matrix, self.styles = sheet, matrix, styles
        self.spans = lay_out(matrix, matrix.columns_of(code), paper)
        self.places = [place for span in self.spans for place in span]
        # Whoever filters by status finds it as a column of its own, at the end.
        self.status_at = self.places[-1].at + 1
        self.last_row = FIRST + len(matrix.lines) - 1
        title = str(Column.Sheet(code).label)
        write_head(sheet, matrix, title, styles)
        self.write_headings()
        for row, line in enumerate(matrix.lines, start=FIRST):
            self.write_line(row, line)
        self.write_foot(self.last_row + 1, "sum", _("Sum of those that reported"))
        self.write_foot(self.last_row + 2, "foot", _("How many reported, of %d") % len(matrix.asked))
        self.write_sums(self.last_row + 1)
        set_paper(sheet, matrix, title, paper)
        self.set_print(paper)

    def write_headings(self) -> None:
        plain = (
            (NAME, WIDTHS[NAME], _("Participant")),
            (CODE, WIDTHS[CODE], _("Code")),
            (self.status_at, STATUS_WIDTH, _("Status in the period")),
        )
        for at, width, text in plain:
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(HEADS, at, text, self.styles("head_left"))
            self.sheet.write_blank(NUMBERS, at, None, self.styles("number"))
        for span in self.spans:
            self.write_span(span)
        self.sheet.set_row(HEADS, 52)

    def write_span(self, span: list[Place]) -> None:
        """The group's title across its columns, without merging: what is merged cannot be sorted."""
        first, last = span[0].first, span[-1].at
        self.sheet.write_string(GROUPS, first, span[0].column.group_title, self.styles("group"))
        for at in range(first + 1, last + 1):
            self.sheet.write_blank(GROUPS, at, None, self.styles("group"))
        for place in span:
            own = place.opens and place.mark_at is None
            self.sheet.set_column(place.at, place.at, place.width)
            self.sheet.write_string(HEADS, place.at, heading(place.column), self.styles("head", opens=own))
            self.sheet.write_number(NUMBERS, place.at, place.column.position, self.styles("number", opens=own))
            if place.mark_at is not None:
                self.sheet.set_column(place.mark_at, place.mark_at, MARK_WIDTH)
                self.sheet.write_blank(HEADS, place.mark_at, None, self.styles("head", opens=place.opens))
                self.sheet.write_blank(NUMBERS, place.mark_at, None, self.styles("number", opens=place.opens))

    def write_line(self, row: int, line: Line) -> None:
        write_name(self.sheet, row, line, self.styles)
        self.sheet.write_string(row, CODE, line.participant.code, self.styles("cell"))
        for place in self.places:
            self.write_cell(row, place, line.figure(place.column.code), line.mark(place.column.code))
        self.sheet.write_string(row, self.status_at, status(line), self.styles("cell_wrapped", opens=True))
        about = line.participant.name if is_plain(line) else f"{line.participant.name}\n{status(line)}"
        self.sheet.set_row(row, height_of(lines_of(about, WIDTHS[NAME])))

    def write_cell(self, row: int, place: Place, figure: object, mark: str) -> None:
        if place.mark_at is not None:
            self.sheet.write_string(row, place.mark_at, mark, self.styles("mark", opens=place.opens))
        self.write_figure(row, place, figure, "figure")

    def write_figure(self, row: int, place: Place, figure: object, style: str) -> None:
        opens = place.opens and place.mark_at is None
        write_figure(
            self.sheet, row, place.at, figure, column=place.column, styles=self.styles, style=style, opens=opens
        )

    def write_foot(self, row: int, style: str, about: str) -> None:
        opening = {place.first for place in self.places if place.opens} | {self.status_at}
        for at in range(self.status_at + 1):
            self.sheet.write_blank(row, at, None, self.styles(style, opens=at in opening))
        self.sheet.write_string(row, NAME, about, self.styles(style))

    def write_sums(self, row: int) -> None:
        """A sum where adding says something, else nothing; below, how many reported."""
        for place in self.places:
            total, opens = self.matrix.summed(place.column), place.opens and place.mark_at is None
            if total != "":
                self.write_figure(row, place, total, "sum_figure")
            count = self.matrix.reported(place.column)
            self.sheet.write_number(row + 1, place.at, count, self.styles("foot_count", opens=opens))

    def set_print(self, paper: Paper) -> None:
        self.sheet.freeze_panes(FIRST, CODE + 1)
        self.sheet.autofilter(NUMBERS, 0, self.last_row, self.status_at)
        # On paper the status stands below the name already.
        self.sheet.print_area(GROUPS, 0, self.last_row + 2, self.status_at - 1)
        self.sheet.repeat_rows(GROUPS, NUMBERS)
        self.sheet.repeat_columns(NAME, CODE)
        spans = [(span[0].first, sum(place.pixels for place in span)) for span in self.spans]
        break_between(self.sheet, spans, repeated=NAMES, paper=paper)


def write_head(sheet: Worksheet, matrix: Matrix, title: str, styles: Styles) -> None:
    sheet.write_string(0, 0, title, styles("title"))
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, subtitle(matrix), styles("subtitle"))
    sheet.write_string(2, 0, legend(), styles("subtitle"))


def write_name(sheet: Worksheet, row: int, line: Line, styles: Styles) -> None:
    """The name; below it, where there is something to say, the status in the period."""
    if is_plain(line):
        sheet.write_string(row, NAME, line.participant.name, styles("name"))
    else:
        below = f"\n{status(line)}"
        sheet.write_rich_string(
            row, NAME, styles("strong"), line.participant.name, styles("small"), below, styles("name")
        )


def heading(column: Column) -> str:
    """The title with its unit, once; a unit that the title says already is left out."""
    short = {
        Column.Unit.CARATS: "ct",
        Column.Unit.DOLLARS: "US$",
        Column.Unit.DOLLARS_PER_CARAT: "US$/ct",
        Column.Unit.HECTARES: "ha",
        Column.Unit.PERCENT: "%",
    }.get(Column.Unit(column.unit), "")
    return f"{column.title}\n{short}" if short else column.title
