"""Numbers of slips: the series and the place in it of one that is printed, and lists of them as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Behind the last digits stands nothing: "BRL 20931", "2026/000123".
PRINTED = re.compile(r"(.*?)([0-9]{1,9})")
SPAN = re.compile(r"([0-9]{1,9})(?:\s*[-–—]\s*([0-9]{1,9}))?")
SEPARATORS = re.compile(r"\s*[,;]\s*")
# Of a booklet that is larger than any printer's, nobody lists the numbers.
MOST = 1000
MOST_LETTERS = 40


def series_of(written: str) -> str:
    """Letters and digits alone: two spellings of one series are one series."""
    return "".join(letter for letter in written.upper() if letter.isalnum())[:MOST_LETTERS]


def split(slip: str) -> tuple[str, int | None]:
    """The series and the number of a printed slip; no number where it ends in none."""
    parts = PRINTED.fullmatch(slip.strip())
    return (series_of(parts[1]), int(parts[2])) if parts else (series_of(slip), None)


def listed(written: str) -> list[int]:
    """The numbers of "12, 15-18"; what is not written so is left out, and `unclear` names it."""
    numbers = [number for start, end in spans(written) for number in range(start, min(end, start + MOST) + 1)]
    return sorted(set(numbers))[:MOST]


def spans(written: str) -> Iterator[tuple[int, int]]:
    for match in map(SPAN.fullmatch, parts_of(written)):
        if match:
            start, end = int(match[1]), int(match[2] or match[1])
            if start <= end:
                yield start, end


def unclear(written: str, first: int, last: int) -> list[str]:
    """The parts that say no number of this booklet."""
    return [part for part in parts_of(written) if not any(first <= a <= b <= last for a, b in spans(part))]


def parts_of(written: str) -> list[str]:
    return [part for part in SEPARATORS.split(written.strip()) if part]


def as_written(numbers: Iterable[int], most: int = 10) -> str:
    """Numbers the way people list them, "12, 15–18"; of many, so many parts and an ellipsis."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    parts = [str(a) if a == b else f"{a}–{b}" for a, b in runs]
    return ", ".join([*parts[:most], *(["…"] if len(parts) > most else [])])
