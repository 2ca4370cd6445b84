"""
Which numbers are valid, in pieces that tell nothing but that: exactly, where numbers follow each other.

A piece is called by a series and a place in it, `14-00000-/0` or `D-000000/3`: a bit for each of `SPAN` numbers. What
follows no other stands by a part of its hash in one of 256 pieces, `#00` to `#ff`: of such a number that nobody has, a
tablet takes one in 2^40 for each that stands there as valid. The tablet's `papers/pieces.ts` reads the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from apps.quantities.numbers import is_whole
from apps.sync.tables import GIVEN

SPAN = 1024
# Fewer of a paper register in one block are perhaps no count, but birthdays or offices, and nobody is to read those.
FEWEST = 16
SERIAL = re.compile(r"(.*?)([0-9]{1,9})", re.ASCII)
# Nobody's paper number ends so: a tablet's own, whose check digit follows from the others.
OF_A_TABLET = "-00000-"
TAIL = 4


def place_of(number: str) -> tuple[str, int] | None:
    """The series of a number, called by its first, and its place in it; None where it has no figures at its end."""
    given = GIVEN.fullmatch(number)
    if given and is_whole(number):
        return given[1] + OF_A_TABLET, int(given[2])
    serial = SERIAL.fullmatch(number)
    return (serial[1] + "0" * len(serial[2]), int(serial[2])) if serial else None


def pieces_of(numbers: Iterable[str]) -> dict[str, bytes]:
    blocks: defaultdict[tuple[str, int], bytearray] = defaultdict(lambda: bytearray(SPAN // 8))
    alone = set()
    for number in numbers:
        place = place_of(number)
        if place is None:
            alone.add(number)
        else:
            series, at = place
            blocks[series, at // SPAN][at % SPAN // 8] |= 1 << at % 8
    sparse = {block for block, bits in blocks.items() if is_sparse(block[0], bits)}
    for block in sparse:
        alone.update(numbers_in(*block, blocks.pop(block)))
    return {f"{series}/{nth}": bytes(bits) for (series, nth), bits in blocks.items()} | by_hash(alone)


def is_sparse(series: str, bits: Sequence[int]) -> bool:
    return not series.endswith(OF_A_TABLET) and int.from_bytes(bits).bit_count() < FEWEST


def numbers_in(series: str, nth: int, bits: Sequence[int]) -> Iterator[str]:
    """Those of a paper register's series that a block names."""
    width = min(9, len(series) - len(series.rstrip("0")))
    for at in range(SPAN):
        if is_set(bits, at):
            yield f"{series[:-width]}{nth * SPAN + at:0{width}d}"


def is_set(bits: Sequence[int], at: int) -> bool:
    return bool(bits[at // 8] >> at % 8 & 1)


def by_hash(numbers: Iterable[str]) -> dict[str, bytes]:
    pieces: defaultdict[str, list[bytes]] = defaultdict(list)
    for number in numbers:
        name, tail = hashed(number)
        pieces[name].append(tail)
    return {name: b"".join(sorted(tails)) for name, tails in pieces.items()}


def hashed(number: str) -> tuple[str, bytes]:
    """In which piece it would stand, and as what."""
    digest = sha256(number.encode()).digest()
    return f"#{digest[:1].hex()}", digest[1 : 1 + TAIL]


def is_among(number: str, pieces: Mapping[str, bytes]) -> bool:
    """Whether these pieces name this number."""
    series, at = place_of(number) or ("", 0)
    bits = pieces.get(f"{series}/{at // SPAN}")
    if bits and is_set(bits, at % SPAN):
        return True
    name, tail = hashed(number)
    tails = pieces.get(name, b"")
    return any(tails[at : at + TAIL] == tail for at in range(0, len(tails), TAIL))
