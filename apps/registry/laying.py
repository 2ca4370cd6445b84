"""A piece of the country laid flat, so that every place of it can be turned back exactly."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos
from typing import Self

from apps.forms.areas import EQUATOR, RADIANS, Corner
from apps.places.ground import Box
from apps.registry.grounds import Dot

# In millionths of a degree of latitude: the least that is seen at first.
CLOSEST = 6_000
# Wide by high, as the page shows it.
WIDE, HIGH = 4, 3
# Browsers write letters of up to ten thousand units: a sheet has no more units than its letters can be read on.
MOST_UNITS = 100_000
LINES_OF_WORDS = 26


@dataclass(frozen=True)
class Sheet:
    """
    North at the top, and a unit as long from west to east as from south to north.

    Both ways are straight: the box with its width and height is all that anybody needs to turn a place back.
    """

    box: Box

    @property
    def unit(self) -> int:
        """So many millionths of a degree of latitude: one, ten, a hundred …"""
        longest, unit = max(self.tall_e6, self.broad_e6 * self.shrunk), 1
        while longest > MOST_UNITS * unit:
            unit *= 10
        return unit

    @property
    def tall_e6(self) -> int:
        return self.box.north_e6 - self.box.south_e6

    @property
    def broad_e6(self) -> int:
        return self.box.east_e6 - self.box.west_e6

    @property
    def shrunk(self) -> float:
        return cos((self.box.north_e6 + self.box.south_e6) // 2 * RADIANS)

    @property
    def high(self) -> float:
        return self.tall_e6 / self.unit

    @property
    def wide(self) -> int:
        return max(1, round(self.broad_e6 * self.shrunk / self.unit))

    @property
    def metres(self) -> float:
        """Of a unit."""
        return EQUATOR * RADIANS * self.unit

    def place(self, corner: Corner) -> Dot:
        return (
            (corner[1] - self.box.west_e6) * self.wide / self.broad_e6,
            (self.box.north_e6 - corner[0]) * self.high / self.tall_e6,
        )


@dataclass(frozen=True)
class View:
    """What of the sheet is seen first, in its units; as wide by high as the page's picture."""

    left: float
    top: float
    wide: float
    high: float

    @classmethod
    def of(cls, known: Box, sheet: Sheet) -> Self:
        """What is known, with as much land again around it."""
        left, low = sheet.place((known.south_e6, known.west_e6))
        right, top = sheet.place((known.north_e6, known.east_e6))
        high = max(CLOSEST / sheet.unit, 1.6 * max(low - top, (right - left) * HIGH / WIDE))
        wide = high * WIDE / HIGH
        return cls((left + right - wide) / 2, (low + top - high) / 2, wide, high)

    @property
    def words(self) -> float:
        """How large letters are."""
        return self.high / LINES_OF_WORDS

    def __str__(self) -> str:
        return f"{self.left:.1f} {self.top:.1f} {self.wide:.1f} {self.high:.1f}"


def joined(one: Box, other: Box) -> Box:
    """The box around both."""
    return Box(
        min(one.south_e6, other.south_e6), min(one.west_e6, other.west_e6),
        max(one.north_e6, other.north_e6), max(one.east_e6, other.east_e6),
    )  # fmt: skip


def grown(box: Box, least: int) -> Box:
    """With so much land on each side, or a fifth of its own height and width where that is more."""
    tall, broad = box.north_e6 - box.south_e6, box.east_e6 - box.west_e6
    up, aside = max(least, tall // 5), max(least, broad // 5)
    return Box(box.south_e6 - up, box.west_e6 - aside, box.north_e6 + up, box.east_e6 + aside)
