"""Keep every event word for word, under the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet, UUIDField

from apps.accounts.models import Tablet
from apps.statements.compiled import Among, Compiled, Slot
from apps.statements.writing import Writing
from apps.sync.counting import reach
from apps.sync.events import MOST_SEQ, Item
from apps.sync.models import Submission
from apps.sync.outcomes import Outcome, Standing
from apps.sync.sender import Sender


def already_here(items: Sequence[Item], tablet: Tablet) -> tuple[dict[UUID, Standing], dict[int, UUID]]:
    """How the events sent stand already, by id, and which event holds which of the tablet's numbers; one statement."""
    seqs = {item.seq for item in items if item.seq is not None}
    # One more, to know whether these close a gap behind which the count goes on.
    seqs.add(min(reach(tablet.contiguous_seq, seqs) + 1, MOST_SEQ))
    rows = SAME.rows(ids={item.id for item in items if item.id}, tablet=tablet.pk, seqs=seqs)
    here = {row[0]: Standing(bytes(row[3]), *row[4:]) for row in rows}
    return here, {row[2]: row[0] for row in rows if row[1] == tablet.pk and row[2] is not None}


def under_the_same() -> QuerySet[Any]:
    same_id = Q(Among("pk", "ids", UUIDField()))
    same_seq = Q(Among("seq", "seqs", BigIntegerField()), tablet=Slot("tablet", UUIDField()))
    columns = ("pk", "tablet_id", "seq", "sha256", "status", "reason", "version")
    return Submission.objects.filter(same_id | same_seq).order_by().values_list(*columns)


SAME = Compiled(under_the_same)


def keep(places: Mapping[UUID, Outcome], sender: Sender, now: datetime, writing: Writing) -> None:
    """Store what came with what became of it, each under its place; a stray that was kept before is kept once."""
    standing = [columns_of(place, outcome, sender, now) for place, outcome in places.items() if not outcome.stray]
    strays = [columns_of(place, outcome, sender, now) for place, outcome in places.items() if outcome.stray]
    writing.store_rows(Submission, standing)
    if strays:
        Submission.objects.bulk_create([Submission(**columns) for columns in strays], ignore_conflicts=True)


def columns_of(place: UUID, outcome: Outcome, sender: Sender, now: datetime) -> dict[str, Any]:
    item, event = outcome.item, outcome.event
    return {
        "id": place,
        "tablet_id": sender.tablet.pk,
        "seq": None if outcome.stray else item.seq,
        "officer_id": sender.officer.pk,
        "region_id": sender.stays[-1].region_id,
        "body": item.body,
        "sha256": item.digest,
        "salt": item.salt,
        "form": event.form.code if event else "",
        "form_version": event.version if event else None,
        "act": event.act if event else "",
        "record": event.record if event else None,
        "status": outcome.status,
        "reason": outcome.reason.as_json() if outcome.reason else None,
        "version": outcome.version,
        "received_at": now,
    }
