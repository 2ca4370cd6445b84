"""How cases, decisions, flags and the records behind them are asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.scope import RegionalQuerySet, anywhere_in
from apps.review.status import STANDING, Status


class ReviewableQuerySet(RegionalQuerySet):
    def accepted(self) -> Self:
        return self.filter(status=Status.ACCEPTED)

    def pending(self) -> Self:
        return self.filter(status=Status.PENDING)

    def standing(self) -> Self:
        """Neither rejected nor replaced: may count now or later."""
        return self.filter(status__in=STANDING)


class CaseQuerySet(ReviewableQuerySet):
    def waiting(self) -> Self:
        """The queue, oldest first; a find made by its purchase waits with that purchase and not beside it."""
        return self.pending().filter(together_with=None).order_by("submitted_at", "pk")

    def waiting_for(self, reader: User) -> Self:
        """Of the queue what this person may take next: what was passed on waits for a second reviewer, who may."""
        if reader.is_superuser:
            return self.waiting().exclude(first_by=reader)
        second = anywhere_in(reader.bounds_to("confirm"), "region") & ~Q(first_by=reader)
        return self.waiting().filter(Q(first_by=None) | second)

    def passed_on(self) -> Self:
        """Found right by a first reviewer, and waiting for a second."""
        return self.waiting().exclude(first_by=None)

    def waiting_since(self, days: int) -> Self:
        """Waiting for at least so many days."""
        return self.waiting().filter(submitted_at__lte=timezone.now() - timedelta(days=days))

    def flagged(self) -> Self:
        return self.filter(Exists(self.standing_flags()))

    def without_flags(self) -> Self:
        return self.exclude(Exists(self.standing_flags()))

    def with_number_of_flags(self) -> Self:
        """Each with how many stand, counted for those alone that are shown."""
        number = self.standing_flags().order_by().values("case").annotate(n=Count("pk")).values("n")
        return self.annotate(standing_flags=Coalesce(Subquery(number), 0))

    def standing_flags(self) -> QuerySet:
        return apps.get_model("review", "Flag").objects.filter(case=OuterRef("pk"), cleared_at=None)


class OfACaseQuerySet(RegionalQuerySet):
    region_path = "case__region"


class FlagQuerySet(OfACaseQuerySet):
    def standing(self) -> Self:
        """Raised and not cleared since."""
        return self.filter(cleared_at=None)
