"""Two entries of the register that may be one person, and what staff said about it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import Reader, RegionalQuerySet, Scope, anywhere_in
from apps.registry.models import Digger
from apps.review.status import STANDING


class ResemblanceQuerySet(RegionalQuerySet):
    def visible_to(self, user: Reader) -> Self:
        """Where both are seen: of two regions' people those who see both regions decide."""
        if user.is_superuser:
            return self.all()
        bounds = user.bounds()
        return self.filter(anywhere_in(bounds, "one__region"), anywhere_in(bounds, "other__region"))

    def standing(self) -> Self:
        return self.filter(one__status__in=STANDING, other__status__in=STANDING)

    def undecided(self) -> Self:
        """Nobody has said anything yet, and neither has proved to be somebody else meanwhile."""
        return self.standing().filter(apart_at=None, one__person=None, other__person=None)

    def apart(self) -> Self:
        return self.exclude(apart_at=None)

    def merged(self) -> Self:
        return self.filter(Q(one__person=F("other")) | Q(other__person=F("one")))

    def of(self, one: Digger, other: Digger) -> Self:
        first, second = sorted([one.pk, other.pk])
        return self.filter(one=first, other=second)


class Resemblance(models.Model):
    """
    A pair that the matcher found, the smaller id first; or one that staff compared and told apart.

    What was said stays with the pair, however often the register is compared anew.
    """

    one = models.ForeignKey(Digger, models.CASCADE, related_name="+", db_index=False, verbose_name=_("entry"))
    other = models.ForeignKey(Digger, models.CASCADE, related_name="+", verbose_name=_("other entry"))
    # In half bits (docs/likeness.md): each two more make it twice as likely.
    score = models.SmallIntegerField(_("score"))
    # What is alike: names, nickname, birth_year, place.
    reasons = models.JSONField(_("what is alike"), default=list)
    found_at = models.DateTimeField(_("found at"), default=timezone.now)
    apart_at = models.DateTimeField(_("told apart at"), null=True)
    apart_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("told apart by")
    )

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = ResemblanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-score", "pk"]
        indexes = [models.Index(fields=["-score", "id"], name="resemblance_by_score")]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_pair_in_one_order"),
            models.CheckConstraint(
                condition=Q(apart_at=None, apart_by=None) | Q(apart_at__isnull=False, apart_by__isnull=False),
                name="who_tells_apart_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one.number} · {self.other.number}"
