"""What every fact of the ledger has: a correction is a new record that replaces the old one, or only ends it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from apps.review.models import Case, Decision, Status
from apps.review.querysets import ReviewableQuerySet
from apps.review.reviewable import Reviewable
from apps.review.status import MOVES, STANDING

# Ten million rows of this size still add up within a bigint of hundredths.
MOST_CARATS = Decimal(1_000_000_000)
MOST_USD = Decimal(1_000_000_000)
# What is claimed now, decided or not: standing, and neither void nor corrected by another that stands.
CURRENT = Q(status__in=STANDING, void=False, correction=None)


def usd_with_its_rate() -> Q:
    # A CHECK also lets through what it cannot tell, so both halves are asked for by name.
    unknown, known = Q(usd=None, usd_rate=None), Q(usd__isnull=False, usd__range=(0, MOST_USD))
    return unknown | known & Q(usd_rate__isnull=False, usd_rate__gt=0)


class FactQuerySet(ReviewableQuerySet):
    def counting(self) -> Self:
        """What figures add: accepted, and no record that only ends another."""
        return self.accepted().filter(void=False)

    def with_corrections(self) -> Self:
        """Each fact beside the one that stands in its place, for `CURRENT`."""
        standing = FilteredRelation("replacements", condition=~Q(replacements__status=Status.REJECTED))
        return self.alias(correction=standing)

    def current(self) -> Self:
        return self.with_corrections().filter(CURRENT)


class Fact(Reviewable):
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        editable=False,
        verbose_name=_("replaces"),
    )
    # A replacement that puts nothing in the place of what it replaces.
    void = models.BooleanField(_("void"), default=False, editable=False)

    # What a record that only ends another does not repeat, so that nothing of it can be added up.
    unrepeated: ClassVar[Mapping[str, Any]] = {}

    class Meta(Reviewable.Meta):
        abstract = True
        indexes = [*Reviewable.Meta.indexes, models.Index(fields=["number"], name="%(class)s_by_number")]
        constraints = [
            *Reviewable.Meta.constraints,
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(status=Status.REJECTED),
                name="one_standing_replacement_of_a_%(class)s",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("case")), name="%(class)s_does_not_replace_itself"
            ),
            models.CheckConstraint(
                condition=Q(void=False) | Q(replaces__isnull=False), name="a_void_%(class)s_replaces_one"
            ),
        ]

    def may_be_replaced(self) -> bool:
        return Status.REPLACED in MOVES[self.status]

    def before_decision(self, status: str) -> None:
        if status == Status.ACCEPTED and self.replaces is not None and not self.replaces.may_be_replaced():
            raise ValidationError(_("What this record corrects is closed already."))

    def after_decision(self, decision: Decision) -> None:
        """An accepted correction takes the place of what it replaces, and of what that replaced in its turn."""
        if decision.status == Status.ACCEPTED:
            for fact in self.replaced_chain():
                fact.give_way(decision)

    def replaced_chain(self) -> list[Fact]:
        return [] if self.replaces is None else [self.replaces, *self.replaces.replaced_chain()]

    def give_way(self, decision: Decision) -> None:
        case = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if case.can_move_to(Status.REPLACED):
            case.move_to(Status.REPLACED, by=decision.by)
