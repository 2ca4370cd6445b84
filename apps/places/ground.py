"""What lies somewhere: its corners, and the box around them in whole millionths of a degree, by which it is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Q


class Box(NamedTuple):
    south_e6: int
    west_e6: int
    north_e6: int
    east_e6: int

    def holds(self, lat_e6: int, lon_e6: int) -> bool:
        return self.south_e6 <= lat_e6 <= self.north_e6 and self.west_e6 <= lon_e6 <= self.east_e6


def box_around(corners: Sequence[Mapping[str, int]]) -> Box:
    lats, lons = [one["lat_e6"] for one in corners], [one["lon_e6"] for one in corners]
    return Box(min(lats), min(lons), max(lats), max(lons))


def box_of(row: Any) -> Box:
    return Box(row.south_e6, row.west_e6, row.north_e6, row.east_e6)


def lie_on(row: Any, area: Mapping[str, Any]) -> None:
    """Take this ground, with the box around it; the caller saves it."""
    row.area = area
    row.south_e6, row.west_e6, row.north_e6, row.east_e6 = box_around(area["corners"])


def touching(box: Box) -> Q:
    """A condition: its box has some ground in common with this one. All that could overlap, found by the database."""
    return Q(south_e6__lt=box.north_e6, north_e6__gt=box.south_e6, west_e6__lt=box.east_e6, east_e6__gt=box.west_e6)
