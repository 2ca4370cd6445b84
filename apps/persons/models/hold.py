"""That nothing of a person may be forgotten: a court, a complaint or an audit asks for it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.registry.models import Digger


class HoldQuerySet(RegionalQuerySet):
    region_path = "digger__region"

    def standing(self) -> Self:
        return self.filter(lifted_at=None)


class Hold(models.Model):
    class Why(models.TextChoices):
        COURT = "court", _("A court or prosecutor asks for it")
        COMPLAINT = "complaint", _("A complaint is not settled")
        AUDIT = "audit", _("An audit is going on")

    digger = models.ForeignKey(Digger, models.PROTECT, related_name="holds", verbose_name=_("digger"))
    # A choice and no words, as of an erasure.
    why = models.CharField(_("why"), max_length=9, choices=Why)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("placed by"))
    placed_at = models.DateTimeField(_("placed at"), default=timezone.now)
    lifted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("lifted by")
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["digger", "why"], condition=Q(lifted_at=None), name="a_hold_is_placed_once_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="who_lifts_a_hold_is_named",
            ),
            models.CheckConstraint(condition=Q(why__in=["court", "complaint", "audit"]), name="a_hold_says_why"),
        ]

    def __str__(self) -> str:
        return self.digger.number
