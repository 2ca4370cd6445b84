"""The outline of a licence among what it overlaps, as a plain picture: north at the top, a bar of so many metres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos

from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.forms.areas import EQUATOR, RADIANS, Corner, corners_of
from apps.places.models import Region
from apps.registry.grounds import BARS, HIGH, NARROWEST_M, WIDE, Dot
from apps.registry.models import Ground
from apps.registry.overlaps import Overlap

# How much of the picture is around the outline itself, where its neighbours are seen.
AROUND = 0.28


@dataclass(frozen=True)
class Shape:
    points: str
    name: str
    # Where its name is written.
    at: Dot


@dataclass(frozen=True)
class Plan:
    """What a page draws; all places are in the units of its box."""

    own: Shape
    others: Sequence[Shape]
    rows: Sequence[Overlap]
    hectares: object
    corners: int
    bar_metres: int
    bar_end: float
    wide: int = WIDE
    high: int = HIGH

    @property
    def bar_label(self) -> float:
        return self.bar_end + 8


def plan_of(ground: Ground, found: Sequence[Overlap], *, reader: User) -> Plan:
    """A licence of a region that its reader does not see has its number and hectares in the list, and no outline."""
    corners = corners_of(ground.area)
    place, scale = fitted(corners)
    metres = max((one for one in BARS if one * scale <= WIDE / 3), default=BARS[0])
    seen = regions_of(found, reader)
    others = [one for one in found if one.licence is None or one.licence.region_id in seen]
    shapes = [shape(one.corners, one.name, place) for one in reversed(others)]
    own = shape(corners, "", place)
    return Plan(own, shapes, found, ground.hectares, len(corners), metres, 16 + metres * scale)


def regions_of(found: Sequence[Overlap], reader: User) -> set[int]:
    """Those of the regions of these licences that the reader sees, with one question."""
    regions = {one.licence.region_id for one in found if one.licence is not None}
    rows = Region.objects.filter(pk__in=regions)
    return set(
        (rows if reader.is_superuser else rows.filter(anywhere_in(reader.bounds(), ""))).values_list("pk", flat=True)
    )


def fitted(corners: Sequence[Corner]) -> tuple[Callable[[Corner], Dot], float]:
    """From a place to the box so that these corners fill it, and how many of its units a metre has."""
    a_degree, shrunk = EQUATOR * RADIANS, cos(corners[0][0] * RADIANS)
    flat = [(lon * a_degree * shrunk, lat * a_degree) for lat, lon in corners]
    (left, right), (low, top) = ((min(axis), max(axis)) for axis in zip(*flat, strict=True))
    share = 1 - 2 * AROUND
    scale = min(WIDE * share / max(NARROWEST_M, right - left), HIGH * share / max(NARROWEST_M, top - low))
    middle = ((left + right) / 2, (low + top) / 2)

    def place(corner: Corner) -> Dot:
        x, y = corner[1] * a_degree * shrunk - middle[0], corner[0] * a_degree - middle[1]
        return WIDE / 2 + x * scale, HIGH / 2 - y * scale

    return place, scale


def shape(corners: Sequence[Corner], name: str, place: Callable[[Corner], Dot]) -> Shape:
    dots = [place(one) for one in corners]
    inside = [(min(max(x, 8), WIDE - 150), min(max(y, 20), HIGH - 8)) for x, y in dots]
    highest = min(inside, key=lambda dot: dot[1])
    return Shape(" ".join(f"{x:.1f},{y:.1f}" for x, y in dots), name, highest)
