"""Show that an entry is in the tree of a head: what a witness who holds that head can check alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.journal.leaves import canonical
from apps.journal.merkle import Frontier, includes, inclusion_proof, leaf_hash
from apps.journal.models import Entry, Head, Position
from apps.journal.signing import verify

PAGE = 2_000


@dataclass(frozen=True)
class Proof:
    """An entry's bytes, its number among the leaves (from 0) and the path to the root of a head (RFC 9162 §2.1.3)."""

    entry: bytes
    index: int
    path: list[bytes]
    head: Head

    def holds(self) -> bool:
        """From the entry's own bytes, not from the leaf that was kept; and the head must bear our signature."""
        head, leaf = self.head, leaf_hash(self.entry)
        signed = verify(head.key_id, head.statement(), head.signature)
        return signed and includes(leaf, self.index, head.size, self.path, head.root)


def prove(entry: Entry, place: Position, head: Head) -> Proof:
    """`ValueError` when the entry came after the head."""
    index = place.pk - 1
    return Proof(canonical(entry), index, inclusion_proof(index, head.size, subtree), head)


def subtree(start: int, end: int) -> bytes:
    """The root over the leaves from `start` (counted from 0) up to, not including, `end`."""
    return Frontier().extended(leaves(start, end)).root()


def leaves(start: int, end: int) -> Iterator[bytes]:
    while start < end:
        page = list(Position.objects.after(start).up_to(end).values_list("leaf", flat=True)[:PAGE])
        # Where leaves are gone there is no proof, and the walk says which.
        if not page:
            return
        yield from page
        start += len(page)
