"""Who should have been heard and was not: tablets without a contact, offices without a report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, OuterRef, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.desk import reader_of, seen_by
from apps.accounts.models import Tablet, User
from apps.figures.offices import expected
from apps.ledger.models import Production
from apps.places.models import Office
from apps.quantities.periods import Period
from kpfield.home.line import Line, since


def tablets(user: User) -> Line:
    found = Tablet.objects.visible_to(user).silent().order_by().aggregate(n=Count("pk"), first=Min("last_seen_at"))
    words = ngettext("tablet is silent for three weeks", "tablets are silent for three weeks", found["n"])
    url = f"{reverse('admin:accounts_tablet_changelist')}?state=silent"
    return Line(found["n"], "clock", words, url, since(found["first"]))


def offices(user: User) -> Line:
    period = last_quarter()
    count = silent_in(period, user).count()
    words = ngettext("office has reported nothing", "offices have reported nothing", count)
    return Line(count, "clock", words, reverse("admin:silent_offices"), _("for %s") % period)


def last_quarter() -> Period:
    """The last one that is over: of the present one nobody is late."""
    return Period.quarter_of(Period.quarter_of(timezone.localdate()).starts_on - timedelta(days=1))


def silent_in(period: Period, user: User) -> Any:
    return seen_by(expected(period), user).filter(reported=False)


def silent_offices(request: HttpRequest) -> HttpResponse:
    """Which offices they are, what was last heard of their region, and what their tablets hold."""
    reader = reader_of(request)
    if not reader.may("read"):
        raise PermissionDenied
    period = last_quarter()
    context = {
        **admin.site.each_context(request),
        "opts": Office._meta,
        "title": _("Offices that have reported nothing for %(period)s") % {"period": period},
        "period": period,
        "offices": with_what_was_heard(silent_in(period, reader)),
    }
    return TemplateResponse(request, "desk/silent_offices.html", context)


def with_what_was_heard(rows: Any) -> Any:
    """In one question, however many offices there are."""
    there = {"region__left__gte": OuterRef("region__left"), "region__left__lte": OuterRef("region__right")}
    finds = Production.objects.standing().filter(void=False, **there).order_by("-ends_on")
    own = Tablet.objects.in_use().filter(office=OuterRef("pk")).order_by().values("office")
    held = Tablet.objects.holding().filter(office=OuterRef("pk")).order_by().values("office")
    return rows.select_related("region").annotate(
        last_day=Subquery(finds.values("ends_on")[:1]),
        heard_at=Subquery(own.annotate(last=Max("last_seen_at")).values("last")),
        held=Subquery(held.annotate(n=Sum("announced_seq") - Sum("contiguous_seq")).values("n")),
    )
