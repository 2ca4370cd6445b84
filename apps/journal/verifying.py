"""Check the journal against its own tree: what was changed, removed or put elsewhere is named by its place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.journal import faults, guards
from apps.journal.leaves import leaf_of
from apps.journal.merkle import Frontier
from apps.journal.models import Entry, Head, Payload, Position
from apps.journal.signing import verify
from apps.journal.writing import salted

PAGE = 2_000


@dataclass(frozen=True)
class Ahead:
    """Some places in their order, none behind `upto`, with what their entries say."""

    places: list[Position]
    entries: dict[int, Entry]
    rewritten: set[int]
    upto: int

    @classmethod
    def of(cls, places: Iterable[Position], *, upto: int) -> Self:
        read = list(places)
        entries = Entry.objects.in_bulk([place.entry_id for place in read])
        return cls(read, entries, set(rewritten_payloads(entries)), upto)

    def between(self, after: int, upto: int) -> list[Position]:
        first, behind = (bisect_right(self.places, at, key=lambda place: place.pk) for at in (after, upto))
        return self.places[first:behind]

    def faults_on(self, page: Sequence[Position], start: int, highest: int, *, expected: int) -> Iterator[str]:
        """
        What is wrong with these places under a head that begins after the position `start`.

        `highest` is the entry before them under the same head, 0 if none: what one sealing took is sorted.
        """
        for place in page:
            if place.pk != expected:
                yield faults.missing(expected)
            entry = self.entries.get(place.entry_id)
            if entry is None:
                yield _("Position %(position)d: entry %(entry)d was removed.") % faults.names(place)
            elif leaf_of(entry) != place.leaf:
                yield faults.changed_or_moved(place, entry)
            if place.entry_id in self.rewritten:
                yield _("Position %(position)d: the payload of entry %(entry)d was changed.") % faults.names(place)
            if place.entry_id < highest:
                yield faults.out_of_turn(place, start)
            expected, highest = place.pk + 1, place.entry_id


@dataclass
class Walk:
    """One reading of the whole journal, in constant memory and in short reads, so that no writer waits on SQLite."""

    frontier: Frontier = field(default_factory=Frontier)
    heads: int = 0
    # How many heads each key signed.
    signers: Counter[str] = field(default_factory=Counter)
    ahead: Ahead = field(default_factory=lambda: Ahead([], {}, set(), upto=0))

    def faults(self) -> Iterator[str]:
        """What is wrong, in the order of the journal. Only the first can be relied on: what follows may come of it."""
        end = Head.objects.aggregate(end=Max("size"))["end"] or 0
        while self.frontier.size < end:
            for head in Head.objects.filter(size__gt=self.frontier.size, size__lte=end)[:PAGE]:
                yield from self.faults_under(head, end)
        yield from faults.of_the_loose()
        if lowered := guards.missing(connection):
            yield _("These guards of the journal do not stand: %s.") % ", ".join(sorted(lowered))

    def faults_under(self, head: Head, end: int) -> Iterator[str]:
        start = self.frontier.size
        highest = 0
        while (at := self.frontier.size) < head.size:
            page = self.page(at, head.size, end)
            yield from self.ahead.faults_on(page, start, highest, expected=at + 1)
            if not page:
                yield faults.missing(at + 1)
                return
            highest = page[-1].entry_id
            self.frontier = self.frontier.extended(place.leaf for place in page)
        yield from self.faults_of(head, start)

    def page(self, at: int, upto: int, end: int) -> list[Position]:
        """The next places, of one head; what is read for it serves the heads behind it too, most being small."""
        if at >= self.ahead.upto:
            self.ahead = Ahead.of(Position.objects.after(at).up_to(min(end, at + PAGE)), upto=at + PAGE)
        return self.ahead.between(at, upto)

    def faults_of(self, head: Head, start: int) -> Iterator[str]:
        if not verify(head.key_id, head.statement(), head.signature):
            yield _("The head of size %d does not bear our signature.") % head.size
        if (self.frontier.root(), self.frontier.pack()) != (head.root, head.frontier):
            yield faults.rewritten(start, head)
        self.heads += 1
        self.signers[head.key_id] += 1


def rewritten_payloads(entries: Collection[int]) -> Iterator[int]:
    """The entries whose payload is not what their digest says; an erased one says nothing."""
    kept = Payload.objects.filter(entry__in=entries).select_related("entry")
    for payload in kept.iterator(chunk_size=50):
        if salted(payload.body, payload.salt) != payload.entry.digest:
            yield payload.entry_id
