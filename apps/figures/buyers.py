"""Buyers licensed on the last day of the period, buying houses and exporters among them (63/134 §17, MD-06)."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from apps.figures.counting import how_many
from apps.figures.values import Columns
from apps.quantities.periods import Period
from apps.registry.models import Buyer
from apps.registry.models.validity import holds

# Our reading of the classes that Participants name; any other class is a buyer without more.
HOUSES = ("buying_house", "buying_office", "comptoir")
EXPORTERS = ("exporter",)


def found(period: Period) -> QuerySet:
    valid = holds(period.ends_on)
    return (
        Buyer.objects.accepted()
        .filter(starts_on__lte=period.ends_on)
        .values("region")
        .annotate(
            buyers_known=Count("*"),
            buyers_licensed=how_many(valid),
            buying_houses_licensed=how_many(valid & Q(buyer_class__in=HOUSES)),
            exporters_licensed=how_many(valid & Q(buyer_class__in=EXPORTERS)),
        )
    )


COLUMNS: Columns = {
    "buyers_licensed": lambda row: row.count("buyers_licensed", known="buyers_known"),
    "buying_houses_licensed": lambda row: row.count("buying_houses_licensed", known="buyers_known"),
    "exporters_licensed": lambda row: row.count("exporters_licensed", known="buyers_known"),
}
