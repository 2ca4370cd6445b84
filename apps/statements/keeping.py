"""Answers that hardly ever change, kept in the process for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """
    What `read` answers, asked again after so many seconds; `anew` asks at once.

    In the process and not in Django's cache, which unpickles the whole answer for each who asks.
    """

    every: ClassVar[list[Kept[Any]]] = []

    def __init__(self, read: Callable[[], T], seconds: float) -> None:
        self.read = read
        self.seconds = seconds
        self.until = 0.0
        self.every.append(self)

    def __call__(self) -> T:
        return self.value if time.monotonic() < self.until else self.anew()

    def anew(self) -> T:
        self.value = self.read()
        self.until = time.monotonic() + self.seconds
        return self.value


def kept_for(seconds: float) -> Callable[[Callable[[], T]], Kept[T]]:
    return lambda read: Kept(read, seconds)


def forget() -> None:
    """Ask everything anew the next time."""
    for kept in Kept.every:
        kept.until = 0.0
