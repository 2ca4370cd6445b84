"""Reading where something is: a point, or the corners of an area, in whole millionths of a degree and metres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.forms.areas import corners_of, fault_in

POINT = {"lat_e6": 90_000_000, "lon_e6": 180_000_000, "accuracy_m": 100_000}
CORNER = {"lat_e6", "lon_e6"}
# What a tablet may say besides of how it measured: of how many positions it took the mean, in how many seconds, and
# whether it was told that they are made up.
MEASURED = {"fixes": 1_000, "seconds": 86_400}
MADE_UP = "mock"


def read_point(raw: Any) -> Mapping[str, Any]:
    """Where it is, then what the tablet says of how it was measured."""
    if not isinstance(raw, dict) or not POINT.keys() <= raw.keys() <= {*POINT, *MEASURED, MADE_UP}:
        raise ValueError("unreadable")
    place = read_corner({name: raw[name] for name in POINT})
    measured = {name: whole(raw[name], 0, most) for name, most in MEASURED.items() if name in raw}
    return {**place, **measured, **made_up(raw)}


def read_area(raw: Any, most: int) -> Mapping[str, Any] | None:
    """The corners in their order, the first one not again at the end; where one was typed no accuracy is known."""
    if not isinstance(raw, dict) or not {"corners"} <= raw.keys() <= {"corners", MADE_UP}:
        raise ValueError("unreadable")
    if not isinstance(raw["corners"], list):
        raise ValueError("unreadable")
    if len(raw["corners"]) > most:
        raise ValueError("too_long")
    corners = [read_corner(one) for one in raw["corners"]]
    area = {"corners": corners, **made_up(raw)}
    fault = fault_in(corners_of(area)) if corners else ""
    if fault:
        raise ValueError(fault)
    return area if corners else None


def read_corner(raw: Any) -> Mapping[str, int]:
    if not isinstance(raw, dict) or not CORNER <= raw.keys() <= POINT.keys():
        raise ValueError("unreadable")
    return {
        name: whole(raw[name], 0 if name == "accuracy_m" else -most, most)
        for name, most in POINT.items()
        if name in raw
    }


def whole(raw: Any, least: int, most: int) -> int:
    # True is an int in Python; 1.0 is none here.
    if type(raw) is not int or not least <= raw <= most:
        raise ValueError("unreadable")
    return raw


def made_up(raw: Mapping[str, Any]) -> Mapping[str, bool]:
    if MADE_UP not in raw:
        return {}
    if not isinstance(raw[MADE_UP], bool):
        raise ValueError("unreadable")
    return {MADE_UP: raw[MADE_UP]}
