"""Check the journal against its own tree: what was changed, removed or put elsewhere is named by its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

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


@dataclass
class Walk:
    """One reading of the whole journal, in constant memory and in short reads, so that no writer waits on SQLite."""

    frontier: Frontier = field(default_factory=Frontier)
    heads: int = 0
    # How many heads each key signed.
    signers: Counter[str] = field(default_factory=Counter)

    def faults(self) -> Iterator[str]:
        """What is wrong, in the order of the journal. Only the first can be relied on: what follows may come of it."""
        end = Head.objects.aggregate(end=Max("size"))["end"] or 0
        while self.frontier.size < end:
            for head in Head.objects.filter(size__gt=self.frontier.size, size__lte=end)[:PAGE]:
                yield from self.faults_under(head)
        yield from faults.of_the_loose()
        if lowered := guards.missing(connection):
            yield _("These guards of the journal do not stand: %s.") % ", ".join(sorted(lowered))

    def faults_under(self, head: Head) -> Iterator[str]:
        start = self.frontier.size
        highest = 0
        while (at := self.frontier.size) < head.size:
            page = list(Position.objects.after(at).up_to(min(head.size, at + PAGE)))
            yield from faults_on(page, start, highest, expected=at + 1)
            if not page:
                yield faults.missing(at + 1)
                return
            highest = page[-1].entry_id
            self.frontier = self.frontier.extended(place.leaf for place in page)
        yield from self.faults_of(head, start)

    def faults_of(self, head: Head, start: int) -> Iterator[str]:
        if not verify(head.key_id, head.statement(), head.signature):
            yield _("The head of size %d does not bear our signature.") % head.size
        if (self.frontier.root(), self.frontier.pack()) != (head.root, head.frontier):
            yield faults.rewritten(start, head)
        self.heads += 1
        self.signers[head.key_id] += 1


def faults_on(page: list[Position], start: int, highest: int, *, expected: int) -> Iterator[str]:
    """
    What is wrong with these places under a head that begins after the position `start`.

    `highest` is the entry before them under the same head, 0 if none: what one sealing took is sorted.
    """
    entries = Entry.objects.in_bulk([place.entry_id for place in page])
    rewritten = set(rewritten_payloads(entries))
    for place in page:
        if place.pk != expected:
            yield faults.missing(expected)
        entry = entries.get(place.entry_id)
        if entry is None:
            yield _("Position %(position)d: entry %(entry)d was removed.") % faults.names(place)
        elif leaf_of(entry) != place.leaf:
            yield faults.changed_or_moved(place, entry)
        if place.entry_id in rewritten:
            yield _("Position %(position)d: the payload of entry %(entry)d was changed.") % faults.names(place)
        if place.entry_id < highest:
            yield faults.out_of_turn(place, start)
        expected, highest = place.pk + 1, place.entry_id


def rewritten_payloads(entries: Collection[int]) -> Iterator[int]:
    """The entries whose payload is not what their digest says; an erased one says nothing."""
    kept = Payload.objects.filter(entry__in=entries).select_related("entry")
    for payload in kept.iterator(chunk_size=50):
        if salted(payload.body, payload.salt) != payload.entry.digest:
            yield payload.entry_id
