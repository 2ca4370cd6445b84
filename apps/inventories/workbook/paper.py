"""How a sheet prints: landscape, headings on each page, breaks between groups, a foot that says how to check it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from apps.inventories.matrix import Matrix
from apps.inventories.words import legend, subtitle

SCALE = 88
MARGIN = 0.45


@dataclass(frozen=True)
class Paper:
    """A sheet of paper: its number in the format, and the pixels between the margins of a landscape page."""

    code: int
    pixels: int

    @property
    def room(self) -> float:
        return self.pixels * 100 / SCALE


PAPERS = {"a4": Paper(9, 960), "a3": Paper(8, 1400)}


def pixels(width: float) -> float:
    """How wide a column of so many characters is, with its padding."""
    return width * 7 + 5


def set_paper(sheet: Worksheet, matrix: Matrix, title: str, paper: Paper) -> None:
    """
    The page's head says what the sheet's first rows say on the screen; they are not printed with the table.

    A blank stands after each size, because the format reads "&8" and "2023" as one number.
    """
    sheet.set_landscape()
    sheet.set_paper(paper.code)
    sheet.set_margins(left=MARGIN, right=MARGIN, top=1.0, bottom=0.7)
    sheet.set_print_scale(SCALE)
    head = [f'&L&"Arial,Bold"&14{title}', f'&"Arial,Regular"&8 {subtitle(matrix)}', f" {legend()}"]
    sheet.set_header("\n".join(head), {"margin": 0.35})
    pages = _("page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    sheet.set_footer(f'&L&"Arial,Regular"&7SHA-256 {matrix.digest}&R&8{pages}', {"margin": 0.35})
    sheet.hide_gridlines(2)


def break_between(sheet: Worksheet, spans: Sequence[tuple[int, float]], *, repeated: float, paper: Paper) -> None:
    """Start a new page before a span (first column, pixels) that no longer fits beside what stands on this one."""
    used, breaks = repeated, []
    for first, needed in spans:
        if used + needed > paper.room and used > repeated:
            breaks.append(first)
            used = repeated
        used += needed
    sheet.set_v_pagebreaks(breaks)
