"""What does not add up, as codes with their numbers; a person reads the sentence where it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from apps.figures.values import Row
from apps.ledger.models import Channel, Production, PublishedTotal
from apps.places.models import Region
from apps.quantities.periods import Period

TOTAL_COLUMNS = {
    Channel.ARTISANAL: "production_carats",
    Channel.SEMI_INDUSTRIAL: "production_semi_industrial_carats",
    Channel.INDUSTRIAL: "production_industrial_carats",
    Channel.ALL: "production_total_carats",
}
FIELD_BASES = ("weighed", "notebook", "declared", "derived")


@dataclass(frozen=True)
class Check:
    """A rule that a column breaks; `region` is empty for the Participant as a whole."""

    code: str
    column: str
    region: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)


def totals_that_differ(period: Period) -> dict[str, list[Check]]:
    """Published totals that their published parts do not add to, by Participant (domain.md §6)."""
    totals = PublishedTotal.objects.standing().filter(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    parts = (
        Production.objects.counting()
        .published()
        .filter(region__participant=OuterRef("participant"), period=OuterRef("period"))
    )
    one = totals.exclude(channel=Channel.ALL).annotate(computed=added(parts.filter(channel=OuterRef("channel"))))
    every = totals.filter(channel=Channel.ALL).annotate(computed=added(parts))
    found: dict[str, list[Check]] = {}
    for total, computed in [*pairs(one), *pairs(every)]:
        if computed != total.carats:
            found.setdefault(total.participant_id, []).append(differing(total, computed or Decimal(0)))
    return found


def pairs(totals: QuerySet) -> list[tuple[PublishedTotal, Decimal | None]]:
    return [(total, total.computed) for total in totals]


def added(parts: QuerySet) -> Subquery:
    return Subquery(parts.values("period").annotate(added=Sum("carats")).order_by().values("added"))


def differing(total: PublishedTotal, computed: Decimal) -> Check:
    numbers = {
        "period": total.period,
        "computed": f"{computed:.2f}",
        "published": f"{total.carats:.2f}",
        "difference": f"{computed - total.carats:+.2f}",
    }
    return Check("parts_differ", TOTAL_COLUMNS[Channel(total.channel)], numbers=numbers)


def counted_twice(total: Row, regions: Sequence[tuple[Region, Row]]) -> Iterator[Check]:
    """A published table and records of the field for the same place and days may be the same carats."""
    for region, row in regions:
        yield from twice(row, region.name)
    placed = sum((row.amount("published") for _, row in regions if row["published"] is not None), Decimal(0))
    # What was published for the country as a whole stands beside the records of every region.
    if total["published"] is not None and total["published"] != placed:
        yield from twice(total, "")


def twice(row: Row, region: str) -> Iterator[Check]:
    recorded = [row.amount(basis) for basis in FIELD_BASES if row[basis] is not None]
    if recorded and row["published"] is not None:
        numbers = {"published": f"{row.amount('published'):.2f}", "recorded": f"{sum(recorded):.2f}"}
        yield Check("may_be_counted_twice", "production_carats", region, numbers)


def without_rate(total: Row) -> Iterator[Check]:
    """Purchases whose currency had no rate that day are missing from the value."""
    if total["purchases_without_usd"]:
        yield Check("no_rate", "purchases_usd", numbers={"purchases": f"{total['purchases_without_usd']}"})
