"""Apply a set of events in few statements; where the set fails, in halves, until what fails stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db import connection

from apps.journal.writing import Act, gather, salted
from apps.registry.kind import Made
from apps.registry.kinds import all_kinds, grouped, kind_of
from apps.review.journalling import act_on
from apps.review.models import Flag
from apps.statements.writing import Writing
from apps.sync.amending import amend
from apps.sync.attempting import attempt
from apps.sync.events import Item, read
from apps.sync.flags import outside_flags
from apps.sync.judging import Judged, with_answers
from apps.sync.lookup import Known
from apps.sync.outcomes import Outcome, Status
from apps.sync.reasons import Reason, reason
from apps.sync.sender import Sender
from apps.sync.settling import settle
from apps.sync.voiding import end_facts

# One judged event with the rows it makes.
Pair = tuple[Judged, Made]


def apply_carefully(items: Sequence[Item], sender: Sender, now: datetime) -> list[Outcome]:
    """
    Apply what can be applied, and say of every item what became of it.

    A mistake of ours in one event is found by halving the set in savepoints: that event alone goes to quarantine as
    ours, and the others are applied.
    """
    if not items:
        return []
    outcomes = attempt(partial(apply_checked, items, sender, now))
    if outcomes is not None:
        return outcomes
    if len(items) == 1:
        return [Outcome(items[0], Status.QUARANTINED, reason("ours"))]
    half = len(items) // 2
    return [
        *apply_carefully(items[:half], sender, now),
        *apply_carefully(items[half:], sender, now),
    ]


def apply_set(items: Sequence[Item], sender: Sender, now: datetime, writing: Writing) -> list[Outcome]:
    """
    Read, judge, settle and store a whole set; the last of what is to be stored stands in `writing`.

    A mistake of ours in one event rises, and then nothing of the set may stand.
    """
    read_items = [(item, read(item, tablet=sender.tablet.pk, officer=sender.officer.pk)) for item in items]
    refused = [refusal(item, why) for item, why in read_items if isinstance(why, Reason)]
    judged = [with_answers(event, sender, now) for _, event in read_items if not isinstance(event, Reason)]

    known = settle(judged, sender)
    ready = [one for one in judged if one.usable]
    created, amending = [one for one in ready if one.creates], [one for one in ready if not one.creates]
    store(created, sender, known, writing)
    if amending:
        # What is amended may be what was created here.
        writing.write()
    amended = [amend(one, sender) for one in amending]
    made = [applied(one, known) for one in created]
    return [*refused, *made, *amended, *(set_aside(one) for one in judged if not one.usable)]


def apply_checked(items: Sequence[Item], sender: Sender, now: datetime) -> list[Outcome]:
    """The same with foreign keys checked at its end, and not at the commit, where one mistake fails the whole push."""
    writing = Writing()
    outcomes = apply_set(items, sender, now, writing)
    writing.write()
    connection.check_constraints(table_names=[kind.model._meta.db_table for kind in all_kinds().values()])
    return outcomes


def refusal(item: Item, why: Reason) -> Outcome:
    """What its sender did not make, or not under this id and number, may not take the place of what bears them."""
    return Outcome(item, Status.QUARANTINED, why, stray=why.code in {"tablet", "training", "officer", "envelope"})


def applied(one: Judged, known: Known) -> Outcome:
    made = frozenset(one.makes())
    return Outcome(one.event.item, Status.APPLIED, version=1, event=one.event, made=made, awaited=made & known.awaited)


def set_aside(one: Judged) -> Outcome:
    event = one.event
    if one.fault is None:
        return Outcome(event.item, Status.HELD, reason("waits"), event=event, waits=frozenset(one.waits))
    status = Status.CONFLICT if one.conflict else Status.QUARANTINED
    return Outcome(event.item, status, one.fault, event=event)


def store(ready: Sequence[Judged], sender: Sender, known: Known, writing: Writing) -> None:
    """Insert all that the set makes: cases, records, what lies below them; then flags, and the journal's entries."""
    pairs = list(made_by(ready, sender))
    insert([made for _, made in pairs], writing)
    outside = outside_flags(record for one, made in pairs if one.outside for record in made.records())
    flags = [*flags_of(pairs, known, writing), *outside]
    writing.store(flags)
    ended = end(ready, sender, writing)
    gather([*acts_of([*pairs, *ended], sender), *flag_acts(flags, pairs)], writing)


def insert(made: Sequence[Made], writing: Writing) -> None:
    """The rows of events: cases, records by kind, what lies below them."""
    records = [record for one in made for record in one.records()]
    writing.store([record.case for record in records])
    for _, rows in [*grouped(records), *grouped(child for one in made for child in one.children)]:
        writing.store(rows)


def end(ready: Sequence[Judged], sender: Sender, writing: Writing) -> list[Pair]:
    """Facts that are ended, after the others, since what is ended may have come with them."""
    ending = [one for one in ready if one.event.act == "void"]
    if not ending:
        return []
    writing.write()
    made = end_facts(ending, sender)
    insert(made, writing)
    return list(zip(ending, made, strict=True))


def flags_of(pairs: Sequence[Pair], known: Known, writing: Writing) -> list[Flag]:
    """What every rule of every kind finds in the records just stored."""
    records = [record for _, made in pairs for record in made.records()]
    referred = known.referred(records, writing)
    return [flag for _, rows in grouped(records) for flag in kind_of(rows[0]).flags(rows, referred)]


def made_by(ready: Sequence[Judged], sender: Sender) -> Iterator[Pair]:
    """The rows of each event, made a kind at a time, those that others refer to first."""
    for kind in all_kinds().values():
        batch = [one for one in ready if one.kind is kind and one.event.act != "void"]
        if batch:
            yield from zip(batch, kind.make([one.prepared(sender) for one in batch]), strict=True)


def acts_of(pairs: Sequence[Pair], sender: Sender) -> Iterator[Act]:
    """The journal tells of each record with a salted hash of the bytes that made it."""
    by, tablet = f"user:{sender.officer.pk}", str(sender.tablet.pk)
    for one, made in pairs:
        digest = salted(one.event.item.body, one.event.item.salt)
        for record in made.records():
            yield Act(
                verb="created",
                kind=record._meta.label_lower,
                object_id=str(record.pk),
                by=by,
                tablet=tablet,
                version=1,
                region_after=record.region_id,
                digest=digest,
            )


def flag_acts(flags: Sequence[Flag], pairs: Sequence[Pair]) -> Iterator[Act]:
    cases = {record.pk: record.case for _, made in pairs for record in made.records()}
    for flag in flags:
        yield act_on(cases[flag.case_id], "flagged", by=None, words={"code": flag.code, "numbers": flag.numbers})
