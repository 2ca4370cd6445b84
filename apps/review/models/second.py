"""Which records one reviewer alone does not accept: a table that each country may replace."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import Scope
from apps.places.models import Participant
from apps.quantities.fields import CaratsField


class SecondReviewQuerySet(models.QuerySet):
    def for_kinds(self, kinds: set[str], participant: str) -> Self:
        """The rules for records of these kinds, a country's own behind those of everybody."""
        of_the_country = self.filter(Q(participant=None) | Q(participant=participant), kind__in=["", *kinds])
        return of_the_country.order_by(models.F("participant").asc(nulls_first=True), "code")


class SecondReview(models.Model):
    """
    A rule by which two reviewers decide: the first passes the record on, the second accepts it.

    One without a Participant holds for all; a Participant's own, for the same kind and reason, takes its place.
    """

    class Why(models.TextChoices):
        NEW = "new", _("it was never accepted before")
        CARATS = "carats", _("it weighs much")
        SETTLED = "settled", _("two had changed the same answers")
        MERGED = "merged", _("two entries were made one")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Participant")
    )
    # "registry.licence"; empty for every kind.
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    why = models.CharField(_("why"), max_length=8, choices=Why)
    carats = CaratsField(_("from so many carats"), null=True, blank=True)
    asked = models.BooleanField(_("asked"), default=True)

    scope: ClassVar[Scope] = Scope.NO_PERSONS
    objects = SecondReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of a second review")
        verbose_name_plural = _("rules of a second review")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "why"], condition=Q(participant=None), name="one_rule_of_a_second_review"
            ),
            models.UniqueConstraint(
                fields=["participant", "kind", "why"], name="one_rule_of_a_second_review_a_country"
            ),
            models.CheckConstraint(
                condition=Q(why="carats", carats__isnull=False, carats__gt=0) | ~Q(why="carats") & Q(carats=None),
                name="a_second_review_by_weight_says_from_which",
            ),
            models.CheckConstraint(
                condition=Q(why__in=["new", "carats", "settled", "merged"]), name="why_a_second_review_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code
