"""
An area in little room: in one cell of a sheet as well-known text, `POLYGON M ((longitude latitude accuracy, …))` in
degrees; in a register that tablets pull as steps from corner to corner.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

A_DEGREE = 1_000_000
WRITTEN = re.compile(r"\s*POLYGON\s*(M?)\s*\(\(([^()]*)\)\)\s*", re.IGNORECASE)
NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,6})?")
METRES = re.compile("[0-9]{1,6}")
UNKNOWN = "NaN"


def written_area(corners: Sequence[Mapping[str, int]]) -> str:
    """The ring is closed, as the format has it; of measured corners the accuracy stands as the third number."""
    measured = any("accuracy_m" in one for one in corners)
    words = [" ".join(parts_of(one, measured=measured)) for one in [*corners, corners[0]]]
    return f"POLYGON{' M' if measured else ''} (({', '.join(words)}))"


def parts_of(corner: Mapping[str, int], *, measured: bool) -> list[str]:
    place = [f"{Decimal(corner[name]) / A_DEGREE:f}" for name in ("lon_e6", "lat_e6")]
    return [*place, str(corner.get("accuracy_m", UNKNOWN))] if measured else place


def area_in(text: str) -> Any:
    """The answer that this text is, or the text itself: only the form says that it cannot be read."""
    found = WRITTEN.fullmatch(text)
    corners = [corner_in(words.split(), measured=bool(found[1])) for words in found[2].split(",")] if found else []
    if not corners or None in corners or corners[0] != corners[-1]:
        return text
    return {"corners": corners[:-1]}


def corner_in(words: Sequence[str], *, measured: bool) -> dict[str, int] | None:
    if len(words) != (3 if measured else 2) or not all(map(NUMBER.fullmatch, words[:2])):
        return None
    corner = {"lat_e6": scaled(words[1]), "lon_e6": scaled(words[0])}
    if not measured or words[2] == UNKNOWN:
        return corner
    return {**corner, "accuracy_m": int(words[2])} if METRES.fullmatch(words[2]) else None


def scaled(degrees: str) -> int:
    return int(Decimal(degrees) * A_DEGREE)


def in_steps(area: Mapping[str, Any] | None) -> str | None:
    """
    The corners without their accuracies, as the tablet's `outlines.ts` reads them; None where there is no area.

    Latitude and longitude of the first one in millionths of a degree, then how far each lies from the one before.
    """
    if not area:
        return None
    corners = [(one["lat_e6"], one["lon_e6"]) for one in area["corners"]]
    steps = [(lat - before_lat, lon - before_lon) for (before_lat, before_lon), (lat, lon) in pairwise(corners)]
    return " ".join(str(number) for step in [corners[0], *steps] for number in step)
