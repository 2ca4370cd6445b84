"""Decide what was changed in two places: for each answer, what the officer wrote or what stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.grammar import Field, Text
from apps.journal.sealing import settle_on_commit
from apps.registry.answers import PAPER_NUMBER, Teller
from apps.registry.kinds import all_kinds
from apps.registry.spoken import spoken
from apps.review.journalling import note
from apps.review.looking import NEEDED
from apps.review.models import Case
from apps.review.models import Status as Review
from apps.sync.amending import named, write
from apps.sync.events import Event, read
from apps.sync.holding import as_item
from apps.sync.judging import Judged, with_answers
from apps.sync.models import Submission
from apps.sync.reasons import Reason, reason
from apps.sync.sender import Sender, sender_again
from apps.sync.settling import settle

NONE = Text("nothing", "rien")


@dataclass(frozen=True)
class Collision:
    """One answer that two have changed, in words: what the officer saw, what he wrote, what stands now."""

    code: str
    label: str
    saw: str
    wrote: str
    stands: str


def collisions(submission: Submission, *, reader: User) -> list[Collision]:
    """None for a submission on which there is nothing to decide in this way."""
    event = event_of(submission)
    codes = codes_of(submission)
    if event is None or not codes:
        return []
    record = case_of(submission).record()
    papers = reader.may(NEEDED, left=record.region.left)
    saw = spoken(event.form, record, event.before or {}, reader, papers=papers)
    wrote = spoken(event.form, record, event.answers, reader, papers=papers)
    teller, language = Teller(event.form, record, reader), get_language() or "en"
    return [
        Collision(
            code,
            field.label.in_language(language),
            saw.get(code, ""),
            wrote.get(code, ""),
            numbers_of(record) if papers and code == PAPER_NUMBER else standing(teller, field),
        )
        for code, field in event.form.fields.items()
        if code in codes
    ]


def standing(teller: Teller, field: Field) -> str:
    return teller.tell(field) if teller.knows(field) else ""


def numbers_of(digger: Any) -> str:
    return ", ".join(document.number for document in digger.documents.all() if document.number)


def shows_papers(rows: Sequence[Collision], submission: Submission, *, reader: User) -> bool:
    """Whether this reader has a paper's number before him in these rows."""
    return any(row.code == PAPER_NUMBER for row in rows) and reader.may(
        NEEDED, left=case_of(submission).record().region.left
    )


def codes_of(submission: Submission) -> Collection[str]:
    said = submission.reason or {}
    waits = submission.status == Submission.Status.CONFLICT and said.get("code") == "changed"
    return said.get("stands", {}).keys() if waits else ()


def standing_instead(submission: Submission, *, reader: User) -> Case | None:
    """Where the officer came too late: the correction that came first, else the closed record itself."""
    event = event_of(submission)
    if event is None:
        return None
    every: Any = all_kinds()[event.form.code].model._default_manager
    first = every.filter(replaces=event.replaces).exclude(status=Review.REJECTED) if event.replaces else every.none()
    wanted = first.values_list("pk", flat=True).first() or event.replaces or event.record
    return Case.objects.visible_to(reader).filter(pk=wanted).first()


def event_of(submission: Submission) -> Event | None:
    event = read(as_item(submission), tablet=submission.tablet_id, officer=submission.officer_id)
    return None if isinstance(event, Reason) else event


def case_of(submission: Submission) -> Case:
    return Case.objects.select_related("region").get(pk=str(submission.record))


def decide(submission: Submission, *, take: Collection[str], by: User, seen: int) -> None:
    """
    Apply these of the officer's answers, and leave the others as they stand; the record waits for its review.

    `seen` is the record's version that was on the screen: another one since raises `ChangedMeanwhile`. Who may not
    review in that region, and who wrote it, is told so by a `ValidationError`.
    """
    with transaction.atomic():
        kept = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        codes = codes_of(kept)
        event = event_of(kept)
        if event is None or not codes:
            raise ValidationError(_("Somebody has decided on this already."))
        case = case_of(kept).locked(seen=seen)
        case.refuse_reviewer(by)
        taken = set(take) & set(codes)
        version = apply(event, taken, case, sender_again(kept.tablet_id, kept.officer_id))
        close(kept, event, taken, version)
        note("settled", case_of(kept), by=by, words={"submission": str(kept.pk), "taken": sorted(taken)})
        settle_on_commit()


def apply(event: Event, taken: set[str], case: Case, sender: Sender) -> int:
    if not taken:
        return case.version
    if case.status != Review.PENDING and not case.can_move_to(Review.PENDING):
        raise ValidationError(_("This record is closed: only what stands can be kept."))
    one = judged(event, sender)
    record: Any = one.kind.model._default_manager.select_for_update(of=("self",)).select_related("case").get(pk=case.pk)
    return write(one, record, taken, sender)


def judged(event: Event, sender: Sender) -> Judged:
    one = with_answers(event, sender, timezone.now())
    settle([one], sender)
    if not one.usable:
        raise ValidationError(_("What the officer wrote cannot be applied any more: only what stands can be kept."))
    return one


def close(kept: Submission, event: Event, taken: set[str], version: int) -> None:
    """It is applied from here on; the officer is told what was taken of it."""
    left = set(codes_of(kept)) - taken
    said = reason("settled", taken=named(event, taken) if taken else NONE, left=named(event, left) if left else NONE)
    kept.status, kept.reason, kept.version = Submission.Status.APPLIED, said.as_json(), version
    kept.save(update_fields=["status", "reason", "version"])
