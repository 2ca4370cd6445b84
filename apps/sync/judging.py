"""Judge a set of events before any is applied: answers, references, region, right, and what waits for what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from apps.forms.checking import Result, validate
from apps.registry.kind import Kind, Prepared, Reference
from apps.registry.kinds import all_kinds
from apps.registry.referring import Named, named_in
from apps.sync.events import Event
from apps.sync.lists import Place, sources
from apps.sync.reasons import Reason, reason
from apps.sync.sender import Sender, Stay

# Kinds of which the rules read the days.
PAPERS = frozenset({"licence", "buyer"})


@dataclass
class Judged:
    """
    One event with what was found out about it.

    With a `fault` it goes to quarantine (to a person who settles it, where `conflict`); with `waits` it is held until
    those records come; with neither it can be applied with the rest of its set.
    """

    event: Event
    kind: Kind
    day: date
    stay: Stay
    cleaned: Mapping[str, Any]
    fault: Reason | None = None
    conflict: bool = False
    waits: set[UUID] = field(default_factory=set)
    references: dict[str, Reference] = field(default_factory=dict)
    place: Place | None = None

    @property
    def creates(self) -> bool:
        return self.event.act != "amend"

    @property
    def usable(self) -> bool:
        return self.fault is None and not self.waits

    @property
    def outside(self) -> bool:
        """Whether the record lies outside the officer's posting of that day."""
        bounds = self.stay.bounds
        return self.place is not None and not bounds.left <= self.place.left <= bounds.right

    @property
    def number(self) -> str:
        return str(self.cleaned.get("number", ""))

    def makes(self) -> list[UUID]:
        """The records that are there once this event is applied: its own, and the find that a purchase makes."""
        find = self.cleaned.get("find_id")
        return [self.event.record, *([find] if find else [])] if self.creates else []

    @cached_property
    def named(self) -> list[Named]:
        """Each reference that was answered: its field, or its place in rows, the kind it refers to, the answer."""
        return list(named_in(self.event.form, self.cleaned))

    def refuse(self, code: str, *, conflict: bool = False, **values: Any) -> None:
        if self.fault is None:
            self.fault, self.conflict = reason(code, **values), conflict

    def prepared(self, sender: Sender) -> Prepared:
        return Prepared(
            record=self.event.record,
            act=self.event.act,
            answers=self.cleaned,
            references=self.references,
            region_id=self.place.id if self.place else self.stay.region_id,
            by_id=sender.officer.pk,
            tablet_id=sender.tablet.pk,
            # No clock's odd zone reaches the database, which takes only those that people live in.
            captured_at=self.event.captured_at.astimezone(UTC),
            captured_on=self.day,
            replaces=self.event.replaces,
            participant=self.place.participant if self.place else self.stay.bounds.participant,
        )


def with_answers(event: Event, sender: Sender, now: datetime) -> Judged:
    """The event with its answers read and checked, on the officer's day."""
    day = event.day(now)
    # A record that only ends another has no answers of its own.
    result = Result() if event.act == "void" else validate(event.form, event.answers, today=day, sources=sources())
    return Judged(
        event=event,
        kind=all_kinds()[event.form.code],
        day=day,
        stay=sender.stay_on(day),
        cleaned=result.cleaned,
        fault=first_fault(event, result),
    )


def first_fault(event: Event, result: Result) -> Reason | None:
    if not result.faults:
        return None
    fault = result.faults[0]
    asked = event.form.fields.get(fault.field)
    return reason("answers", label=asked.label if asked else event.form.title, sentence=fault.sentence)


def ids_in(judged: Sequence[Judged]) -> set[UUID]:
    """Every record that these events name by its id."""
    ids = {one.event.record for one in judged}
    for one in judged:
        ids.update(one.makes())
        ids.update(answer["id"] for _, _, answer in one.named if "id" in answer)
        ids.update([one.event.replaces] if one.event.replaces else [])
    return ids


def numbers_in(judged: Sequence[Judged]) -> set[str]:
    """Every number that these events name or give."""
    own = {one.cleaned.get(code) for one in judged for code in ("number", "find_number")}
    named = {answer.get("number") for one in judged for _, _, answer in one.named}
    return {number for number in own | named if number}


def papers_in(judged: Sequence[Judged]) -> set[UUID]:
    """The licences and buyers that these events name by their ids."""
    references = [reference for one in judged for reference in one.named]
    return {answer["id"] for _, refers_to, answer in references if refers_to in PAPERS and "id" in answer}
