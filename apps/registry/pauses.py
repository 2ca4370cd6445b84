"""Days within its term on which a paper does not hold, in one text: ISO 8601 intervals of both days, `..` for open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

OPEN = ".."
# The first and the last day; None where no end is known.
Pause = tuple[date, date | None]


def written(pauses: Iterable[Pause]) -> str:
    return " ".join(f"{first.isoformat()}/{last.isoformat() if last else OPEN}" for first, last in pauses)


def read(text: str) -> list[Pause]:
    halves = [interval.partition("/") for interval in text.split()]
    return [
        (date.fromisoformat(first), None if last == OPEN else date.fromisoformat(last)) for first, _, last in halves
    ]


def covering(text: str, day: date) -> Pause | None:
    """The pause in which this day lies."""
    return next((one for one in read(text) if one[0] <= day and (one[1] is None or day <= one[1])), None)
