"""The certificate as a PDF, in the language of the Participant: what, for whom, where, and its signed code."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos
from typing import Any

import segno
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.desk import reader_of
from apps.forms.areas import RADIANS, corners_of
from apps.registry.desk import CLASSES
from apps.registry.models import Application, Buyer, Ground, Licence, Right
from apps.registry.models.certified import Certified
from apps.review.desk import amount
from kpfield.certificates.sheet import WIDE, Sheet, lines_of
from kpfield.certificates.signed import code_of

LEFT, RIGHT, LABELS = 56, WIDE - 56, 250
QR_SIDE, MODULES_AROUND = 190, 4
PLAN_SIDE = 150
KINDS: dict[str, Any] = {"licence": Licence, "buyer": Buyer}


def certificate(request: HttpRequest, kind: str, pk: Any) -> HttpResponse:
    """For whoever issues papers in that region, once it is handed out; a 404 for who may not see it."""
    if kind not in KINDS:
        raise Http404
    rows = KINDS[kind].objects.visible_to(reader_of(request)).select_related("participant", "region")
    paper = rows.filter(pk=pk).first()
    application = Application.objects.filter(granted=pk).select_related("holder", "site").first()
    if paper is None or application is None or (given := application.certified()).issued_on is None:
        raise Http404
    if not reader_of(request).may("license", left=paper.region.left):
        raise PermissionDenied
    with translation.override(paper.participant.language):
        content = drawn(paper, application, given)
    name = f"{kind}-{''.join(one if one.isalnum() else '-' for one in paper.number)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def drawn(paper: Any, application: Application, given: Certified) -> bytes:
    country = paper.participant
    title = _("Licence to dig") if paper.right == Right.DIG else _("Licence to buy")
    sheet = Sheet(f"{title} {paper.number}", country.language)
    sheet.text(LEFT, 70, country.name, size=12)
    sheet.text(LEFT, 104, title, size=24, bold=True)
    sheet.text(LEFT, 130, _("No. %s") % paper.number, size=15, bold=True)
    sheet.line(LEFT, 146, RIGHT, 146, width=1.5)
    y = 172
    for label, said in rows_of(paper, application, given):
        sheet.text(LEFT, y, label)
        for line in lines_of(said, 44):
            sheet.text(LABELS, y, line, bold=True)
            y += 15
        y += 5
    foot(sheet, paper, application.applicant, given, max(y + 16, 460))
    return sheet.packed()


def rows_of(paper: Any, application: Application, given: Certified) -> Iterator[tuple[str, str]]:
    known = CLASSES[paper.right].objects.filter(participant=paper.participant_id, code=paper.paper_class).first()
    ground = Ground.objects.filter(licence=paper.pk).first() if paper.right == Right.DIG else None
    hectares = ground.hectares if ground else getattr(paper, "hectares", None)
    issued: Any = given.issued_on
    paid, currency, receipt = given.payment()
    fee = "" if paid is None else f"{amount(paid)} {currency}"
    told = {
        _("Class"): str(known or paper.paper_class),
        _("Holder"): str(application.holder or application.holder_name),
        _("Address"): application.address,
        _("Region"): str(paper.region),
        _("Site"): str(application.site or ""),
        _("Ground"): application.area_text,
        _("Hectares"): "" if hectares is None else f"{amount(hectares, 4)} ha",
        _("Valid from"): date_format(paper.starts_on),
        _("Valid to, that day included"): date_format(paper.ends_on),
        _("Supporter or financier"): application.supporter,
        _("How it is shared"): application.share_rule,
        _("Fee, and treasury receipt"): f"{fee}, {receipt}".strip(", "),
        _("Issued by"): getattr(paper, "authority", ""),
        _("Handed out on"): f"{date_format(issued)}, {given.issued_to}",
    }
    yield from ((label, said) for label, said in told.items() if said)


def foot(sheet: Sheet, paper: Any, holder: str, given: Certified, top: float) -> None:
    """The code, the outline, how to check it and where to complain."""
    issued: Any = given.issued_on
    days = {"issued_on": issued, "ends_on": paper.ends_on}
    code = code_of(country=paper.participant_id, number=paper.number, initials=initials(holder), **days)
    draw_code(sheet, code, LEFT, top)
    ground = Ground.objects.filter(licence=paper.pk).first() if paper.right == Right.DIG else None
    if ground:
        sheet.outline(dots_of(ground, LABELS + 60, top + 10))
        north = LABELS + 60 + PLAN_SIDE + 24
        sheet.line(north, top + 40, north, top + 12)
        sheet.outline([(north - 4, top + 18), (north, top + 10), (north + 4, top + 18)])
        sheet.text(north - 4, top + 54, "N", bold=True)
    y = top + QR_SIDE + 24
    for line in lines_of(
        _("Any tablet of the ministry checks this code without a network, and says whether it still holds."), 95
    ):
        sheet.text(LEFT, y, line)
        y += 14
    if paper.participant.complaints:
        sheet.text(
            LEFT, y + 8, _("To complain, or to report what is wrong: %s") % paper.participant.complaints, bold=True
        )
    sheet.line(LEFT, 806, RIGHT, 806)
    sheet.text(LEFT, 820, f"{paper.participant.name} · {paper.number}", size=8)


def initials(names: str) -> str:
    """As tablets write them on their papers."""
    for mark in "'’-":
        names = names.replace(mark, " ")
    return "".join(name[0].upper() for name in names.split()[:4])


def draw_code(sheet: Sheet, code: str, left: float, top: float) -> None:
    matrix = list(segno.make(code, error="m", micro=False).matrix)
    side = QR_SIDE / (len(matrix) + 2 * MODULES_AROUND)
    at = MODULES_AROUND * side
    dark = [
        (left + at + x * side, top + at + y * side) for y, row in enumerate(matrix) for x, one in enumerate(row) if one
    ]
    sheet.squares(dark, side)


def dots_of(ground: Ground, left: float, top: float) -> list[tuple[float, float]]:
    """The outline in a square, north at the top."""
    corners = corners_of(ground.area)
    shrunk = cos(corners[0][0] * RADIANS)
    flat = [(lon * shrunk, lat) for lat, lon in corners]
    (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*flat, strict=True))
    scale = PLAN_SIDE / max(east - west, north - south)
    return [(left + (x - west) * scale, top + (north - y) * scale) for x, y in flat]
