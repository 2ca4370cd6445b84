"""What a statement of the door asks of its sender, and leaves open until it is run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from apps.accounts.scope import Bounds
from apps.places.models import Region
from apps.review.models import Case
from apps.statements.compiled import Slot
from apps.sync.sender import Sender


def slots(places: int) -> list[Bounds]:
    """The bounds of so many postings, to be given when the statement is run: `whose` gives them."""
    participant: Any = Region._meta.get_field("participant")
    left: Any = Region._meta.get_field("left")
    named = (("participant", participant), ("left", left), ("right", left))
    given: list[dict[str, Any]] = [{name: Slot(f"{name}_{at}", field) for name, field in named} for at in range(places)]
    return [Bounds(**each) for each in given]


def whose(sender: Sender) -> dict[str, Any]:
    """What a statement with `slots` or `own_cases` asks of its sender."""
    given: dict[str, Any] = {"tablet": sender.tablet.pk, "officer": sender.officer.pk}
    for at, bounds in enumerate(sender.bounds()):
        of = {"participant": bounds.participant, "left": bounds.left, "right": bounds.right}
        given |= {f"{name}_{at}": value for name, value in of.items()}
    return given


def in_the_country(bounds: Sequence[Bounds]) -> Q:
    """Rows of the Participants in which these lie."""
    return reduce(or_, (Q(participant=each.participant) for each in bounds), Q(pk__in=[]))


def own_cases(places: int = 0) -> QuerySet[Any]:
    """Of the tablet and the officer that are given when the statement is run."""
    tablet: Any = Case._meta.get_field("tablet")
    officer: Any = Case._meta.get_field("captured_by")
    return Case.objects.filter(tablet=Slot("tablet", tablet), captured_by=Slot("officer", officer))
