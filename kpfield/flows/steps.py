"""The months, quarters or half-years up to today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, IntegerField, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from apps.quantities.periods import Period
from apps.registry.limits import months_later


class By(models.TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    HALF = "half", _("Half-year")


MONTHS, MANY = {By.MONTH: 1, By.QUARTER: 3, By.HALF: 6}, {By.MONTH: 12, By.QUARTER: 8, By.HALF: 6}


@dataclass(frozen=True)
class Step:
    first: date
    months: int

    @property
    def last(self) -> date:
        return months_later(self.first, self.months) - timedelta(days=1)

    @property
    def name(self) -> str:
        # As the language abbreviates it: its first three letters alone are the same of two French months.
        return self.code if self.months > 1 else date_format(self.first, "N Y")

    @property
    def short(self) -> str:
        """Below a narrow bar: the year where it begins."""
        return self.code if self.months > 1 else date_format(self.first, "N y" if self.first.month == 1 else "N")

    @property
    def code(self) -> str:
        return Period(self.first.year, self.first.month, self.months).code if self.months > 1 else ""


def steps_to(today: date, by: str) -> list[Step]:
    """The last of them is the one that today lies in."""
    months = MONTHS[By(by)]
    now = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    return [Step(months_later(now, -months * back), months) for back in reversed(range(MANY[By(by)]))]


def step_of(period: Period) -> Step:
    return Step(period.starts_on, period.months)


def in_step(steps: Sequence[Step], day: str) -> Any:
    """An expression: the place of the step that a day of a row lies in."""
    whens = [When(**{f"{day}__range": (step.first, step.last)}, then=Value(n)) for n, step in enumerate(steps)]
    return Case(*whens, output_field=IntegerField())
