"""What ground a piece of ground has in common with licences, zones and reserves, in hectares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.forms.areas import EQUATOR, RADIANS, Corner, belt, corners_of
from apps.places.ground import Box, box_around, touching
from apps.places.models import Zone
from apps.places.models.zones import ZoneStatus
from apps.registry.models import Ground
from apps.review.status import STANDING

# Less than a square metre is a common border.
LEAST = Decimal("0.0001")
OPEN = frozenset({ZoneStatus.Status.COMPLIANT, ZoneStatus.Status.OPEN})


@dataclass(frozen=True)
class Overlap:
    """So many hectares in common with something; `corners` where its outline may be drawn."""

    kind: str
    name: str
    hectares: Decimal
    status: str = ""
    corners: Sequence[Corner] = ()
    # Whether it stands against a grant: a zone where digging is open does not.
    against: bool = True
    # The licence, where it is one.
    licence: Any = None


@cache
def shapes() -> Any:
    """Loaded when somebody first asks, and not by each process that serves pages."""
    return import_module("shapely")


def flat(area: Mapping[str, Any]) -> Any:
    """The outline on a cylinder map of the ellipsoid that keeps areas as they are."""
    places = [(lon * RADIANS * EQUATOR, belt(lat) * EQUATOR) for lat, lon in corners_of(area)]
    return shapes().Polygon(places)


def common(area: Mapping[str, Any], other: Mapping[str, Any]) -> Decimal:
    """The hectares that two areas have in common."""
    size = shapes().intersection(flat(area), flat(other)).area
    return Decimal(size / 10_000).quantize(LEAST)


def overlaps_of(area: Mapping[str, Any], *, participant: str, besides: Any = None) -> list[Overlap]:
    """The licences of today or later, zones and reserves of the country with common ground, the largest first."""
    box = box_around(area["corners"])
    found = [*with_licences(area, box, participant, besides), *with_zones(area, box, participant)]
    return sorted((one for one in found if one.hectares >= LEAST), key=lambda one: -one.hectares)


def with_licences(area: Mapping[str, Any], box: Box, participant: str, besides: Any) -> Iterator[Overlap]:
    lasting = Q(licence__ends_on__gte=timezone.localdate(), licence__revoked_on=None, licence__status__in=STANDING)
    rows = Ground.objects.filter(lasting, touching(box), participant=participant).exclude(licence=besides)
    for ground in rows.select_related("licence").order_by("pk"):
        licence: Any = ground.licence
        shared, drawn = common(area, ground.area), corners_of(ground.area)
        yield Overlap(_("licence"), licence.number, shared, corners=drawn, licence=licence)


def with_zones(area: Mapping[str, Any], box: Box, participant: str) -> Iterator[Overlap]:
    zones = Zone.objects.filter(touching(box), participant=participant).looked_at()
    zone: Any
    for zone in zones.in_force(timezone.localdate()).order_by("pk"):
        status = str(ZoneStatus.Status(zone.status_then).label) if zone.status_then else ""
        drawn = corners_of(zone.area)
        against = zone.kind != Zone.Kind.MINING or zone.status_then not in OPEN
        yield Overlap(str(zone.get_kind_display()), str(zone), common(area, zone.area), status, drawn, against)
