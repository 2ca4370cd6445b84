"""What does not count yet, and the last decision on what does (domain.md §6: data quality on every row)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery, Sum

from apps.figures.values import Columns, Figure, Row
from apps.ledger.models import Production, Purchase
from apps.quantities.periods import Period
from apps.review.models import Case, Decision, Status


def last_decision() -> Subquery:
    """A record and its case share their id, so that millions of cases need not be joined."""
    return Subquery(Decision.objects.filter(case=OuterRef("pk")).order_by("-version").values("at")[:1])


def cases(period: Period) -> QuerySet:
    captured = Case.objects.pending().filter(captured_on__range=(period.starts_on, period.ends_on))
    return captured.values("region").annotate(cases_pending=Count("*"))


def carats(period: Period) -> QuerySet:
    return Production.objects.pending().in_period(period).values("region").annotate(carats_pending=Sum("carats"))


def decided_finds(period: Period) -> QuerySet:
    counting = Production.objects.counting().in_period(period)
    return counting.annotate(decided=last_decision()).values("region").annotate(finds_decided=Max("decided"))


def decided_purchases(period: Period) -> QuerySet:
    counting = Purchase.objects.counting().filter(bought_on__range=(period.starts_on, period.ends_on))
    return counting.annotate(decided=last_decision()).values("region").annotate(purchases_decided=Max("decided"))


def decided_entries(period: Period) -> QuerySet:
    register = Decision.objects.filter(
        status=Status.ACCEPTED, case__kind__startswith="registry.", case__captured_on__lte=period.ends_on
    )
    return register.values(region=F("case__region")).annotate(entries_decided=Max("at"))


def is_known(row: Row) -> bool:
    """Whether we hear from this place at all; of one that never reports, nothing waiting says nothing."""
    names = (
        "entries",
        "purchased",
        "offices_expected",
        "people_known",
        "sites_known",
        "licences_known",
        "buyers_known",
    )
    return any(row[name] is not None for name in names)


def records_pending(row: Row) -> int | None:
    value = row["cases_pending"]
    return value if isinstance(value, int) else 0 if is_known(row) else None


def carats_pending(row: Row) -> Figure:
    value = row["carats_pending"]
    return Decimal("0.00") if value is None and is_known(row) else value


def last_update(row: Row) -> date | None:
    decided = (row["finds_decided"], row["purchases_decided"], row["entries_decided"])
    return max((day for day in decided if isinstance(day, date)), default=None)


COLUMNS: Columns = {
    "records_pending": records_pending,
    "carats_pending": carats_pending,
    "last_update": last_update,
}
