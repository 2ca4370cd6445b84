"""
A page of a register in columns, as a tablet loads it first: compressed, half the bytes of the same page in rows.

The tablet's `tables.ts` reads it. Every value comes out as it went in, whatever it is; what is usual is only shorter.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from apps.quantities.numbers import is_whole

Table = dict[str, Any]
Column = list[Any] | dict[str, Any]
# A list of the different values pays where each stands three times.
OFTEN = 3
# Of a number that a tablet gave: its block, its place in it; the check digit follows from both.
GIVEN = re.compile(r"(.*)-([0-9]{5})-[0-9]", re.ASCII)
# Behind so many bits of an id of version 7 stands its time.
TIME = 80


def table(kind: str, page: Sequence[tuple[UUID, Mapping[str, Any]]]) -> Table:
    """`page` by its ids, of rows that all have the same columns."""
    names = list(page[0][1])
    columns = {name: column([row[name] for _, row in page]) for name in names}
    if "number" in columns:
        columns["number"] = numbers([row["number"] for _, row in page])
    return {"kind": kind, "rows": len(page), "ids": ids([pk for pk, _ in page]), "columns": columns}


def column(values: Sequence[Any]) -> Column:
    """As a list; or the different values, ids among themselves in their short form, and for each row which of them."""
    different = list(dict.fromkeys(values))
    if len(different) * OFTEN > len(values):
        return list(values)
    named = sorted(value for value in different if isinstance(value, UUID))
    rest = [value for value in different if not isinstance(value, UUID)]
    place = {value: at for at, value in enumerate([*rest, *named])}
    told = {"of": rest, "at": [place[value] for value in values]}
    return told | {"ids": ids(named)} if named else told


def ids(keys: Sequence[UUID]) -> Column:
    """
    Of ids that tablets make (UUIDv7) the time since the one before, in ms, and what chance added: 74 bits each, ten
    bytes, in base64. Any others as they are.
    """
    if any(key.version != 7 for key in keys):
        return [str(key) for key in keys]
    times = [key.int >> TIME for key in keys]
    chance = b"".join(without_marks(key).to_bytes(10, "big") for key in keys)
    apart = [times[0], *(after - before for before, after in pairwise(times))]
    return {"ms": apart, "chance": b64encode(chance).decode()}


def without_marks(key: UUID) -> int:
    """The twelve bits between time and variant, and the sixty-two behind it; what lies between is the same in all."""
    return (key.int >> 64 & 0xFFF) << 62 | key.int & (1 << 62) - 1


def numbers(values: Sequence[str]) -> Column:
    """
    The blocks they are of, and for each row which block and how far behind the last one of it, without check digits;
    `odd` are those by their place that nobody's tablet gave. As any column where most are odd.
    """
    given = [GIVEN.fullmatch(value) if is_whole(value) else None for value in values]
    if sum(match is None for match in given) * OFTEN > len(values):
        return column(values)
    blocks: dict[str, int] = {}
    last: dict[str, int] = {}
    at, step = [], []
    for match in given:
        block, place = (match[1], int(match[2])) if match else ("", last.get("", 0))
        at.append(blocks.setdefault(block, len(blocks)))
        step.append(place - last.get(block, 0))
        last[block] = place
    odd = {str(place): values[place] for place, match in enumerate(given) if match is None}
    return {"blocks": list(blocks), "at": at, "step": step, "odd": odd}
