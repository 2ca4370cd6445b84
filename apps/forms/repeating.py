"""Reading rows: the same few questions several times over, as the size classes of a find or those who share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from apps.forms.grammar import Field

Row = Mapping[str, Any]
Part = tuple[Field, Callable[[Any], Any]]
# What is said of a row is said of the whole answer; these faults of a part have a sentence of their own there.
BEYOND = {"too_small": "beyond", "too_large": "beyond", "choice": "choice"}


def read_rows(raw: Any, *, parts: Sequence[Part], most: int, each_once: str | None) -> list[Row] | None:
    """The rows in their order, each with the parts that were answered."""
    if not isinstance(raw, list):
        raise ValueError("unreadable")
    if len(raw) > most:
        raise ValueError("too_long")
    rows = [read_row(one, parts) for one in raw]
    keys = [row.get(each_once) for row in rows] if each_once else []
    if any(key is not None and key in keys[:at] for at, key in enumerate(keys)):
        raise ValueError("twice")
    return rows or None


def read_row(raw: Any, parts: Sequence[Part]) -> Row:
    if not isinstance(raw, dict) or not raw.keys() <= {part.code for part, _ in parts}:
        raise ValueError("unreadable")
    said = {part.code: read_part(raw.get(part.code), read) for part, read in parts}
    row = {code: value for code, value in said.items() if value is not None}
    if not row or any(part.required and part.code not in row for part, _ in parts):
        raise ValueError("incomplete")
    return row


def read_part(raw: Any, read: Callable[[Any], Any]) -> Any:
    try:
        return None if raw is None else read(raw)
    except ValueError as fault:
        raise ValueError(BEYOND.get(str(fault), "unreadable")) from fault
