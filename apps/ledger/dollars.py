"""What a price was worth in US dollars on its day; worked out once, then frozen on the record with the rate used."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Subquery

from apps.ledger.models.fact import MOST_USD
from apps.places.models import Rate
from apps.statements.compiled import Among, Compiled, Slot, ask

CENT = Decimal("0.01")
DOLLAR = "USD"


def rates_on(days: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Decimal]:
    """The rate that held for each currency on each day, the last one known by then, in one query for all."""
    asked = set(days)
    known = {(currency, day): Decimal(1) for currency, day in asked if currency == DOLLAR}
    foreign = asked - known.keys()
    rates = read_rates({currency for currency, _ in foreign}, [day for _, day in foreign])
    for currency, day in foreign:
        place = bisect_right(rates[currency], day, key=lambda rate: rate[0])
        if place:
            known[currency, day] = rates[currency][place - 1][1]
    return known


def read_rates(currencies: set[str], days: list[date]) -> dict[str, list[tuple[date, Decimal]]]:
    """By currency, the rates from the one that held on the first of the days to the last of the days, oldest first."""
    rates: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    if not currencies:
        return rates
    [rows] = ask((RATES, {"currencies": currencies, "first": min(days), "last": max(days)}), by_keys=True)
    for currency, day, per_usd in rows:
        rates[currency].append((day, per_usd))
    return rates


def of_those_days() -> QuerySet:
    first, last = Slot("first", DateField()), Slot("last", DateField())
    held = Rate.objects.filter(currency=OuterRef("currency"), day__lte=first).order_by("-day").values("day")[:1]
    asked = Among("currency", "currencies", CharField())
    wanted = Rate.objects.filter(asked, day__lte=last).annotate(held=Subquery(held))
    wanted = wanted.filter(Q(held=None) | Q(day__gte=F("held"))).order_by("day")
    return wanted.values_list("currency", "day", "per_usd")


RATES = Compiled(of_those_days)


def in_dollars(price: Decimal, rate: Decimal | None) -> Decimal | None:
    """The price in US$ to the cent; None without a rate, and for a sum that no first sale has ever made."""
    if rate is None:
        return None
    dollars = (price / rate).quantize(CENT, ROUND_HALF_UP)
    return dollars if dollars <= MOST_USD else None
