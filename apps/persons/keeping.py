"""
Forget what is past its term, each day, so many persons at a time.

Each batch is one transaction with its journal entries and with how far the run has come: whoever is stopped goes on
where he was, and what was forgotten is not found again.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.journal.sealing import settle_on_commit
from apps.journal.writing import write_all
from apps.persons import forgetting
from apps.persons.due import OF_PERSONS, Due, People, due_of, next_of, people_of, refused
from apps.persons.models import Term, Terms, TermsRun, terms_on
from apps.persons.tries import forget_tries
from apps.registry.models import Application, Digger
from apps.review.journalling import act_on
from apps.review.models import Case

Kind = Term.Kind
BATCH = 500
# So long a round of the worker goes through them at the most; the next round goes on.
AT_MOST = 20.0
FORGETS: dict[str, Callable[[Collection[UUID]], None]] = {
    Kind.PERSON: forgetting.forget,
    Kind.PHOTOS: forgetting.forget_photos,
    Kind.DOCUMENTS: forgetting.forget_documents,
    Kind.CONTACT: forgetting.forget_contact,
    Kind.ORIGIN: forgetting.forget_origin,
    Kind.REFUSED: forgetting.forget_refused,
}


def forget_past_terms() -> None:
    """What the worker does: once a day, and where one round is not enough, in the next."""
    run, _made = TermsRun.objects.get_or_create(day=timezone.localdate())
    if run.ended_at is None:
        go_through(run, until=time.monotonic() + AT_MOST)


def begin_anew(day: date) -> TermsRun:
    """The run of a day that goes through everybody again; what it has forgotten before stays counted."""
    run, _made = TermsRun.objects.get_or_create(day=day)
    run.ended_at, run.reached, run.stayed, run.next_on = None, None, {}, None
    return run


def go_through(run: TermsRun, *, until: float = math.inf) -> None:
    terms = terms_on(run.day)
    while roots := batch_after(run.reached):
        # Looked at outside the transaction: on SQLite whoever writes waits for it.
        people = people_of(roots)
        found = due_of(people, terms, run.day)
        with transaction.atomic():
            note_in(run, forget_people(people, found, terms, run.day))
            run.reached = roots[-1].pk
            run.save()
        if time.monotonic() > until:
            return
    with transaction.atomic():
        for rows in filed():
            note_in(run, forget_filed(rows, terms, run.day))
        note_tries(run, forget_tries(terms, run.day))
        run.ended_at = timezone.now()
        run.save()
        settle_on_commit()


def foreseen(day: date) -> Iterator[Due]:
    """What a run on that day would forget, and what would stay; nothing is written."""
    terms, reached = terms_on(day), None
    while roots := batch_after(reached):
        reached = roots[-1].pk
        yield from past(due_of(people_of(roots), terms, day), day)
    for rows in filed():
        yield from past(refused(rows, terms, day), day)


def batch_after(reached: UUID | None) -> list[Digger]:
    people = Digger.objects.filter(person=None, erased_on=None).order_by("pk")
    return list((people.filter(pk__gt=reached) if reached else people)[:BATCH])


def filed() -> Iterator[list[Application]]:
    left = Application.objects.exclude(refused_on=None).filter(forgotten_on=None).order_by("pk")
    reached: UUID | None = None
    while rows := list((left.filter(pk__gt=reached) if reached else left).select_related("holder")[:BATCH]):
        yield rows
        reached = rows[-1].pk


def past(found: Iterable[Due], day: date) -> list[Due]:
    """What is due; of whom everything is, his parts are not told one by one."""
    due = [one for one in found if one.on <= day]
    whole = {one.key for one in due if one.kind == Kind.PERSON}
    return [one for one in due if one.kind == Kind.PERSON or one.key not in whole]


def forget_people(people: People, found: list[Due], terms: Terms, day: date) -> list[Due]:
    """Whoever is due is locked and looked at again: he may have come by meanwhile."""
    keys = {one.key for one in past(found, day) if not one.stays}
    if not keys:
        return found
    entries = [entry for entry, root in people.entries.items() if root in keys]
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=entries).order_by("pk"))
    people = people_of(list(Digger.objects.filter(pk__in=keys, person=None, erased_on=None)))
    again = due_of(people, terms, day)
    going = [one for one in past(again, day) if not one.stays]
    for kind in OF_PERSONS:
        those = {one.key for one in going if one.kind == kind}
        carry_out(kind, Case, [entry for entry, root in people.entries.items() if root in those])
    return [*(one for one in found if one.key not in keys), *again]


def forget_filed(rows: Sequence[Application], terms: Terms, day: date) -> list[Due]:
    found = refused(rows, terms, day)
    carry_out(Kind.REFUSED, Application, [one.key for one in past(found, day) if not one.stays])
    return found


def carry_out(kind: str, model: Any, keys: Collection[UUID]) -> None:
    """Forget this of these records, each with a version more and an entry that names the kind and nothing else."""
    if not keys:
        return
    FORGETS[kind](keys)
    records = model.objects.filter(pk__in=keys)
    records.update(version=F("version") + 1)
    write_all(act_on(record, f"forgot_{kind}", by=None) for record in records.order_by("pk"))


def note_in(run: TermsRun, found: Sequence[Due]) -> None:
    due = past(found, run.day)
    gone = Counter(f"{one.participant} {one.kind}" for one in due if not one.stays)
    run.forgotten = dict(Counter(run.forgotten) + gone)
    stayed = {one.key: f"{one.participant} {one.stays}" for one in due if one.stays}
    run.stayed = dict(Counter(run.stayed) + Counter(stayed.values()))
    run.next_on = min(filter(None, [run.next_on, next_of(found, run.day)]), default=None)
    if gone:
        run.swept_at = None


def note_tries(run: TermsRun, gone: Counter[str]) -> None:
    run.forgotten = dict(
        Counter(run.forgotten) + Counter({f"{code} {Kind.TRIES}".strip(): n for code, n in gone.items()})
    )
