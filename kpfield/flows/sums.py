"""Carats found and first bought in a region, added up by the database, with how many they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Sum, Value, When
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.figures.production import ARTISANAL
from apps.figures.purchases import FIRST
from apps.figures.rollup import read
from apps.ledger.models import Production, Purchase
from apps.places.models import Region
from kpfield.flows.steps import Step, in_step
from kpfield.map.standing import here, in_part

# Each contributor first, so that it is known of a sum from how many it comes and how much is the largest one's.
OF_EACH = (
    'SELECT "place", SUM("ct"), SUM("money"), COUNT(*), MAX("ct") FROM ({each}) AS of_each '
    'WHERE "place" IS NOT NULL GROUP BY "place"'
)


@dataclass(frozen=True)
class Flow:
    """A sum of carats, and of US$ where they were paid; from so many contributors, the largest with so much of it."""

    carats: Decimal
    usd: Decimal | None
    contributors: int
    largest: Decimal


@dataclass(frozen=True)
class Flows:
    """By the place in time or in the region; a place that nobody reported from is absent."""

    found: Mapping[int, Flow]
    bought: Mapping[int, Flow]
    waiting: Mapping[int, int]


def finds(reader: User, region: Region, steps: Sequence[Step]) -> Any:
    """Of the field: a published table has the period that it names, and cannot be divided into others."""
    days = (steps[0].first, steps[-1].last)
    rows = Production.objects.visible_to(reader).from_the_field().filter(ARTISANAL, here(region))
    return rows.filter(ends_on__range=days, void=False)


def sales(reader: User, region: Region, steps: Sequence[Step]) -> Any:
    days = (steps[0].first, steps[-1].last)
    return Purchase.objects.visible_to(reader).filter(FIRST, here(region), bought_on__range=days, void=False)


def by_time(reader: User, region: Region, steps: Sequence[Step]) -> Flows:
    return flows(reader, region, steps, in_step(steps, "ends_on"), in_step(steps, "bought_on"))


def by_part(reader: User, region: Region, steps: Sequence[Step], parts: Sequence[Region]) -> Flows:
    return flows(reader, region, steps, in_part(parts, region), in_part(parts, region))


Cell = tuple[int, int]


def found_by_part_and_time(
    reader: User, region: Region, steps: Sequence[Step], parts: Sequence[Region]
) -> tuple[Mapping[Cell, Flow], Mapping[Cell, int]]:
    """By the place of the part among these and of the step: what was found there and then, and how much waits."""
    rows, many = finds(reader, region, steps), len(steps)
    whens = [When(region__left__range=(one.left, one.right), then=Value(n * many)) for n, one in enumerate(parts)]
    cell = Case(*whens, output_field=IntegerField()) + in_step(steps, "ends_on")
    found = summed(rows.counting(), cell, Coalesce("licence_id", "site_id"), None)
    waiting = waiting_in(rows, cell)
    waiting.pop(None, None)
    return ({divmod(n, many): one for n, one in found.items()}, {divmod(n, many): one for n, one in waiting.items()})


def waiting_in(rows: Any, place: Any) -> dict[Any, int]:
    found = rows.pending().order_by().annotate(place=place).values("place").annotate(n=Count("pk"))
    return dict(found.values_list("place", "n"))


def flows(reader: User, region: Region, steps: Sequence[Step], found_in: Any, bought_in: Any) -> Flows:
    found, bought = finds(reader, region, steps), sales(reader, region, steps)
    return Flows(
        summed(found.counting(), found_in, Coalesce("licence_id", "site_id"), None),
        summed(bought.counting(), bought_in, F("buyer_id"), "usd"),
        waiting_in(found, found_in),
    )


def summed(rows: Any, place: Any, who: Any, money: str | None) -> dict[int, Flow]:
    each = rows.order_by().annotate(place=place, who=who).values("place", "who")
    each = each.annotate(ct=Sum("carats"), money=Sum(money or "carats"))
    inner, params = each.query.sql_with_params()
    carats, paid = (each.query.annotation_select[name] for name in ("ct", "money"))
    with connection.cursor() as cursor:
        cursor.execute(OF_EACH.format(each=inner), params)
        return {
            key: Flow(amount(carats, ct), amount(paid, usd) if money else None, n, amount(carats, most))
            for key, ct, usd, n, most in cursor.fetchall()
        }


def amount(each: Any, value: Any) -> Any:
    return read(each, None if value is None else int(value))
