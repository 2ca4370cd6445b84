"""The area of a site as a plain picture: its corners, its position, a bar of so many metres, and north at the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.forms.areas import EQUATOR, RADIANS, Corner, corners_of
from apps.registry.answers import of_ground

WIDE, HIGH, MARGIN = 360, 260, 34
BARS = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
# Three kilometres from south to north, in millionths of a degree.
AROUND_IT = 30_000
# Nobody needs to see a step.
NARROWEST_M = 20

Dot = tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """What a page draws; all places are in the units of its box."""

    words: str
    dots: Sequence[Dot]
    position: Dot | None
    bar_metres: int
    bar_end: float
    wide: int = WIDE
    high: int = HIGH

    @property
    def bar_label(self) -> float:
        return self.bar_end + 8

    @property
    def points(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.dots)


def ground_of(record: Any) -> Ground | None:
    """The area of this record; None where it is no site, or nobody measured one."""
    said: Mapping[str, Any] | None = getattr(record, "area", None)
    if not said:
        return None
    corners = corners_of(said)
    position = [] if record.lat_e6 is None else [(record.lat_e6, record.lon_e6)]
    dots, scale = drawn([*corners, *position])
    metres = max((one for one in BARS if one * scale <= WIDE / 3), default=BARS[0])
    place = dots[len(corners)] if position else None
    return Ground(of_ground(said), dots[: len(corners)], place, metres, 16 + metres * scale)


def on_the_map(record: Any, place: Corner) -> dict[str, Any]:
    """A way from a record's page to the map around it."""
    address = f"{reverse('admin:map')}?region={record.region_id}&at={place[0]},{place[1]},{AROUND_IT}"
    return {"name": _("On the map"), "url": address}


def drawn(places: Sequence[Corner]) -> tuple[list[Dot], float]:
    """Places in the box, and how many of its units a metre has."""
    a_degree = EQUATOR * RADIANS
    shrunk = cos(places[0][0] * RADIANS)
    flat = [(lon * a_degree * shrunk, lat * a_degree) for lat, lon in places]
    left, right = min(x for x, _y in flat), max(x for x, _y in flat)
    low, top = min(y for _x, y in flat), max(y for _x, y in flat)
    scale = min((WIDE - 2 * MARGIN) / max(NARROWEST_M, right - left), (HIGH - 2 * MARGIN) / max(NARROWEST_M, top - low))
    x0, y0 = (WIDE - (right - left) * scale) / 2, (HIGH - (top - low) * scale) / 2
    return [(x0 + (x - left) * scale, y0 + (top - y) * scale) for x, y in flat], scale
