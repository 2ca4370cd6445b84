"""What everybody in a schedule shares."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Protocol

from tests.faults.book import Book
from tests.faults.desk import Desk
from tests.faults.line import Line
from tests.faults.tablets import Tablets
from tests.faults.trace import Trace


class Count(Protocol):
    def __call__(self, scenario: str) -> None: ...


@dataclass
class Stage:
    tablets: Tablets
    chance: Random
    trace: Trace
    book: Book
    line: Line
    desk: Desk
    count: Count
