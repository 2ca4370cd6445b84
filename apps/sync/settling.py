"""Settle what a set of events refers to, in the order in which kinds depend on each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from apps.registry.kind import Reference
from apps.registry.kinds import all_kinds
from apps.registry.locating import lies_in
from apps.review.models import Status
from apps.review.status import MOVES
from apps.sync.judging import Judged, ids_in, numbers_in, papers_in
from apps.sync.lists import Places, places_for
from apps.sync.lookup import Known, There, look_up
from apps.sync.sender import Sender


def settle(judged: Sequence[Judged], sender: Sender) -> Known:
    """
    Resolve the references of every event, say where its record lies, whether its sender may do this, and what it waits
    for. An event may refer to what another of the same set makes. Answers with what was found here.
    """
    usable = [one for one in judged if one.usable]
    participant = sender.stays[-1].bounds.participant
    makes = {record for one in usable for record in one.makes()}
    places = places_for(sender.stays)
    named = {"papers": papers_in(usable), "makes": makes}
    known = look_up(ids_in(usable), numbers_in(usable), places=places, **named) if usable else Known()
    made = Made(known, participant)
    # Sites say where the others lie, whatever stands before them in the order of the forms.
    for one in sorted(usable, key=lambda one: one.kind.code != "site"):
        locate(one, made, places)
        made.add(one, sender)
    for one in usable:
        allow(one, made, sender)
        refer(one, made)
    corrections = [one for one in usable if one.usable and one.event.replaces]
    refuse_circles(corrections)
    refuse_second_corrections([one for one in corrections if one.usable])
    spread(usable, made)
    return known


class Made:
    """What is there once this set is applied: what was known before, and what its own events make."""

    def __init__(self, known: Known, participant: str) -> None:
        self.known = known
        self.participant = participant
        self.fresh: dict[UUID, There] = {}
        self.maker: dict[UUID, Judged] = {}
        self.by_number: dict[tuple[str, str], UUID] = {}

    def add(self, one: Judged, sender: Sender) -> None:
        if not one.creates:
            return
        made = one.makes()
        if len(set(made)) < len(made) or any(record in self.known.records or record in self.fresh for record in made):
            one.refuse("exists")
        if one.fault is None and one.place is not None:
            labels = [one.kind.model._meta.label_lower, "ledger.production"]
            for record, label in zip(one.makes(), labels, strict=False):
                self.maker[record] = one
                self.fresh[record] = There(
                    pk=record,
                    kind=label,
                    number=one.number,
                    region_id=one.place.id,
                    left=one.place.left,
                    participant=one.place.participant,
                    captured_by=sender.officer.pk,
                )
            self.by_number[one.kind.code, one.number] = one.event.record

    def lose(self, one: Judged) -> set[UUID]:
        """Take away what this event would have made."""
        lost = {record for record in one.makes() if self.maker.get(record) is one}
        for record in lost:
            del self.fresh[record], self.maker[record]
        return lost

    def get(self, record: UUID | None) -> There | None:
        """The record, where it is this Participant's: of another's nobody is told even that it is there."""
        there = self.fresh.get(record) or self.known.records.get(record) if record else None
        return there if there is None or there.participant == self.participant else None

    def region_of(self, record: UUID) -> int | None:
        there = self.get(record)
        return there.region_id if there else None

    def numbered(self, kind: str, number: str) -> UUID | None:
        label = all_kinds()[kind].model._meta.label_lower
        return self.known.numbered(label, number, self.participant) or self.by_number.get((kind, number))


def locate(one: Judged, made: Made, places: Places) -> None:
    """A site lies in the region that was answered, any other record where its site lies, else where the officer was."""
    if one.kind.code == "site":
        one.place = places.by_code.get((made.participant, one.cleaned.get("region", "")))
        if one.place is None or one.outside:
            one.refuse("region")
    else:
        one.place = places.at(lies_in(resolved(one, made), made.region_of, one.stay.region_id))


def resolved(one: Judged, made: Made) -> dict[str, Reference]:
    return {code: meant(refers_to, answer, made) for code, refers_to, answer in one.named}


def meant(refers_to: str, answer: Mapping[str, Any], made: Made) -> Reference:
    if "id" in answer:
        return Reference(id=answer["id"])
    found = made.numbered(refers_to, answer["number"])
    return Reference(id=found) if found else Reference(written=answer["number"])


def allow(one: Judged, made: Made, sender: Sender) -> None:
    """Whether this sender may change or end the record that the event names."""
    target = one.event.record if not one.creates else one.event.replaces
    if target is None:
        return
    there = made.get(target)
    if there is None:
        one.waits.add(target)
    elif there.kind != one.kind.model._meta.label_lower:
        one.refuse("kind", label=one.event.form.title)
    elif not may_change(one, there, sender):
        one.refuse("not_yours")
    elif one.creates and Status.REPLACED not in MOVES[there.status]:
        one.refuse("closed", conflict=True)


def may_change(one: Judged, there: There, sender: Sender) -> bool:
    """
    The register is a region's common work; a fact of the ledger is corrected by whoever wrote it.

    That is the officer, on whatever tablet he has by now, and not a colleague with whom he shares one.
    """
    own = there.captured_by == sender.officer.pk
    if one.creates:
        return own
    return own or any(bounds.left <= there.left <= bounds.right for bounds in sender.bounds())


def refuse_circles(judged: Sequence[Judged]) -> None:
    """A correction of what corrects it, or of itself, has nothing at its end that was ever written."""
    replaced = {one.event.record: one.event.replaces for one in judged}
    for one in judged:
        onward: UUID | None = one.event.replaces
        for _step in judged:
            if onward == one.event.record:
                one.refuse("circle")
            onward = replaced.get(onward) if onward else None


def refuse_second_corrections(judged: Sequence[Judged]) -> None:
    """A fact has one correction that stands; of two that come, the office chooses."""
    corrected: set[UUID | None] = set()
    for model in {one.kind.model for one in judged}:
        facts = [one.event.replaces for one in judged if one.kind.model is model]
        every: Any = model._default_manager
        standing = every.filter(replaces__in=facts).exclude(status=Status.REJECTED)
        corrected.update(standing.values_list("replaces", flat=True))
    for one in judged:
        if one.event.replaces in corrected:
            one.refuse("replaced", conflict=True)
        corrected.add(one.event.replaces)


def refer(one: Judged, made: Made) -> None:
    """Check each reference: one to another kind is a fault, one to a record that is not here is waited for."""
    one.references = resolved(one, made)
    for code, refers_to, _ in one.named:
        record = one.references[code].id
        there = made.get(record)
        if record is not None and there is None:
            one.waits.add(record)
        elif there is not None and there.kind != all_kinds()[refers_to].model._meta.label_lower:
            one.refuse("kind", label=one.event.form.fields[code.partition(".")[0]].label)


def spread(judged: Sequence[Judged], made: Made) -> None:
    """What waits or is refused makes nothing, so that whatever refers to it waits as well."""
    falling = [one for one in judged if not one.usable]
    while falling:
        lost = {record for one in falling for record in made.lose(one)}
        falling = [one for one in judged if one.usable and leans_on(one, lost)]
        for one in falling:
            one.waits |= set(leans_on(one, lost))


def leans_on(one: Judged, lost: Iterable[UUID]) -> set[UUID]:
    named = {reference.id for reference in one.references.values()} | {one.event.replaces}
    if not one.creates:
        named.add(one.event.record)
    return {record for record in lost if record in named}
