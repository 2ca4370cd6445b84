"""Hectares of the licences that hold on the last day, overlaps counted once (63/134 §17, MD-04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.figures.values import Columns, Row
from apps.places.models import Region
from apps.quantities.periods import Period
from apps.registry.models import Licence
from apps.registry.overlaps import flat, shapes

HECTARE = 10_000
SQUARE_METRE = Decimal("0.0001")


@dataclass
class Land:
    """What is licensed in one region: outlines, which may overlap, and hectares that a paper only states."""

    outlines: list[Any] = field(default_factory=list)
    stated: list[Decimal] = field(default_factory=list)

    def add(self, area: Mapping[str, Any] | None, hectares: Decimal | None) -> None:
        if area is not None:
            self.outlines.append(flat(area))
        elif hectares is not None:
            self.stated.append(hectares)

    def row(self) -> Row:
        size = shapes().union_all(self.outlines).area if self.outlines else 0
        outlined = Decimal(size / HECTARE).quantize(SQUARE_METRE)
        return Row(licensed_area=outlined + sum(self.stated, Decimal(0)) if self.outlines or self.stated else None)


def hectares_licensed(period: Period, *, within: Region | None = None) -> dict[int, Row]:
    """By region as `roll_up` has them, and worked out here: the database knows no shapes."""
    lands: dict[int, Land] = {}
    for root, child, area, hectares in held(period, within).iterator():
        for region in {root, child} - {None}:
            lands.setdefault(region, Land()).add(area, hectares)
    return {region: land.row() for region, land in lands.items()}


def held(period: Period, within: Region | None) -> QuerySet:
    valid = Licence.objects.accepted().valid_on(period.ends_on)
    if within is not None:
        valid = valid.filter(region__left__range=(within.left, within.right))
    return (
        valid.filter(Q(ground__isnull=False) | Q(hectares__isnull=False))
        .annotate(root=above(0), child=above(1))
        .order_by()
        .values_list("root", "child", "ground__area", "hectares")
    )


def above(level: int) -> Subquery:
    holds = Region.objects.filter(level=level, left__lte=OuterRef("region__left"), right__gte=OuterRef("region__left"))
    return Subquery(holds.order_by().values("pk")[:1])


COLUMNS: Columns = {"licensed_area_ha": lambda row: row["licensed_area"]}
