"""What a kind of record says to those who hand it events: how answers become rows, and what its rules find."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from apps.forms.grammar import Form
from apps.registry.referred import Referred
from apps.review.models import Case, Flag
from apps.review.reviewable import Reviewable


@dataclass(frozen=True)
class Reference:
    """What an answer refers to: the id of a record that is here, or the number as it was written."""

    id: UUID | None = None
    written: str = ""


@dataclass(frozen=True)
class Prepared:
    """One readable event: cleaned answers, resolved references, and the region and day that it belongs to."""

    record: UUID
    act: str
    answers: Mapping[str, Any]
    references: Mapping[str, Reference]
    region_id: int
    by_id: int | None
    tablet_id: UUID | None
    captured_at: datetime
    captured_on: date
    replaces: UUID | None = None
    # Whose region it is, where the caller knows; else it is read with the region.
    participant: str = ""


@dataclass
class Made:
    """
    Unsaved rows for one event: the record, rows below it, and `also` the find that a purchase made.

    Each record carries its unsaved `case`. Insert cases first, then records, then children.
    """

    record: Reviewable
    children: list[Model] = field(default_factory=list)
    also: list[Reviewable] = field(default_factory=list)

    def records(self) -> list[Reviewable]:
        return [*self.also, self.record]


@dataclass(frozen=True)
class OnASheet:
    """
    What the form does not say of a sheet of such records.

    `lists` are the rows of choice lists that the kind's own app keeps, each with its code first. `apart` reads answers
    that stand in no one column of a record, as `validate` cleans them; `below` names the rows that it reads. `slips`
    finds, for numbers of printed slips and a Participant, what is recorded on each of them: such a sheet may leave the
    record's own number blank, and then it is the slip's.
    """

    lists: Mapping[str, Callable[[], Sequence[tuple[str, ...]]]] = field(default_factory=dict)
    apart: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    below: Sequence[str] = ()
    slips: Callable[[Collection[str], str], Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Kind:
    """
    A kind of record: `code` on the wire, its form, its model.

    `make` turns a batch of events into unsaved rows. `flags` runs every rule over a batch of stored records of this
    kind (`kinds.flags_of` does it for records of any). Both ask the database a fixed number of questions. `amend`
    changes one record that the caller saves, and names the columns that changed.
    """

    code: str
    form: Form
    model: type[Reviewable]
    make: Callable[[Sequence[Prepared]], list[Made]]
    flags: Callable[[Sequence[Any], Referred], list[Flag]]
    amend: Callable[[Any, Mapping[str, Any], Mapping[str, Reference]], list[str]]
    sheet: OnASheet = OnASheet()


def case_of(event: Prepared, model: type[Reviewable], **given: Any) -> Case:
    """The unsaved case of a record that this event makes."""
    described: dict[str, Any] = {
        "id": event.record,
        "kind": model._meta.label_lower,
        "number": event.answers.get("number", ""),
        "region_id": event.region_id,
        "captured_by_id": event.by_id,
        "tablet_id": event.tablet_id,
        "captured_at": event.captured_at,
        "captured_on": event.captured_on,
    }
    return Case(**(described | given))


def is_fact(kind: Kind) -> bool:
    """A fact is corrected by another that replaces it, and never amended."""
    return "amend" not in kind.form.acts
