"""One growing Merkle tree (RFC 9162 §2.1): hashes, the compact range that grows it, and proofs. No database here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

HASH_SIZE = 32
# The root of the subtree over the leaves numbered from the first (counted from 0) up to, not including, the second.
Subtree = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """
    All of a tree that it takes to append to it: its size and the roots of its full subtrees, left to right.

    There is one root for each bit set in the size, so a tree over a thousand million leaves fits in 960 bytes.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Self:
        """The frontier from its stored bytes; `ValueError` when they do not fit the size."""
        if len(packed) != HASH_SIZE * size.bit_count():
            raise ValueError("The frontier does not fit its size.")
        return cls(size, tuple(packed[at : at + HASH_SIZE] for at in range(0, len(packed), HASH_SIZE)))

    def pack(self) -> bytes:
        return b"".join(self.peaks)

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after these leaf hashes, in time that grows with their number and not with the tree."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            peaks.append(leaf)
            size += 1
            for _ in range((size & -size).bit_length() - 1):
                right = peaks.pop()
                peaks.append(node_hash(peaks.pop(), right))
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        if not self.peaks:
            return sha256().digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def split(size: int) -> int:
    """The largest power of two below `size`: where RFC 9162 divides a tree of two leaves or more."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The path from the leaf number `index` (from 0) to the root of the tree of `size` (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("The leaf is not in a tree of this size.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return [subtree(*span) for span in reversed(path)]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf to the root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    return climb(leaf, index, size - 1, path)[1] == root


def consistency_proof(older: int, newer: int, subtree: Subtree) -> list[bytes]:
    """What shows that the tree of `newer` only added to that of `older` (RFC 9162 §2.1.4.1)."""
    if not 0 < older <= newer:
        raise ValueError("A tree grows from one leaf or more.")
    start, end, whole, path = 0, newer, True, []
    while older < end:
        middle = start + split(end - start)
        if older <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    if not whole:
        path.append((start, end))
    return [subtree(*span) for span in reversed(path)]


def consistent(older: int, newer: int, path: Sequence[bytes], older_root: bytes, newer_root: bytes) -> bool:
    """Whether the proof leads from the older root to both roots (RFC 9162 §2.1.4.2)."""
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not path and older_root == newer_root
    # The older tree may itself be a full subtree of the newer one; the proof then leaves it out.
    steps = [older_root, *path] if older.bit_count() == 1 else path
    if not steps:
        return False
    full = (older & -older).bit_length() - 1
    return climb(steps[0], (older - 1) >> full, (newer - 1) >> full, steps[1:]) == (older_root, newer_root)


def climb(start: bytes, at: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """
    Follow a path from a node to the root, where `last` is the number of the last node on the first node's level.

    Returns the root over what lies left of the path and that over everything; two empty hashes when the path is too
    long or too short, which no root equals.
    """
    left = whole = start
    for step in path:
        if last == 0:
            return b"", b""
        if at & 1 or at == last:
            left, whole = node_hash(step, left), node_hash(step, whole)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            whole = node_hash(whole, step)
        at, last = at >> 1, last >> 1
    return (left, whole) if last == 0 else (b"", b"")
