"""What holds from a day to a day, either of which may be unknown or not yet come."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from apps.quantities.periods import Period

ENDS_AFTER_IT_STARTS = Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))


class Precision(models.TextChoices):
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


def written(day: date | None, precision: str) -> str:
    """The day as precisely as it is known: 2004, Jul 2004 or 9 Jul 2004; nothing for an open end."""
    if day is None:
        return ""
    return date_format(day, {Precision.YEAR: "Y", Precision.MONTH: "M Y"}.get(Precision(precision), "DATE_FORMAT"))


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.between(day, day)

    def touching(self, period: Period) -> Self:
        return self.between(period.starts_on, period.ends_on)

    def between(self, first: date, last: date) -> Self:
        """Whatever held on at least one day from `first` to `last`, both included."""
        begun = Q(starts_on=None) | Q(starts_on__lte=last)
        not_over = Q(ends_on=None) | Q(ends_on__gte=first)
        return self.filter(begun & not_over)
