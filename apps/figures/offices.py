"""How complete the figures are: offices that reported, of those expected to; tablets that hold records (MD-15)."""

from __future__ import annotations

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from apps.accounts.models import Tablet
from apps.figures.counting import how_many
from apps.figures.values import Columns
from apps.ledger.models import Production
from apps.places.models import Office
from apps.quantities.periods import Period
from apps.review.models import Status


def expected(period: Period) -> QuerySet:
    """
    The offices of which a report is expected, each with whether it `reported`.

    It did where a record of its region counts or waits; which desk typed it does not matter.
    """
    heard = Production.objects.filter(status__in=[Status.ACCEPTED, Status.PENDING]).in_period(period)
    here = heard.filter(
        region__left__gte=OuterRef("region__left"), region__left__lte=OuterRef("region__right"), void=False
    )
    offices: QuerySet = Office.objects.expected_in(period).annotate(reported=Exists(here))
    return offices


def found(period: Period) -> QuerySet:
    counts = {"offices_expected": Count("*"), "offices_reporting": how_many(Q(reported=True))}
    regions: QuerySet = expected(period).values("region").annotate(**counts)
    return regions


def tablets(period: Period) -> QuerySet:
    holding = Q(announced_seq__gt=F("contiguous_seq"))
    return (
        Tablet.objects.in_use()
        .values(region=F("office__region"))
        .annotate(tablets=Count("*"), tablets_holding=how_many(holding))
    )


COLUMNS: Columns = {
    "offices_reporting": lambda row: row.count("offices_reporting", known="offices_expected"),
    "offices_expected": lambda row: row["offices_expected"],
    "tablets_holding_records": lambda row: row.count("tablets_holding", known="tablets"),
}
