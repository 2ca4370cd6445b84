"""The server's clock and chance, taken out of the machine's hands: both come from the schedule."""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from apps.statements import keeping


class Clock:
    """The one clock of the server's side; it stands still unless it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def set(self, at: datetime) -> None:
        self.at = at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


CLOCK = Clock()
CHANCE = Random()


class SimulatedDatetime(datetime):
    """What `django.utils.timezone` takes for `datetime`."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return CLOCK.at.astimezone(tz)


class Watch:
    """What the server takes for `time` where it measures how long something is kept."""

    @staticmethod
    def monotonic() -> float:
        return CLOCK.at.timestamp()


def forget() -> None:
    """All that a process has in its memory goes with it."""
    cache.clear()
    keeping.forget()


def keep_at_hand() -> None:
    """One thread and one connection: to look each time for the thread's own took a twentieth of the time."""
    connections._connections = SimpleNamespace(**{alias: connections[alias] for alias in connections})


def take_over() -> None:
    """From here on this process has no time and no chance but the schedule's."""
    keep_at_hand()
    timezone.datetime = SimulatedDatetime  # type: ignore[attr-defined]
    keeping.time = Watch  # type: ignore[assignment]
    time.time = lambda: CLOCK.at.timestamp()
    time.time_ns = lambda: int(CLOCK.at.timestamp() * 1000) * 1_000_000
    os.urandom = lambda size: CHANCE.randbytes(size)
    random._urandom = os.urandom  # type: ignore[attr-defined]
