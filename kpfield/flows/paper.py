"""The figures of a half-year as a page of PDF: the same bars, their table, and what is kept back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.quantities.bars import Drawing, Pair, across
from apps.quantities.periods import Period
from apps.review.desk import amount
from kpfield.certificates.sheet import WIDE, Sheet, lines_of
from kpfield.flows.guarding import is_safe, kept_back
from kpfield.flows.page import carats_of, is_told, name_of, parts_below
from kpfield.flows.steps import step_of
from kpfield.flows.sums import Flow, by_part, by_time
from kpfield.map.asking import Asked, asked_by

LEFT, RIGHT = 56, WIDE - 56
COLUMNS = (330, 440, RIGHT)
# As many bars as leave room for their table, and as many lines as a page takes; of more their total alone.
MOST_BARS, MOST_LINES = 11, 38
KEPT_BACK = "s"
HALF = 6


def figures_sheet(request: HttpRequest) -> HttpResponse:
    """By half-year alone: of sums over other times what is kept back could be worked out."""
    reader = reader_of(request)
    if not reader.may("read"):
        raise PermissionDenied
    asked, period = asked_by(reader, request.GET), half_year(request.GET.get("period", ""))
    if asked is None:
        raise Http404
    name = f"{asked.region.code}-{period.code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(drawn(reader, asked, period), content_type="application/pdf", headers=headers)


def half_year(code: str) -> Period:
    try:
        period = Period.parse(code)
    except ValueError as fault:
        raise Http404 from fault
    if period.months != HALF:
        raise Http404
    return period


def drawn(reader: User, asked: Asked, period: Period) -> bytes:
    lines = lines_for(reader, asked, period)
    title = _("Found and first bought: %(region)s, %(period)s") % {"region": asked.called, "period": period.code}
    sheet = Sheet(title, get_language() or "en")
    sheet.text(LEFT, 74, title, size=16, bold=True)
    days = {"first": date_format(period.starts_on), "last": date_format(period.ends_on)}
    sheet.text(LEFT, 94, _("%(first)s to %(last)s. Carats; accepted records of the artisanal field alone.") % days)
    sheet.line(LEFT, 104, RIGHT, 104, width=1.5)
    y = bars(sheet, lines[:-1], 124) if 1 < len(lines) <= MOST_BARS + 1 else 110.0
    y = table(sheet, lines, y + 14)
    foot(sheet, lines, y + 20)
    return sheet.packed()


class Line:
    """A part of the region, or the whole of it, as it is printed."""

    def __init__(self, name: str, found: Flow | None, bought: Flow | None, *, tell: tuple[bool, bool]) -> None:
        self.name = name
        self.found, self.bought = found if tell[0] else None, bought if tell[1] else None
        usd = bought.usd if bought else None
        self.cells = (
            amount(carats_of(found)) if tell[0] else KEPT_BACK,
            amount(carats_of(bought)) if tell[1] else KEPT_BACK,
            amount(usd) if tell[1] else KEPT_BACK,
        )

    @property
    def pair(self) -> Pair:
        return Pair(self.name, carats_of(self.found), carats_of(self.bought), self.cells[0], self.cells[1])


def lines_for(reader: User, asked: Asked, period: Period) -> list[Line]:
    """The parts and, last, the whole."""
    steps, below = [step_of(period)], parts_below(asked)
    whole, partly = by_time(reader, asked.region, steps), by_part(reader, asked.region, steps, below)
    places = [one for one in [*below, asked.region] if is_told(one, asked, partly)]
    found, bought = ([each.get(one.pk) for one in places] for each in (partly.found, partly.bought))
    hidden, unsold = kept_back(found), kept_back(bought)
    lines = [
        Line(name_of(one, asked), found[n], bought[n], tell=(n not in hidden, n not in unsold))
        for n, one in enumerate(places)
    ]
    total = whole.found.get(0), whole.bought.get(0)
    shown = lines if below and len(lines) <= MOST_LINES else []
    return [*shown, Line(asked.called, *total, tell=(is_safe(total[0]), is_safe(total[1])))]


def bars(sheet: Sheet, lines: Sequence[Line], top: float) -> float:
    drawing = across([line.pair for line in lines])
    scale = (RIGHT - LEFT) / drawing.wide
    key = [(_("found"), True), (_("first bought"), False)]
    for n, (word, full) in enumerate(key):
        sheet.bar(LEFT + n * 110, top - 8, 10, 8, full=full)
        sheet.text(LEFT + n * 110 + 15, top, word, size=9)
    put(sheet, drawing, LEFT, top + 10, scale)
    return top + 10 + drawing.high * scale


def put(sheet: Sheet, drawing: Drawing, left: float, top: float, scale: float) -> None:
    """The same drawing that the page shows as SVG."""
    for box in drawing.boxes:
        place = (left + box.x * scale, top + box.y * scale, box.wide * scale, box.high * scale)
        sheet.bar(*place, full=box.look != "second")
    for one in drawing.words:
        sheet.text(left + one.x * scale, top + one.y * scale, one.said, size=9, bold=one.look == "strong")
    for rule in drawing.rules:
        sheet.line(*(left + rule.x * scale, top + rule.y * scale, left + rule.to_x * scale, top + rule.to_y * scale))


def table(sheet: Sheet, lines: Sequence[Line], top: float) -> float:
    heads: tuple[Any, ...] = (_("Found, ct"), _("First bought, ct"), _("First bought, US$"))
    sheet.text(LEFT, top, _("Region"), size=9)
    for right, head in zip(COLUMNS, heads, strict=True):
        sheet.text_to(right, top, head, size=9)
    sheet.line(LEFT, top + 5, RIGHT, top + 5)
    y = top + 18
    for n, line in enumerate(lines, 1):
        last = n == len(lines)
        if last:
            sheet.line(LEFT, y - 10, RIGHT, y - 10)
        sheet.text(LEFT, y, line.name, size=9.5, bold=last)
        for right, cell in zip(COLUMNS, line.cells, strict=True):
            sheet.text_to(right, y, cell, size=9.5, bold=last)
        y += 15
    return y


def foot(sheet: Sheet, lines: Sequence[Line], top: float) -> None:
    notes = [
        _(".. not reported. This is not zero. A zero that was reported prints as 0.00."),
        _(
            "s: kept back. It comes from fewer than three, or one has more than 85 in 100 of it, or it would show by "
            "difference what one of those says. Other periods, other regions and papers are not looked at."
        ),
        _("First purchases in US$ at the rate of the day; purchases without a rate are left out of the value."),
        _("Printed on %s. Provisional: records may still be accepted or corrected.")
        % date_format(timezone.localdate()),
    ]
    y = top
    for note in notes:
        for line in lines_of(note, 105):
            sheet.text(LEFT, y, line, size=8.5)
            y += 12
        y += 3
