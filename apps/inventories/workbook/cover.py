"""The cover: what this is, when it was true, how complete it is, how to read it and how to check it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from xlsxwriter.worksheet import Worksheet

from apps.columns.models import Column
from apps.inventories.lines import Line
from apps.inventories.matrix import QUALITY, SHEETS, Matrix
from apps.inventories.words import day, days, participants
from apps.inventories.workbook.cells import height_of, lines_of
from apps.inventories.workbook.paper import MARGIN, Paper, set_paper
from apps.inventories.workbook.styles import Styles

WIDTHS = (26.0, 108.0)


def write_cover(sheet: Worksheet, matrix: Matrix, *, styles: Styles, paper: Paper) -> None:
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, _("Consolidated matrix of inventories"), styles("title"))
    sheet.set_row(0, 28)
    sheet.write_string(1, 0, _("Participants with artisanal alluvial production of rough diamonds"), styles("subtitle"))
    row = 3
    for part in (about(matrix), complete(matrix), reading(), checking(matrix)):
        for label, text in part:
            sheet.set_row(row, height_of(lines_of(text, WIDTHS[1])))
            sheet.write_string(row, 0, label, styles("label"))
            sheet.write_string(row, 1, text, styles("mono" if text == matrix.digest else "wrapped"))
            row += 1
        row += 1
    for title, text in contents():
        sheet.write_url(row, 0, f"internal:'{title}'!A1", styles("link"), title)
        sheet.write_string(row, 1, text, styles("wrapped"))
        row += 1
    set_paper(sheet, matrix, _("Read me"), paper)
    sheet.set_header("")
    sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=0.7)
    sheet.print_area(0, 0, row - 1, 1)
    sheet.fit_to_pages(1, 1)


def about(matrix: Matrix) -> Iterator[tuple[str, str]]:
    yield _("Period"), f"{matrix.period}, {days(matrix.period)}"
    state = (
        _("Provisional: at least one return is not signed.") if matrix.is_provisional else _("Final: all are signed.")
    )
    yield _("Status"), state
    yield _("As of"), _("%s, the day of the last decision that these figures rest on") % day(matrix.as_of)
    yield (
        _("Method"),
        _(
            "%s. Columns and their numbers are our reading of what General Assembly resolution 63/134 asks in "
            "paragraph 17. Neither the matrix of 2008 nor the text of the Moscow declaration could be read; this is "
            "not a copy of them."
        )
        % matrix.method_version,
    )
    imaginary = [line for line in matrix.lines if line.participant.demo]
    if imaginary:
        yield _("Demonstration"), _("%s does not exist; its figures are invented.") % participants(imaginary)


def complete(matrix: Matrix) -> Iterator[tuple[str, str]]:
    reporting = [line for line in matrix.asked if any_reported(matrix, line)]
    silent = [line for line in matrix.asked if line not in reporting]
    yield (
        _("How complete"),
        ngettext(
            "%(some)d Participant of %(all)d reported at least one figure.",
            "%(some)d Participants of %(all)d reported at least one figure.",
            len(reporting),
        )
        % {"some": len(reporting), "all": len(matrix.asked)},
    )
    if reporting:
        yield _("Reported"), participants(reporting)
    if silent:
        yield _("Not reported"), participants(silent)
    left_out = [line for line in matrix.lines if not line.is_asked]
    if left_out:
        yield _("Not asked"), participants(left_out)


def any_reported(matrix: Matrix, line: Line) -> bool:
    return any(line.figure(column.code) is not None for column in matrix.columns if column.group != QUALITY)


def reading() -> Iterator[tuple[str, str]]:
    yield "..", _("Not reported, or not worked out yet. This is not zero.")
    yield "0.00", _("A zero that was reported.")
    yield "n/a", _("Nothing to divide by, so there is no rate; or a question that does not arise here.")
    yield "⚠", _("The figure breaks a rule. Sources and notes has the sentence with its numbers.")
    yield "r", _("Revised: the return said something else before. Sources and notes has both.")
    yield (
        _("Counts"),
        _("People, sites and licences are counted once each, on the last day or in the period. They are not added up."),
    )
    yield _("Sums"), _("Carats and values of those that reported; the line below says how many those are.")
    yield _("Rates"), _("Worked out from two totals, in the sum too, and never averaged. Both totals are in the notes.")
    yield (
        _("Gap"),
        _(
            "First purchases less production, signed. Positive: more was bought than found. A gap is no error by "
            "itself: stock, late records and inflow are real."
        ),
    )


def checking(matrix: Matrix) -> Iterator[tuple[str, str]]:
    yield "SHA-256", matrix.digest
    yield (
        _("How to check"),
        _(
            "Write the same period with --format json and compute the SHA-256 of that file. If the 64 characters are "
            "the same, the returns printed here were not changed."
        ),
    )


def contents() -> Iterator[tuple[str, str]]:
    texts = {
        Column.Sheet.CONTROLS: _("Measures MD-01 to MD-15 in our numbering, and what else is asked once a year."),
        Column.Sheet.AREAS: _("Sites, licences, people and buyers, on the last day of the period."),
        Column.Sheet.STOCKS: _("Carats held at the start and the end, by who holds them."),
        Column.Sheet.FLOWS: _("Production, first purchases, the gap between them, exports and imports."),
    }
    for sheet in SHEETS:
        yield str(sheet.label), texts[sheet]
    yield (
        _("Sources and notes"),
        _("Sentences of the marks, status with its source, totals of rates, rules of columns."),
    )
