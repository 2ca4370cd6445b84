"""Which of many pieces of ground have ground in common: by the boxes around them first, and so quickly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from apps.forms.areas import Corner, corners_of
from apps.places.models import Zone
from apps.registry.models import Ground
from apps.registry.overlaps import LEAST, OPEN, common, shapes
from apps.review.status import STANDING

# What a person reads at once; where there are more, those whose boxes share most come first.
MOST = 300


@dataclass(frozen=True)
class Crossing:
    """So many hectares in common of a piece of ground with another, or with a zone that stands against it."""

    one: Ground
    other: Ground | Zone
    hectares: Decimal
    # The boundaries of what they have in common.
    shared: Sequence[Sequence[Corner]]


@dataclass(frozen=True)
class Crossings:
    """Those that were found, the largest first; `more` says that others were not looked at."""

    found: Sequence[Crossing]
    more: bool


def claims(grounds: Any) -> Any:
    """Of licences of today or later, and of applications that nobody has decided: what two cannot have at once."""
    lasting = Q(licence__ends_on__gte=timezone.localdate(), licence__revoked_on=None, licence__status__in=STANDING)
    asked = Q(licence=None, application__granted=None, application__refused_on=None)
    return grounds.filter(lasting | asked)


def crossings_of(grounds: Any, zones: Sequence[Any], *, most: int = MOST) -> Crossings:
    """Among these pieces of ground, and of each with the zones; `zones` with their status of a day as `status_then`."""
    rows = list(grounds.order_by("pk").values_list("pk", "west_e6", "south_e6", "east_e6", "north_e6"))
    against = [zone for zone in zones if zone.kind != Zone.Kind.MINING or zone.status_then not in OPEN]
    places = {zone.pk: zone for zone in against}
    boxes = [row[1:] for row in rows]
    around = [(zone.west_e6, zone.south_e6, zone.east_e6, zone.north_e6) for zone in against]
    pairs = [(rows[a][0], rows[b][0], None) for a, b in touching_boxes(boxes, boxes, most=most + 1)]
    pairs += [(rows[a][0], None, against[b].pk) for a, b in touching_boxes(boxes, around, most=most + 1)]
    looked = pairs[:most]
    named = {pk for one, other, _zone in looked for pk in (one, other) if pk is not None}
    known = Ground.objects.select_related("licence", "application").in_bulk(sorted(named)) if named else {}
    found = (
        crossing(known[one], known[other] if other is not None else places[zone])
        for one, other, zone in looked
        if one in known and (other is None or other in known)
    )
    kept = [one for one in found if one.hectares >= LEAST]
    return Crossings(sorted(kept, key=lambda one: -one.hectares), more=len(pairs) > most)


def touching_boxes(ones: Sequence[Any], others: Sequence[Any], *, most: int) -> list[tuple[int, int]]:
    """Where boxes of one list meet those of another, or of the same list; at most so many, that share most."""
    if not ones or not others:
        return []
    shapely = shapes()
    first, second = (shapely.box(*zip(*boxes, strict=True)) for boxes in (ones, others))
    at, beside = shapely.STRtree(second).query(first, predicate="intersects")
    if ones is others:
        at, beside = at[at < beside], beside[at < beside]
    shared = shapely.area(shapely.intersection(first[at], second[beside]))
    # A common border is no common ground.
    order = [n for n in shared.argsort(kind="stable")[::-1][:most] if shared[n] > 0]
    return [(int(at[n]), int(beside[n])) for n in order]


def crossing(one: Ground, other: Any) -> Crossing:
    shapely = shapes()
    both = shapely.intersection(*(shapely.Polygon(corners_of(each.area)) for each in (one, other)))
    parts = [part for part in getattr(both, "geoms", [both]) if part.geom_type == "Polygon" and not part.is_empty]
    shared = [[(int(lat), int(lon)) for lat, lon in part.exterior.coords[:-1]] for part in parts]
    return Crossing(one, other, common(one.area, other.area), shared)
