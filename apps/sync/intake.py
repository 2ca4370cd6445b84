"""Take in what a tablet pushes: every event is answered for itself, kept as it came, and applied where it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.statements.writing import Writing
from apps.sync.applying import apply_carefully, apply_set
from apps.sync.counting import Marks, count
from apps.sync.events import Item, unwrap
from apps.sync.holding import hold, release, release_arrived
from apps.sync.keeping import already_here, keep
from apps.sync.outcomes import Answer, Outcome, Standing, Status
from apps.sync.promises import note_promises
from apps.sync.reasons import Reason, reason
from apps.sync.sender import Sender


class Received(NamedTuple):
    """The answers, and how far the tablet's numbers are here."""

    answers: list[Answer]
    marks: Marks


def receive(sent: Sequence[Any], *, sender: Sender, writing: Writing, careful: bool) -> Received:
    """
    Answer for each event a tablet sent, in the order sent, and apply those that can be applied.

    Sending an event again answers as the first time did: tablets lose the answer as often as the request. An event that
    cannot be used is kept word for word, so that nothing an officer wrote is lost, and never stops the others. The
    caller holds the transaction, and in it the lock on the tablet's row; where this raises by a mistake of ours, it
    rolls back and calls again, `careful`. The last of what is to be stored stands in `writing`, for the caller to
    write with what is its own.
    """
    now = timezone.now()
    items = [unwrap(one) for one in sent]
    # What bears a higher number than ever came is new; should it not be, its own key is taken, and we come again.
    here, seqs = already_here(items, sender.tablet) if careful or any_known(items, sender) else ({}, {})
    fresh, strays = split(items, here, seqs)

    outcomes = [*strays, *applied(fresh, sender, now, writing, careful=careful)]
    places = {outcome.stands_under(sender.tablet.pk): outcome for outcome in outcomes}
    keep(places, sender, now, writing)
    note_promises(places, sender)
    released = hold_and_release(places, now, writing, careful=careful)
    standing = {**here, **{place: outcome.standing() for place, outcome in places.items()}, **released}
    marks = count(sender.tablet, new=new_seqs(outcomes), here=seqs.keys())
    return Received(answers(items, outcomes, standing, sender), marks)


def applied(
    fresh: Sequence[Item], sender: Sender, now: datetime, writing: Writing, *, careful: bool
) -> Sequence[Outcome]:
    if not fresh:
        return ()
    return apply_carefully(fresh, sender, now) if careful else apply_set(fresh, sender, now, writing)


def any_known(items: Sequence[Item], sender: Sender) -> bool:
    return any(item.seq is not None and item.seq <= sender.tablet.highest_seq for item in items)


def hold_and_release(
    places: Mapping[UUID, Outcome], now: datetime, writing: Writing, *, careful: bool
) -> dict[UUID, Standing]:
    """Hold what waits, release what waited; how what was released stands now."""
    held = [place for place, outcome in places.items() if outcome.status == Status.HELD]
    # In a set that was taken in parts, one part may wait for another; else what is awaited was seen before.
    arrived = {record for one in places.values() for record in (one.made if careful else one.awaited)}
    if not held and not arrived:
        return {}
    writing.write()
    hold(places)
    if held:
        transaction.on_commit(lambda: release_arrived(held), robust=True)
    return release(arrived, now)


def split(
    items: Sequence[Item], here: Mapping[UUID, Standing], seqs_here: Mapping[int, UUID]
) -> tuple[list[Item], list[Outcome]]:
    """The events that are new, once each, and those that cannot stand where they claim to; the rest is known."""
    fresh: dict[UUID, Item] = {}
    seqs = dict(seqs_here)
    strays = []
    for item in items:
        why = fault_of(item, here, fresh, seqs)
        if why is not None:
            strays.append(Outcome(item, Status.QUARANTINED, why, stray=True))
        elif item.id is not None and item.seq is not None and item.id not in here and item.id not in fresh:
            fresh[item.id] = item
            seqs[item.seq] = item.id
    return list(fresh.values()), strays


def fault_of(
    item: Item, here: Mapping[UUID, Standing], fresh: Mapping[UUID, Item], seqs: Mapping[int, UUID]
) -> Reason | None:
    """Two events under one id, or under one number of the tablet: the first stands (a tablet restored from a copy)."""
    if item.fault is not None or item.id is None or item.seq is None:
        return item.fault
    first = here[item.id].sha256 if item.id in here else fresh[item.id].digest if item.id in fresh else item.digest
    if first != item.digest:
        return reason("same_id")
    if item.id not in here and seqs.get(item.seq, item.id) != item.id:
        return reason("same_seq", seq=item.seq)
    return None


def new_seqs(outcomes: Sequence[Outcome]) -> set[int]:
    return {outcome.item.seq for outcome in outcomes if outcome.item.seq is not None and not outcome.stray}


def answers(
    items: Sequence[Item], outcomes: Sequence[Outcome], standing: Mapping[UUID, Standing], sender: Sender
) -> list[Answer]:
    first = {outcome.item: outcome for outcome in outcomes}
    return [answer(item, first.get(item), standing, sender) for item in items]


def answer(item: Item, outcome: Outcome | None, standing: Mapping[UUID, Standing], sender: Sender) -> Answer:
    """In the language of the event where it has one, else the officer's."""
    place = outcome.stands_under(sender.tablet.pk) if outcome else item.id
    language = outcome.event.language if outcome and outcome.event else sender.officer.language
    return Answer.of(item, standing[place or item.own_id(sender.tablet.pk)], again=outcome is None, language=language)
