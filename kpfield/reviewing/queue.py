"""A reviewer's place in the queue: what stands before and after the case at hand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

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
    # The day alone is what an index orders by; of those at the very same moment the id decides.
    before = Q(submitted_at__lte=case.submitted_at) & ~Q(submitted_at=case.submitted_at, pk__gte=case.pk)
    after = Q(submitted_at__gte=case.submitted_at) & ~Q(submitted_at=case.submitted_at, pk__lte=case.pk)
    found = waiting.order_by().aggregate(
        of=Count("pk"), before=Count("pk", filter=before), here=Count("pk", filter=Q(pk=case.pk))
    )
    # A case that was just decided has left the queue: what came after it is still next, else the oldest is.
    following = waiting.filter(after).values_list("pk", flat=True).first()
    if following is None and not found["here"]:
        following = waiting.values_list("pk", flat=True).first()
    previous = waiting.filter(before).values_list("pk", flat=True).last()
    return Place(found["before"] + 1 if found["here"] else 0, found["of"], previous, following)
