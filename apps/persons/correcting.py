"""What a person says is wrong in the register, put right or refused; either is kept with who decided and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.checking import as_answers
from apps.journal.models import Entry, Payload
from apps.journal.sealing import settle_on_commit
from apps.registry.entering import amend
from apps.registry.forms import DIGGER
from apps.registry.kind import Reference
from apps.registry.kinds import all_kinds
from apps.registry.models import Digger
from apps.review.journalling import note
from apps.review.models import Case

MADE, REFUSED = "correction_made", "correction_refused"


@dataclass(frozen=True)
class Claim:
    """What the person says is wrong, and on whose word or by which paper it is known."""

    claim: str
    evidence: str


@dataclass(frozen=True)
class Change:
    """Cleaned answers to the questions that are to be answered otherwise, what they refer to, and what stood."""

    after: Mapping[str, Any]
    before: Mapping[str, Any]
    references: Mapping[str, Reference]


def correct(digger: Digger, change: Change, said: Claim, *, by: User, seen: int) -> None:
    """
    Put it right as an officer's correction does: it waits for review, by another than whoever put it right.

    `ValidationError` with a sentence where this person does not keep the register, where the record has changed since
    it was `seen`, and where it is closed.
    """
    with transaction.atomic():
        case = held(digger, by=by, seen=seen)
        record = Digger.objects.select_related("case").get(pk=case.pk)
        amend(all_kinds()[DIGGER.code], record, change.after, change.references, by=by, may="register")
        words = {"claim": said.claim, "evidence": said.evidence, "before": as_answers(change.before)}
        note(MADE, record.case, by=by, words={**words, "after": as_answers(change.after)})
        settle_on_commit()


def refuse(digger: Digger, said: Claim, *, asked: Mapping[str, str], reason: str, by: User, seen: int) -> None:
    """Leave it as it is, for a reason; what was `asked` for is kept as it was written, by the code of its question."""
    if not reason.strip():
        raise ValidationError(_("Say why nothing is corrected."))
    with transaction.atomic():
        case = held(digger, by=by, seen=seen)
        words = {"claim": said.claim, "evidence": said.evidence, "asked": asked, "reason": reason.strip()}
        note(REFUSED, case, by=by, words=words)
        settle_on_commit()


def held(digger: Digger, *, by: User, seen: int) -> Case:
    if not by.may("register", left=digger.region.left):
        raise ValidationError(_("You do not keep the register of this region."))
    return digger.case.locked(seen=seen)


@dataclass(frozen=True)
class Asked:
    """A correction that a person asked for, as it was decided; `words` as `correct` and `refuse` wrote them."""

    at: datetime
    by: str
    made: bool
    words: Mapping[str, Any]


def asked_for(digger: UUID) -> Iterator[Asked]:
    """Oldest first; of what was forgotten with its words nothing is told."""
    about = {"entry__object_id": str(digger), "entry__verb__in": [MADE, REFUSED]}
    for kept in Payload.objects.filter(**about).select_related("entry").order_by("entry"):
        entry: Entry = kept.entry
        yield Asked(entry.at, entry.by, entry.verb == MADE, orjson.loads(bytes(kept.body)))
