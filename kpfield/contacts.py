"""A tablet's contacts as a supervisor reads them: when it was heard, what came, what was promised and has not come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from apps.accounts.desk import reader_of
from apps.accounts.models import Tablet
from apps.files.models import Sent
from apps.sync.models import HandedOver, Submission

# What a supervisor asks about; the list of submissions holds the rest.
MOST_DAYS = 31
MOST_GAPS = 30


@dataclass(frozen=True)
class Gap:
    """Numbers of the tablet's own count that are not here, the first and the last of them."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Day:
    """What came on one day."""

    day: date
    records: int
    kept_back: int
    first: datetime
    last: datetime


def gaps(tablet: Tablet) -> list[Gap]:
    """Between what is here without a gap and the last number that the tablet is known to have given out."""
    known = max(tablet.announced_seq, tablet.highest_seq)
    later = Submission.objects.filter(tablet=tablet, seq__gt=tablet.contiguous_seq, seq__lte=known)
    return list(between(later.order_by("seq").values_list("seq", flat=True), tablet.contiguous_seq, known))


def between(here: Iterable[int | None], start: int, end: int) -> Iterator[Gap]:
    before = start
    for seq in [*here, end + 1]:
        if seq is not None and seq > before + 1:
            yield Gap(before + 1, seq - 1)
        before = seq or before


def days(tablet: Tablet) -> Sequence[Day]:
    """The last days on which something came, the newest first."""
    kept_back = Count("pk", filter=~Q(status=Submission.Status.APPLIED))
    rows = (
        Submission.objects.filter(tablet=tablet)
        .order_by()
        .annotate(day=TruncDate("received_at"))
        .values("day")
        .annotate(records=Count("pk"), kept_back=kept_back, first=Min("received_at"), last=Max("received_at"))
        .order_by("-day")[:MOST_DAYS]
    )
    return [Day(**row) for row in rows]


def owed(tablet: Tablet) -> dict[str, Any]:
    """Photos that were promised and are not here, and since when the oldest is awaited."""
    return Sent.objects.awaited().filter(tablet=tablet).aggregate(n=Count("pk"), since=Min("attachments__declared_at"))


def contacts(request: HttpRequest, pk: Any) -> HttpResponse:
    """The page, for whoever reads records where the tablet belongs."""
    reader = reader_of(request)
    if not reader.may("read"):
        raise PermissionDenied
    tablet = Tablet.objects.visible_to(reader).select_related("office").filter(pk=pk).first()
    if tablet is None:
        raise Http404
    missing = gaps(tablet)
    brought = HandedOver.objects.visible_to(reader).filter(tablet=tablet).select_related("brought_by", "carried_on")
    context = {
        **admin.site.each_context(request),
        "opts": Tablet._meta,
        "title": _("Tablet %(number)s: contacts and gaps") % {"number": tablet.number},
        "tablet": tablet,
        "gaps": missing[:MOST_GAPS],
        "more_gaps": max(0, len(missing) - MOST_GAPS),
        "missing": sum(gap.last - gap.first + 1 for gap in missing),
        "owed": owed(tablet),
        "days": days(tablet),
        "brought": brought[:MOST_DAYS],
    }
    return TemplateResponse(request, "desk/contacts.html", context)
