"""A reviewer's place in the queue: what stands before and after the case at hand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from apps.accounts.models import User
from apps.review.models import Case


@dataclass(frozen=True)
class Place:
    """Where a case stands among those that wait; `number` is 0 for one that does not wait."""

    number: int
    of: int
    previous: UUID | None
    next: UUID | None


def place_of(case: Case, reader: User) -> Place:
    waiting = Case.objects.visible_to(reader).waiting_for(reader)
    before = waiting.filter(Q(submitted_at__lt=case.submitted_at) | Q(submitted_at=case.submitted_at, pk__lt=case.pk))
    after = waiting.filter(Q(submitted_at__gt=case.submitted_at) | Q(submitted_at=case.submitted_at, pk__gt=case.pk))
    total = waiting.count()
    earlier = before.count()
    # A case that was just decided has left the queue: what came after it is still next, else the oldest is.
    waits = waiting.filter(pk=case.pk).exists()
    following = after.values_list("pk", flat=True).first()
    if following is None and not waits:
        following = waiting.values_list("pk", flat=True).first()
    return Place(earlier + 1 if waits else 0, total, before.values_list("pk", flat=True).last(), following)
