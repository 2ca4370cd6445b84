"""What is past its term on a day: of persons, of refused applications, of wrong passwords."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from apps.files.models import Attachment
from apps.persons.activity import last_licences, last_met, staying
from apps.persons.forgetting import ORIGIN
from apps.persons.models import Term, Terms
from apps.registry.models import Application, Digger, Document

Kind = Term.Kind
# What is known of a person, the whole of it first: whoever is forgotten whole has no parts left.
OF_PERSONS = (Kind.PERSON, Kind.PHOTOS, Kind.DOCUMENTS, Kind.CONTACT, Kind.ORIGIN)


class Due(NamedTuple):
    """Something with a term: from which day it is past it, and what keeps it nevertheless."""

    kind: str
    key: UUID
    number: str
    participant: str
    on: date
    stays: str = ""


@dataclass(frozen=True)
class People:
    """Some persons with all their entries, and by kind those of whom there is something to forget."""

    roots: Mapping[UUID, Digger]
    entries: Mapping[UUID, UUID]
    having: Mapping[Term.Kind, Collection[UUID]]

    def of(self, person: UUID) -> list[UUID]:
        return [entry for entry, root in self.entries.items() if root == person]


def people_of(roots: Sequence[Digger]) -> People:
    keys = [root.pk for root in roots]
    rows = list(Digger.objects.filter(Q(pk__in=keys) | Q(person__in=keys)).order_by("pk"))
    entries = {row.pk: row.person_id or row.pk for row in rows}
    having = {
        Kind.PERSON: set(keys),
        Kind.PHOTOS: set(Attachment.objects.filter(record__in=entries).order_by().values_list("record", flat=True)),
        Kind.DOCUMENTS: set(Document.objects.filter(digger__in=entries).order_by().values_list("digger", flat=True)),
        Kind.CONTACT: {row.pk for row in rows if row.address},
        Kind.ORIGIN: {row.pk for row in rows if any(getattr(row, name) for name in ORIGIN)},
    }
    by_person = {kind: {entries[key] for key in having[kind]} for kind in OF_PERSONS}
    return People({root.pk: root for root in roots}, entries, by_person)


def due_of(people: People, terms: Terms, day: date) -> list[Due]:
    """For each person each thing that there is to forget, whenever it is due; of what is due, whether it stays."""
    met, licences = last_met(people.entries), last_licences(people.entries)
    found = list(dated(people, terms, met, licences))
    past = {one.key for one in found if one.on <= day}
    kept = staying({entry: root for entry, root in people.entries.items() if root in past}, day)
    return [one._replace(stays=kept.get(one.key, "")) if one.on <= day else one for one in found]


def dated(people: People, terms: Terms, met: Mapping[UUID, date], licences: Mapping[UUID, date]) -> Iterator[Due]:
    for key, person in people.roots.items():
        for kind in OF_PERSONS:
            term = terms.of(person.participant_id, kind)
            if term is not None and key in people.having[kind]:
                since = licences.get(key, met[key]) if term.after == Term.After.LICENCE else met[key]
                yield Due(kind, key, person.number, person.participant_id, term.due(since))


def refused(rows: Sequence[Application], terms: Terms, day: date) -> list[Due]:
    """Of refused applications; while something of its holder stays, the application stays with him."""
    found = [
        (Due(Kind.REFUSED, row.pk, row.number, row.participant_id, term.due(row.refused_on)), holder_of(row))
        for row in rows
        if row.refused_on and (term := terms.of(row.participant_id, Kind.REFUSED)) is not None
    ]
    people = {person for one, person in found if person and one.on <= day}
    entries = Digger.objects.filter(Q(pk__in=people) | Q(person__in=people)).values_list("pk", "person")
    kept = staying({pk: person or pk for pk, person in entries}, day)
    return [one._replace(stays=kept.get(person, "")) if person and one.on <= day else one for one, person in found]


def holder_of(application: Application) -> UUID | None:
    holder = application.holder
    return (holder.person_id or holder.pk) if holder else None


def next_of(found: Iterable[Due], day: date) -> date | None:
    """The first day on which something more is past its term."""
    return min((one.on for one in found if one.on > day), default=None)
