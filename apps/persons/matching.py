"""Who may be one person: pairs of entries, found as entries are written, and over the whole register on demand."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.journal.following import Follower, Told, run_followers
from apps.persons.finding import BATCH, Counts, likes_of
from apps.persons.hearing import hear
from apps.persons.models import Heard, Resemblance, ToMatch
from apps.registry.likeness import Like
from apps.registry.models import Digger

# So long a round of the worker compares at the most; what is left waits for the next.
AT_MOST = 30.0
HEARD_AT_ONCE = 500

Pair = tuple[UUID, UUID]


class Alike(NamedTuple):
    score: int
    reasons: tuple[str, ...]


def queue(told: Sequence[Told]) -> None:
    """Have each entry that something was done to compared anew, with the entries of the same person."""
    places = {UUID(one.object_id): one.place for one in told}
    known = Digger.objects.filter(pk__in=places).values_list("pk", flat=True)
    ToMatch.objects.bulk_create(
        [ToMatch(digger_id=pk, place=places[pk]) for pk in known],
        update_conflicts=True,
        update_fields=["place"],
        unique_fields=["digger"],
    )


# Read by the worker alone: whoever sends records does not wait for it.
FOLLOWER = Follower("persons.matching", frozenset({"registry.digger"}), queue)


def match_waiting() -> None:
    """What the worker does in each round."""
    run_followers([FOLLOWER])
    until = time.monotonic() + AT_MOST
    while time.monotonic() < until and (waiting := list(ToMatch.objects.order_by("place")[:BATCH])):
        match([one.digger_id for one in waiting])
        done = Q()
        for one in waiting:
            done |= Q(pk=one.pk, place=one.place)
        ToMatch.objects.filter(done).delete()


def match(keys: Collection[UUID]) -> None:
    """Compare these entries, and all that are the same person as one of them, with the register."""
    people = roots_of(keys)
    entries = list(Digger.objects.filter(Q(pk__in=people) | Q(person__in=people)))
    with transaction.atomic():
        hear([*entries, *Digger.objects.filter(pk__in=keys).exclude(pk__in=[one.pk for one in entries])])
    keep(found_for(entries), about=entries)


def roots_of(keys: Collection[UUID]) -> set[UUID]:
    """Who these entries are: each itself, or the person it proved to be."""
    return {person or pk for pk, person in Digger.objects.filter(pk__in=keys).values_list("pk", "person")}


def found_for(entries: Iterable[Digger]) -> Iterator[tuple[UUID, Like]]:
    heard: dict[str, list[Heard]] = defaultdict(list)
    for one in Heard.objects.filter(digger__in=[entry.pk for entry in entries]):
        heard[one.participant_id].append(one)
    for participant, theirs in heard.items():
        for digger, likes in likes_of(Counts(participant), theirs).items():
            yield from ((UUID(digger), like) for like in likes)


def keep(found: Iterable[tuple[UUID, Like]], *, about: Collection[Digger]) -> None:
    """The pairs of these entries are those found, and those about which somebody has spoken."""
    alike = best(found)
    keys = [entry.pk for entry in about]
    undecided = Resemblance.objects.filter(Q(one__in=keys) | Q(other__in=keys), apart_at=None)
    with transaction.atomic():
        gone = [one.pk for one in undecided if (one.one_id, one.other_id) not in alike]
        Resemblance.objects.filter(pk__in=gone).delete()
        store(alike, timezone.now())


def best(found: Iterable[tuple[UUID, Like]]) -> dict[Pair, Alike]:
    """Of each two people, who are entered however often, what is most alike; not those who were told apart."""
    found = list(found)
    keys = {pk for pk, _ in found} | {UUID(like.id) for _, like in found}
    person = {pk: root or pk for pk, root in Digger.objects.filter(pk__in=keys).values_list("pk", "person")}
    alike: dict[Pair, Alike] = {}
    for pk, like in found:
        one, other = sorted([person[pk], person[UUID(like.id)]])
        if one != other and like.score > alike.get((one, other), Alike(-1, ())).score:
            alike[one, other] = Alike(like.score, like.reasons)
    apart = told_apart(set(person.values()))
    return {pair: said for pair, said in alike.items() if pair not in apart}


def told_apart(people: Collection[UUID]) -> set[Pair]:
    """People of whom staff said, of one entry or another, that they are two."""
    theirs = Digger.objects.filter(Q(pk__in=people) | Q(person__in=people)).values("pk")
    said = Resemblance.objects.apart().filter(Q(one__in=theirs) | Q(other__in=theirs))
    rows = said.values_list("one", "one__person", "other", "other__person")
    pairs = [sorted([one_is or one, other_is or other]) for one, one_is, other, other_is in rows]
    return {(one, other) for one, other in pairs}


def store(alike: Mapping[Pair, Alike], at: datetime) -> None:
    rows = [
        Resemblance(one_id=one, other_id=other, score=said.score, reasons=list(said.reasons), found_at=at)
        for (one, other), said in alike.items()
    ]
    Resemblance.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["score", "reasons", "found_at"], unique_fields=["one", "other"]
    )


def match_all(say: Callable[[int], None] = lambda done: None) -> None:
    """
    Compare every entry with every other, so many at a time and in memory that does not grow with the register.

    Pairs that nobody has spoken about and that are not found any more are taken away.
    """
    hear_all()
    began, done = timezone.now(), 0
    counts: dict[str, Counts] = {}
    for participant, entries in in_batches():
        found = likes_of(counts.setdefault(participant, Counts(participant)), entries, later_only=True)
        alike = best((UUID(digger), like) for digger, likes in found.items() for like in likes)
        with transaction.atomic():
            store(higher(alike, began), began)
        done += len(entries)
        say(done)
    Resemblance.objects.filter(apart_at=None, found_at__lt=began).delete()


def higher(alike: Mapping[Pair, Alike], since: datetime) -> dict[Pair, Alike]:
    """Without the pairs that were found before on this run, by other entries of the same people, to be more alike."""
    ones = {one for one, _ in alike}
    rows = Resemblance.objects.filter(found_at__gte=since, one__in=ones).values_list("one", "other", "score")
    known = {(one, other): score for one, other, score in rows}
    return {pair: said for pair, said in alike.items() if said.score > known.get(pair, -1)}


def hear_all() -> None:
    """Of entries that stand and were never heard, and of those that stand no more."""
    standing = Digger.objects.standing()
    hear_each(standing.filter(heard=None))
    hear_each(Digger.objects.exclude(heard=None).exclude(pk__in=standing.values("pk")))


def hear_each(diggers: QuerySet[Digger]) -> None:
    """What is heard falls out of the question, so the first of it are always those that are left."""
    while some := list(diggers.order_by("pk")[:HEARD_AT_ONCE]):
        with transaction.atomic():
            hear(some)


def in_batches() -> Iterator[tuple[str, list[Heard]]]:
    last = 0
    while some := list(Heard.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = some[-1].pk
        for participant in sorted({one.participant_id for one in some}):
            yield participant, [one for one in some if one.participant_id == participant]
