"""Pieces of ground that imaginary officers walk around: an uneven ring of corners about the middle of a site."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

# Millionths of a degree, some nine to a metre.
NEAR, FAR = 450, 1_100
# A twelfth of the way around each, in thousandths: whole numbers, which every machine multiplies alike.
QUARTER = ((1000, 0), (866, 500), (500, 866))
OPPOSITE = tuple((-north, -east) for north, east in QUARTER)
AROUND = (
    *QUARTER,
    *((-east, north) for north, east in QUARTER),
    *OPPOSITE,
    *((-east, north) for north, east in OPPOSITE),
)


def walked_around(middle: Mapping[str, int], seed: str) -> dict[str, Any]:
    """With a chance of its own: one more corner changes nothing of what happens."""
    chance = Random(seed)  # noqa: S311  a piece of ground, not a secret
    return {"corners": [corner(middle, way, chance) for way in AROUND]}


def corner(middle: Mapping[str, int], way: tuple[int, int], chance: Random) -> dict[str, int]:
    far = chance.randrange(NEAR, FAR)
    return {
        "lat_e6": middle["lat_e6"] + far * way[0] // 1000,
        "lon_e6": middle["lon_e6"] + far * way[1] // 1000,
        "accuracy_m": chance.randrange(4, 15),
    }
