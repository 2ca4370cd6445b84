"""Zones in force on the last day: open, closed, reserved, compliant with the Process (63/134 §17, MD-04)."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.figures.counting import how_many
from apps.figures.values import Columns
from apps.places.models import Region, Zone
from apps.places.models.zones import ZoneStatus
from apps.quantities.periods import Period
from apps.registry.overlaps import OPEN

MINING = Q(kind=Zone.Kind.MINING)
Status = ZoneStatus.Status


def found(period: Period) -> QuerySet:
    """A zone that lies in no one region is the country's."""
    country = Region.objects.filter(participant=OuterRef("participant"), level=0).order_by().values("pk")
    zones: QuerySet = Zone.objects.looked_at().in_force(period.ends_on).order_by()
    counted: QuerySet = (
        zones.annotate(place=Coalesce("region", Subquery(country[:1])))
        .values("place")
        .annotate(
            zones_known=Count("*"),
            zones_open=how_many(MINING & Q(status_then__in=OPEN)),
            zones_closed=how_many(MINING & Q(status_then__in=[Status.CLOSED, Status.NOT_COMPLIANT])),
            zones_reserved=how_many(~MINING),
            zones_compliant=how_many(Q(status_then=Status.COMPLIANT)),
        )
    )
    return counted


COLUMNS: Columns = {
    "zones_open": lambda row: row.count("zones_open", known="zones_known"),
    "zones_closed": lambda row: row.count("zones_closed", known="zones_known"),
    "zones_reserved": lambda row: row.count("zones_reserved", known="zones_known"),
    "zones_compliant": lambda row: row.count("zones_compliant", known="zones_known"),
}
