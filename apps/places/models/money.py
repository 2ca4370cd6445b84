"""Currencies and what a US dollar was worth in them, day by day."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.places.named import Named
from apps.quantities.fields import RateField


class Currency(Named):
    code = models.CharField(_("code"), max_length=3, primary_key=True, validators=[RegexValidator(r"^[A-Z]{3}$")])

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["code"]


class RateQuerySet(models.QuerySet["Rate"]):
    def on(self, currency: Currency | str, day: date) -> Rate | None:
        """The rate that held on that day: the last one dated that day or before, None where there is none."""
        return self.filter(currency=currency, day__lte=day).order_by("-day").first()


class Rate(models.Model):
    currency = models.ForeignKey(Currency, models.CASCADE, related_name="rates", verbose_name=_("currency"))
    day = models.DateField(_("from the day"))
    per_usd = RateField(_("for one US dollar"))
    source = models.CharField(_("source"), max_length=200)

    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate of exchange")
        verbose_name_plural = _("rates of exchange")
        ordering = ["currency", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="one_rate_a_day"),
            models.CheckConstraint(condition=Q(per_usd__gt=0), name="rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.per_usd} {self.currency_id}"
