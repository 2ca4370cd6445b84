"""Offices and the reports that are expected of them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.places.dated import ENDS_AFTER_IT_STARTS, DatedQuerySet
from apps.places.models.regions import Region
from apps.quantities.periods import Period


class OfficeQuerySet(models.QuerySet):
    def within(self, region: Region) -> Self:
        return self.filter(region__left__gte=region.left, region__left__lte=region.right)

    def expected_in(self, period: Period, kind: str = "production") -> Self:
        """Offices of which at least one report of this kind is expected for days of the period."""
        due = ExpectedReport.objects.filter(kind=kind).touching(period)
        return self.filter(pk__in=due.values("office"))


class Office(models.Model):
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="offices", verbose_name=_("region"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ExpectedReport(models.Model):
    """What an office is expected to report, and how often; without it nobody could say what is missing."""

    class Kind(models.TextChoices):
        PRODUCTION = "production", _("production")

    class Every(models.TextChoices):
        QUARTER = "quarter", _("each quarter")
        HALF = "half", _("each half-year")

    office = models.ForeignKey(Office, models.CASCADE, related_name="expected_reports", verbose_name=_("office"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRODUCTION)
    every = models.CharField(_("how often"), max_length=8, choices=Every, default=Every.QUARTER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected report")
        verbose_name_plural = _("expected reports")
        ordering = ["office", "kind", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "starts_on"], name="expected_once_a_start"),
            models.CheckConstraint(condition=ENDS_AFTER_IT_STARTS, name="expected_report_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.get_kind_display()}"
