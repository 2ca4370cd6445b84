"""The piece of ground that the picture shows: north at the top, one scale both ways, and how far a bar reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import cos
from typing import Self

from apps.forms.areas import EQUATOR, RADIANS, Corner
from apps.places.ground import Box
from apps.registry.grounds import Dot

# The drawing's own units; it scales with the page.
WIDE, HIGH = 720, 540
# Half a minute's walk, and as far as a continent reaches; in millionths of a degree of latitude.
NARROWEST, WIDEST = 2_000, 60_000_000
POLE, DATE_LINE = 85_000_000, 180_000_000
AROUND = 1.14
BARS_M = tuple(one * ten for ten in (10, 100, 1_000, 10_000, 100_000) for one in (1, 2, 5))
WRITTEN = re.compile(r"(-?\d{1,9}),(-?\d{1,9}),(\d{1,8})", re.ASCII)


@dataclass(frozen=True)
class View:
    """What lies around a middle, so many millionths of a degree of latitude high."""

    lat_e6: int
    lon_e6: int
    tall_e6: int

    @classmethod
    def parse(cls, written: str) -> Self:
        """Raises ValueError for what no link of ours wrote."""
        match = WRITTEN.fullmatch(written)
        if not match:
            raise ValueError(written[:40])
        return cls(*map(int, match.groups())).held()

    @classmethod
    def of(cls, box: Box) -> Self:
        """All of this box, with some ground around it."""
        lat, lon = (box.south_e6 + box.north_e6) // 2, (box.west_e6 + box.east_e6) // 2
        across = (box.east_e6 - box.west_e6) * cos(lat * RADIANS) * HIGH / WIDE
        return cls(lat, lon, int(max(box.north_e6 - box.south_e6, across) * AROUND)).held()

    def held(self) -> Self:
        """On earth, and no closer or farther than anything is seen."""
        lat = min(max(self.lat_e6, -POLE), POLE)
        lon = min(max(self.lon_e6, -DATE_LINE), DATE_LINE)
        return replace(self, lat_e6=lat, lon_e6=lon, tall_e6=min(max(self.tall_e6, NARROWEST), WIDEST))

    def __str__(self) -> str:
        return f"{self.lat_e6},{self.lon_e6},{self.tall_e6}"

    @property
    def scale(self) -> float:
        """How many units a millionth of a degree of latitude has."""
        return HIGH / self.tall_e6

    @property
    def shrunk(self) -> float:
        return cos(self.lat_e6 * RADIANS)

    @property
    def box(self) -> Box:
        up, aside = self.tall_e6 // 2, int(self.tall_e6 * WIDE / HIGH / self.shrunk) // 2
        return Box(self.lat_e6 - up, self.lon_e6 - aside, self.lat_e6 + up, self.lon_e6 + aside)

    def place(self, corner: Corner) -> Dot:
        x = WIDE / 2 + (corner[1] - self.lon_e6) * self.shrunk * self.scale
        return x, HIGH / 2 - (corner[0] - self.lat_e6) * self.scale

    def around(self, corner: Corner, *, times: float) -> Self:
        """Seen so many times as high, around this place."""
        return replace(self, lat_e6=corner[0], lon_e6=corner[1], tall_e6=int(self.tall_e6 * times)).held()

    def farther(self, times: float) -> Self:
        return self.around((self.lat_e6, self.lon_e6), times=times)

    def moved(self, north: int, east: int) -> Self:
        """By a third of what is seen."""
        up, aside = self.tall_e6 // 3, (self.box.east_e6 - self.box.west_e6) // 3
        return replace(self, lat_e6=self.lat_e6 + north * up, lon_e6=self.lon_e6 + east * aside).held()

    @property
    def is_closest(self) -> bool:
        return self.tall_e6 == NARROWEST

    @property
    def bar_metres(self) -> int:
        return max((one for one in BARS_M if one * self.units_a_metre <= WIDE / 4), default=BARS_M[0])

    @property
    def units_a_metre(self) -> float:
        return self.scale / (EQUATOR * RADIANS)
