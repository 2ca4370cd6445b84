"""Change an entry of the register as an officer changed it on the tablet, where nobody changed the same meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import override

from apps.forms.checking import validate
from apps.forms.grammar import Kind as Asked
from apps.forms.grammar import Text
from apps.journal.writing import salted
from apps.registry.answers import Teller
from apps.registry.columns import columns_of, values_of
from apps.registry.flags import SENTENCES
from apps.registry.kind import Reference
from apps.registry.kinds import flags_of
from apps.review.flagging import flag_anew
from apps.review.models import Case
from apps.review.models import Status as Review
from apps.sync.events import Event
from apps.sync.flags import outside_flags
from apps.sync.judging import Judged
from apps.sync.outcomes import Outcome, Status
from apps.sync.reasons import reason
from apps.sync.sender import Sender

NOT_ANSWERED = Reference()


def amend(one: Judged, sender: Sender) -> Outcome:
    """
    Apply the answers that the officer changed.

    Where the record has moved on since the officer saw it, answers that nobody else changed are applied all the same;
    those that somebody did go to a person, with both versions kept (design.md §3, promise 3).
    """
    event = one.event
    records = one.kind.model._default_manager.select_for_update(of=("self",)).select_related("case")
    record: Any = records.get(pk=event.record)
    final = record.case.status != Review.PENDING and not record.case.can_move_to(Review.PENDING)
    if final or record.is_closed():
        return Outcome(event.item, Status.CONFLICT, reason("closed"), version=record.case.version, event=event)
    before = validate(event.form, event.before, today=one.day).cleaned
    wanted = {code for code in event.form.fields if one.cleaned.get(code) != before.get(code)}
    collided = {code for code in wanted if event.seen != record.case.version and moved(one, record, code, before)}
    version = write(one, record, wanted - collided, sender) if wanted - collided or not wanted else record.case.version
    if not collided:
        return Outcome(event.item, Status.APPLIED, version=version, event=event)
    why = replace(reason("changed", fields=named(event, collided)), stands=standing(one, record, collided, sender))
    return Outcome(event.item, Status.CONFLICT, why, version, event)


def standing(one: Judged, record: Any, codes: set[str], sender: Sender) -> dict[str, str]:
    """What stands in these answers, in the officer's language; what belongs to another region shows its number."""
    with override(one.event.language):
        teller = Teller(one.event.form, record, sender.officer)
        asked = [field for code, field in one.event.form.fields.items() if code in codes]
        return {field.code: teller.tell(field) if teller.knows(field) else "" for field in asked}


def moved(one: Judged, record: Any, code: str, before: Mapping[str, Any]) -> bool:
    """Whether this answer is no longer what the officer saw; what has no column to compare goes to a person."""
    if code not in columns_of(one.event.form, one.kind.model):
        return True
    answer = before.get(code)
    seen = values_of(one.event.form, one.kind.model, {code: answer}, as_references(one, code, answer))
    wanted = values_of(one.event.form, one.kind.model, {code: one.cleaned.get(code)}, {code: reference_to(one, code)})
    now = {name: getattr(record, name) for name in seen}
    return now not in (seen, wanted)


def as_references(one: Judged, code: str, answer: Any) -> dict[str, Reference]:
    if one.event.form.fields[code].kind != Asked.REFERENCE or not answer:
        return {}
    return {code: Reference(id=answer.get("id"), written=answer.get("number", ""))}


def reference_to(one: Judged, code: str) -> Reference:
    return one.references.get(code, NOT_ANSWERED)


def write(one: Judged, record: Any, codes: set[str], sender: Sender) -> int:
    answers = {code: one.cleaned.get(code) for code in codes}
    references = {code: reference_to(one, code) for code in codes}
    lay = record.region_id
    changed = one.kind.amend(record, answers, references)
    record.save(update_fields=changed)
    digest = salted(one.event.item.body, one.event.item.salt)
    case: Case = record.case.answer(by=sender.officer, seen=record.case.version, tablet=sender.tablet, digest=digest)
    record.case = case
    away = outside_flags([record]) if record.region_id != lay and one.outside else []
    flag_anew([record], [*flags_of([record]), *away], codes={*SENTENCES, *(flag.code for flag in away)})
    return case.version


def named(event: Event, codes: Collection[str]) -> Text:
    """The questions with these codes, by their labels."""
    labels = [field.label for code, field in event.form.fields.items() if code in codes]
    return Text(", ".join(label.en for label in labels), ", ".join(label.fr for label in labels))
