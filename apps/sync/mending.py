"""Mend at the desk what could not be used, or try it again as it came; what the officer wrote is kept either way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.review.journalling import note
from apps.review.models import Case
from apps.sync.amending import named
from apps.sync.applying import apply_carefully
from apps.sync.deciding import event_of
from apps.sync.events import Event, Item
from apps.sync.holding import as_item, hold, release
from apps.sync.models import Mending, SetAside, Submission
from apps.sync.outcomes import Outcome, Status
from apps.sync.reasons import reason
from apps.sync.sender import sender_again


def mendable(submission: Submission) -> Event | None:
    """The event, where it can be read and stands at its own place; what is damaged or somebody else's cannot be."""
    waits = submission.status == Submission.Status.QUARANTINED and submission.seq is not None
    return event_of(submission) if waits else None


@dataclass
class Kept:
    """What a tablet sent, as the journal calls it where there is no record."""

    pk: UUID
    region_id: int
    kind: str = "sync.submission"
    version: int = 0


def hopeless(submission: Submission) -> bool:
    """Whether it waits at the desk though nobody can mend it; its tablet may still send it whole."""
    waits = submission.status == Submission.Status.QUARANTINED and mendable(submission) is None
    return waits and not SetAside.objects.filter(submission=submission.pk).exists()


def set_aside(submission: Submission, *, by: User, why: str) -> SetAside:
    """Say that nothing can be made of it, so that nobody looks at it again; not a letter of it goes."""
    if not why.strip():
        raise ValidationError(_("Say why it is set aside."))
    with transaction.atomic():
        kept = Submission.objects.select_for_update(of=("self",)).select_related("region").get(pk=submission.pk)
        if not hopeless(kept):
            raise ValidationError(_("It is not in quarantine any more, or can be mended. Read it again."))
        refuse_stranger(kept, by)
        said = SetAside.objects.create(submission=kept, by=by, why=why.strip())
        note("set_aside", Kept(kept.pk, kept.region_id), by=by, words={"why": said.why})
        settle_on_commit()
    return said


def try_again(submission: Submission, *, by: User) -> Outcome:
    """
    Use it as it came, now that a form, a posting or a mistake of ours may have been mended.

    Where it still cannot be used it stays, with the reason of today; it may also wait for a record from now on.
    """
    with transaction.atomic():
        kept, _event = locked(submission, by)
        outcome = applied(as_item(kept), kept)
        stand(kept, outcome)
        if outcome.event and outcome.status == Status.APPLIED:
            note("released", case_of(outcome.event), by=by, words={"submission": str(kept.pk)})
            release(outcome.made, timezone.now())
        settle_on_commit()
    return outcome


def mend(submission: Submission, answers: Mapping[str, Any], *, by: User, why: str) -> Mending:
    """
    Use it with these answers in the place of the officer's; his own bytes stay as they came.

    The record is the officer's, and waits for review; whoever mended it does not decide on it. A `ValidationError` says
    why it cannot be used in this way either: then nothing has changed.
    """
    if not why.strip():
        raise ValidationError(_("Say why it is mended so."))
    with transaction.atomic():
        kept, event = locked(submission, by)
        said = {"answers": answers, "before": event.before, "version": event.form.version}
        body = orjson.dumps(orjson.loads(bytes(kept.body)) | said)
        item = Item(as_item(kept).sent_as, body, sha256(body).digest(), kept.pk, kept.seq)
        outcome = applied(item, kept)
        if outcome.status != Status.APPLIED or outcome.event is None:
            raise ValidationError(still_not(outcome))
        changed = {code for code in event.form.fields if answers.get(code) != event.answers.get(code)}
        mending = Mending.objects.create(
            submission=kept, by=by, why=why.strip(), body=body, sha256=item.digest, salt=item.salt
        )
        kept.reason = reason("mended", fields=named(event, changed)).as_json()
        stand(kept, outcome)
        note("mended", case_of(outcome.event), by=by, words={"submission": str(kept.pk), "why": mending.why})
        release(outcome.made, timezone.now())
        settle_on_commit()
    return mending


def locked(submission: Submission, by: User) -> tuple[Submission, Event]:
    kept = Submission.objects.select_for_update(of=("self",)).select_related("region").get(pk=submission.pk)
    event = mendable(kept)
    if event is None:
        raise ValidationError(_("It is not in quarantine any more, or cannot be mended. Read it again."))
    refuse_stranger(kept, by)
    return kept, event


def refuse_stranger(kept: Submission, by: User) -> None:
    if not by.may("review", left=kept.region.left):
        raise ValidationError(_("You do not review the records of this region."))
    if by.pk == kept.officer_id:
        raise ValidationError(_("Nobody mends what he wrote himself."))


def applied(item: Item, kept: Submission) -> Outcome:
    return apply_carefully([item], sender_again(kept.tablet_id, kept.officer_id), timezone.now())[0]


def stand(kept: Submission, outcome: Outcome) -> None:
    kept.status, kept.version = outcome.status, outcome.version
    if outcome.reason is not None:
        kept.reason = outcome.reason.as_json()
    elif kept.reason and kept.reason["code"] != "mended":
        kept.reason = None
    if event := outcome.event:
        kept.form, kept.form_version, kept.act, kept.record = event.form.code, event.version, event.act, event.record
    kept.save(update_fields=["status", "reason", "version", "form", "form_version", "act", "record"])
    hold({kept.pk: outcome})


def still_not(outcome: Outcome) -> str:
    if outcome.status == Status.HELD or outcome.reason is None:
        return _("It names a record that is not here. Write the number from the paper instead, or let it wait.")
    return outcome.reason.text.in_language(get_language() or "en")


def case_of(event: Event) -> Case:
    return Case.objects.select_related("region").get(pk=event.record)
