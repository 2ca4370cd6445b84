"""Days of a half-year, by what they are for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from apps.quantities.periods import Period


def whole_year(first: date) -> tuple[date, date]:
    """The first day and the last of a year that begins on this day."""
    return first, back_a_year(first, years=-1) - timedelta(days=1)


def back_a_year(day: date, years: int = 1) -> date:
    """The same day of another year, for days that every year has."""
    return day.replace(year=day.year - years)


def in_month(period: Period, month: int) -> date:
    """The 28th of the period's first, second … month: a day that every month has."""
    return date(period.year, period.first_month + month - 1, 28)


def months_of(period: Period) -> Iterator[tuple[date, date]]:
    """The first and last day of each month."""
    for month in range(period.first_month, period.first_month + period.months):
        yield date(period.year, month, 1), date(period.year, month, monthrange(period.year, month)[1])


def first_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
