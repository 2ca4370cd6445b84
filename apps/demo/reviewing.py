"""The imaginary reviewers at work: each decision is the real act on the real case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.demo.staff import Staff
from apps.demo.tablet import Event
from apps.demo.verdicts import Verdict, verdict_on
from apps.places.models import Region
from apps.review.models import Case, Status

# The version at which a record waits for the decision on this act: made, or made, returned and amended.
WAITS_AT = {"create": 1, "replace": 1, "void": 1, "amend": 3}
BATCH = 50
# The registrar takes one case in so many, the supervisors the rest.
REGISTRARS_SHARE = 5


def review(events: Sequence[Event], staff: Staff) -> Iterator[Counter[str]]:
    """Decide what these events brought and nobody has decided yet; after each batch, how many went which way."""
    for start in range(0, len(events), BATCH):
        yield decide_all(events[start : start + BATCH], staff)


def decide_all(events: Iterable[Event], staff: Staff) -> Counter[str]:
    asked = {UUID(event.record): event for event in events}
    done: Counter[str] = Counter()
    with transaction.atomic():
        for case in Case.objects.filter(pk__in=asked, status=Status.PENDING).select_related("region").order_by("pk"):
            event = asked[case.pk]
            if case.version == WAITS_AT[event.act]:
                done[decide(case, verdict_on(event), staff)] += 1
    return done


def decide(case: Case, verdict: Verdict | None, staff: Staff) -> str:
    if verdict is None:
        return str(Status.PENDING)
    for by in reviewers_of(case, staff):
        case.decide(verdict.status, by=by, seen=case.version, reason=verdict.reason)
        case.refresh_from_db()
        if case.status != Status.PENDING:
            break
    return verdict.status


def reviewers_of(case: Case, staff: Staff) -> Sequence[User]:
    """Where the rules ask for two, the supervisor and then the registrar; one of them for all else."""
    region: Region = case.region
    supervisor, registrar = staff.reviewers_of(region)
    alone = case.pk.int % REGISTRARS_SHARE == 0 and not case.asks_for_two(list(case.companions.all()))
    return [registrar] if alone else [supervisor, registrar]
