"""Periods that a return covers: a quarter, a half-year, a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

CODE = re.compile(r"(19[0-9]{2}|20[0-9]{2})(?:-(?:Q([1-4])|H([12])))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months of one year: `2023-Q1`, `2023-H1` or `2023`."""

    year: int
    first_month: int
    months: int

    @classmethod
    def parse(cls, code: str) -> Self:
        """Raises ValueError with a sentence; the code is exact, so that a period has one name only."""
        match = CODE.fullmatch(code)
        if not match:
            raise ValueError(
                _("“%s” is not a period: write a quarter (2023-Q1), a half-year (2023-H1) or a year (2023).")
                % code[:40]
            )
        year, quarter, half = match.groups()
        if quarter:
            return cls(int(year), 3 * int(quarter) - 2, 3)
        if half:
            return cls(int(year), 6 * int(half) - 5, 6)
        return cls(int(year), 1, 12)

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        return cls(day.year, 3 * ((day.month - 1) // 3) + 1, 3)

    @property
    def code(self) -> str:
        if self.months == 12:
            return f"{self.year}"
        letter = "Q" if self.months == 3 else "H"
        return f"{self.year}-{letter}{(self.first_month - 1) // self.months + 1}"

    @property
    def starts_on(self) -> date:
        return date(self.year, self.first_month, 1)

    @property
    def ends_on(self) -> date:
        """The last day, which counts."""
        after = self.first_month + self.months
        return date(self.year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)

    def contains(self, other: Period) -> bool:
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def overlaps(self, other: Period) -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def parts(self) -> tuple[Self, ...]:
        """The halves of a year, the quarters of a half; a quarter has none."""
        if self.months == 3:
            return ()
        half = self.months // 2
        return tuple(type(self)(self.year, self.first_month + step, half) for step in (0, half))

    def __str__(self) -> str:
        return self.code
