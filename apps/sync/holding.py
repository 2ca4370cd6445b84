"""Hold what refers to a record that has not come yet, and release it when the record comes, from whichever side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.review.models import Case
from apps.sync.applying import apply_carefully
from apps.sync.events import Item
from apps.sync.models import Held, Submission
from apps.sync.outcomes import Outcome, Standing
from apps.sync.sender import Sender, sender_again


def hold(outcomes: Mapping[UUID, Outcome]) -> None:
    waits = [Held(submission_id=place, waits_for=each) for place, one in outcomes.items() for each in one.waits]
    if waits:
        Held.objects.bulk_create(waits)


def release(arrived: Collection[UUID], now: datetime) -> dict[UUID, Standing]:
    """
    Apply what waited for these records, and what waited for that in its turn; how each of them stands now.

    In the caller's transaction. What another transaction is releasing at this moment is left to that one.
    """
    released: dict[UUID, Standing] = {}
    while arrived:
        outcomes = {place: outcome for each in waiting_for(arrived) for place, outcome in try_again(*each, now).items()}
        released |= {place: outcome.standing() for place, outcome in outcomes.items()}
        arrived = {record for outcome in outcomes.values() for record in outcome.made}
    return released


def waiting_for(records: Collection[UUID]) -> Iterable[tuple[Sender, list[Submission]]]:
    waits = Held.objects.filter(waits_for__in=records).values("submission")
    locked = Submission.objects.select_for_update(skip_locked=True, of=("self",))
    by_sender: dict[tuple[UUID, int], list[Submission]] = defaultdict(list)
    for submission in locked.filter(pk__in=waits).order_by("tablet", "seq"):
        by_sender[submission.tablet_id, submission.officer_id].append(submission)
    return [(sender_again(*who), submissions) for who, submissions in by_sender.items()]


def try_again(sender: Sender, submissions: Collection[Submission], now: datetime) -> dict[UUID, Outcome]:
    kept = {submission.pk: submission for submission in submissions}
    items = [as_item(submission) for submission in submissions]
    outcomes = {outcome.stands_under(sender.tablet.pk): outcome for outcome in apply_carefully(items, sender, now)}
    Held.objects.filter(submission__in=kept).delete()
    for place, outcome in outcomes.items():
        submission, standing = kept[place], outcome.standing()
        submission.status, submission.reason, submission.version = standing.status, standing.reason, standing.version
    Submission.objects.bulk_update(kept.values(), ["status", "reason", "version"])
    hold(outcomes)
    return outcomes


def as_item(submission: Submission) -> Item:
    """The event as it came, from what was kept of it."""
    sent_as = {"id": str(submission.pk), "seq": submission.seq, "sha256": bytes(submission.sha256).hex()}
    body, digest, salt = bytes(submission.body), bytes(submission.sha256), bytes(submission.salt)
    return Item(sent_as, body, digest, submission.pk, submission.seq, salt=salt)


def release_arrived(submissions: Collection[UUID]) -> None:
    """
    Look once more, after the commit, whether what these wait for has come meanwhile.

    Of two pushes at the same moment, one with a record and one that refers to it, neither sees the other before it
    commits: whichever commits last finds the other.
    """
    waits = set(Held.objects.filter(submission__in=submissions).values_list("waits_for", flat=True))
    arrived = set(Case.objects.filter(pk__in=waits).values_list("pk", flat=True))
    if arrived:
        with transaction.atomic():
            release(arrived, timezone.now())
