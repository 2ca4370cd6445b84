"""That a person is to be forgotten: asked by one of the staff, confirmed by another."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.registry.models import Digger


class ErasureQuerySet(RegionalQuerySet):
    region_path = "digger__region"

    def asked(self) -> Self:
        """Neither confirmed nor dropped yet."""
        return self.filter(confirmed_at=None, dropped_at=None)

    def done(self) -> Self:
        return self.exclude(confirmed_at=None)


class Erasure(models.Model):
    class Why(models.TextChoices):
        ASKED = "asked", _("The person asks for it")
        WRONGLY = "wrongly", _("The person should never have been registered")
        OVER = "over", _("It is no longer needed")

    digger = models.ForeignKey(Digger, models.PROTECT, related_name="erasures", verbose_name=_("digger"))
    # A choice and no words: what is written about a person who is forgotten would have to be forgotten too.
    why = models.CharField(_("why"), max_length=8, choices=Why)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    dropped_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("dropped by")
    )
    dropped_at = models.DateTimeField(_("dropped at"), null=True)
    # When the database was written anew without what it had still held between its rows.
    swept_at = models.DateTimeField(_("swept at"), null=True)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["digger"], condition=Q(confirmed_at=None, dropped_at=None), name="an_erasure_is_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="two_persons_erase"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, dropped_at=None),
                name="who_confirms_an_erasure_is_named",
            ),
            models.CheckConstraint(condition=Q(why__in=["asked", "wrongly", "over"]), name="erasure_says_why"),
        ]

    def __str__(self) -> str:
        return self.digger.number
