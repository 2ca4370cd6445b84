"""Records that are written at the desk, on a page or a sheet: they wait for review as those of tablets do."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.checking import as_answers
from apps.journal.sealing import settle_on_commit
from apps.journal.writing import write_all
from apps.registry.flags import SENTENCES
from apps.registry.kind import Kind, Prepared, Reference
from apps.registry.kinds import flags_of, insert
from apps.review.flagging import flag_anew, raise_flags
from apps.review.journalling import act_on
from apps.review.reviewable import Reviewable

# Rules look at a batch at once; a larger one only holds more in memory.
BATCH = 500


@dataclass(frozen=True)
class Written:
    """One record as somebody at the desk wrote it: cleaned answers, what they refer to, and the region it falls in."""

    answers: Mapping[str, Any]
    region_id: int
    references: Mapping[str, Reference] = field(default_factory=dict)


def enter(kind: Kind, written: Sequence[Written], *, by: User) -> list[Reviewable]:
    """
    Put these records on the register as pending, captured by `by`, with their flags and journal entries.

    All of them or none: one transaction, and a fixed number of statements for each 500.
    """
    with transaction.atomic():
        records = [record for batch in batches(written) for record in put(kind, batch, by=by)]
        settle_on_commit()
    return records


def put(kind: Kind, written: Sequence[Written], *, by: User) -> list[Reviewable]:
    now = timezone.now()
    with transaction.atomic():
        made = kind.make([prepared(one, by=by, now=now) for one in written])
        insert(made)
        records = [record for one in made for record in one.records()]
        words = [{"answers": as_answers(one.answers)} for one in written]
        told = [(record.case, said) for one, said in zip(made, words, strict=True) for record in one.records()]
        write_all(act_on(case, "created", by=by, words=said) for case, said in told)
        raise_flags(flags_of(records))
    return [one.record for one in made]


def batches(written: Sequence[Written]) -> Iterator[Sequence[Written]]:
    for start in range(0, len(written), BATCH):
        yield written[start : start + BATCH]


def amend(
    kind: Kind,
    record: Any,
    answers: Mapping[str, Any],
    references: Mapping[str, Reference],
    *,
    by: User,
    may: str,
) -> None:
    """
    Change what these answers say otherwise; the record waits for review again, and nothing else of it is touched.

    `ValidationError` where they would take it into a region in which this person has not the right `may`.
    """
    with transaction.atomic():
        lay = record.region_id
        changed = kind.amend(record, answers, references)
        if record.region_id != lay and not by.may(may, left=record.region.left):
            raise ValidationError(_("You do not keep the register of the region of this site."))
        record.save(update_fields=changed)
        words = {"answers": as_answers(answers)}
        record.case = record.case.answer(by=by, seen=record.case.version, words=words)
        flag_anew([record], flags_of([record]), codes=SENTENCES.keys())
        settle_on_commit()


def prepared(one: Written, *, by: User, now: Any) -> Prepared:
    return Prepared(
        record=uuid7(),
        act="create",
        answers=one.answers,
        references=one.references,
        region_id=one.region_id,
        by_id=by.pk,
        tablet_id=None,
        captured_at=now,
        captured_on=timezone.localdate(now),
    )


def uuid7() -> UUID:
    """As tablets make them: ids that grow with time keep the index of a large register compact."""
    moment, chance = time.time_ns() // 1_000_000, secrets.randbits(74)
    return UUID(int=moment << 80 | 7 << 76 | chance >> 62 << 64 | 2 << 62 | chance & (1 << 62) - 1)
