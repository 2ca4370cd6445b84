"""Totals printed beside their parts in a published table: kept to check the parts by, never added."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import NationalQuerySet, Scope
from apps.ledger.models.fact import MOST_CARATS
from apps.ledger.models.production import Channel
from apps.places.models import Participant
from apps.quantities.fields import CaratsField


class PublishedTotalQuerySet(NationalQuerySet):
    def standing(self) -> Self:
        """Not replaced by a later table."""
        return self.filter(standing=True)


class PublishedTotal(models.Model):
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="published_totals", db_index=False, verbose_name=_("Participant")
    )
    period = models.CharField(_("period"), max_length=8)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    carats = CaratsField(_("carats"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    standing = models.BooleanField(_("standing"), default=True)

    scope: ClassVar[Scope] = Scope.NO_PERSONS
    objects = PublishedTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("published total")
        verbose_name_plural = _("published totals")
        ordering = ["participant", "starts_on", "channel"]
        indexes = [models.Index(fields=["participant", "starts_on"], name="published_totals_of_a_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "period", "channel"], condition=Q(standing=True), name="one_published_total"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="published_total_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(carats__gte=0, carats__lte=MOST_CARATS), name="published_total_is_in_bounds"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="published_total_channel_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.period} {self.get_channel_display()}"
