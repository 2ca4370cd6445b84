"""Stocks by who holds them, on the days before and at the end of a period (63/134 §17, MD-08)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, F, Q, QuerySet, Sum, When, Window
from django.db.models.functions import Coalesce, RowNumber

from apps.figures.values import Columns, Figure, Row
from apps.ledger.models import Level, StockCount
from apps.ledger.models.fact import FactQuerySet
from apps.ledger.models.stock import Counted
from apps.quantities.periods import Period

# What was held longer ago says nothing of today. Ours: the matrix asks for stocks every half-year.
GOOD_FOR = timedelta(days=184)
HELD_BY = {
    "diggers": (Level.DIGGER, Level.LICENCE_HOLDER),
    "buyers": (Level.BUYER,),
    "buying_houses": (Level.BUYING_HOUSE,),
    "exporters": (Level.EXPORTER,),
    "state": (Level.STATE,),
    "seized": (Level.SEIZED,),
}
TRADE = ("buyers", "buying_houses", "exporters")
IN_NO_REGISTER = Q(digger=None, licence=None, buyer=None)


def opening(period: Period) -> QuerySet:
    """What the period before it closed with, so that no carat lies between the two."""
    held = held_on(period.starts_on - timedelta(days=1)).values("region")
    found: QuerySet = held.annotate(**{f"{who}_opening": held_by(who) for who in HELD_BY})
    return found


def closing(period: Period) -> QuerySet:
    found: QuerySet = (
        held_on(period.ends_on)
        .values("region")
        .annotate(
            **{f"{who}_closing": held_by(who) for who in HELD_BY},
            **{f"{who}_counted": held_by(who, basis=Counted.COUNTED) for who in HELD_BY},
        )
    )
    return found


def held_on(day: date) -> FactQuerySet:
    """Of each holder the last count that says what he had on the day."""
    recent = StockCount.objects.counting().filter(counted_on__gt=day - GOOD_FOR, counted_on__lte=day)
    latest = recent.annotate(turn=Window(RowNumber(), partition_by=whose(), order_by=["-counted_on", "-pk"])).filter(
        turn=1
    )
    return StockCount.objects.filter(pk__in=latest.values("pk"))


def whose() -> list[Coalesce | F | Case]:
    """
    One holder: a person under all of his numbers, a licence, a buyer; whoever is in no register, within his region.

    A buyer who has become an exporter holds his stones once.
    """
    return [
        Coalesce("digger__person", "digger"),
        F("licence"),
        F("buyer"),
        Case(When(IN_NO_REGISTER, then=F("holder")), output_field=CharField()),
        Case(When(IN_NO_REGISTER, then=F("region"))),
    ]


def held_by(who: str, **besides: str) -> Sum:
    return Sum("carats", filter=Q(level__in=HELD_BY[who], **besides))


def change(row: Row) -> Figure:
    """Closing less opening of whoever buys; not known where one of the two was not counted."""
    ends = [(row[f"{who}_opening"], row[f"{who}_closing"]) for who in TRADE]
    known = [pair for pair in ends if pair != (None, None)]
    changes = [after - before for before, after in known if isinstance(before, Decimal) and isinstance(after, Decimal)]
    return sum(changes, Decimal(0)) if known and len(changes) == len(known) else None


def carats(name: str) -> Callable[[Row], Figure]:
    return lambda row: row[name]


def counted_share(who: str) -> Callable[[Row], Figure]:
    return lambda row: row.rate(f"{who}_counted", f"{who}_closing", percent=True)


COLUMNS: Columns = {
    **{f"stock_{who}_{end}_carats": carats(f"{who}_{end}") for who in HELD_BY for end in ("opening", "closing")},
    "stock_change_carats": change,
    **{f"stock_{who}_counted": counted_share(who) for who in HELD_BY},
}
