"""The bytes of an entry that the tree is built over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import orjson

from apps.journal.merkle import leaf_hash
from apps.journal.models import Entry

# Part of every leaf. Change what goes in below, and this number changes, and old leaves keep their old rule.
FORMAT = 1


class Columns(NamedTuple):
    """An entry's columns, where many are read for nothing but their leaves."""

    pk: int
    at: datetime
    verb: str
    kind: str
    object_id: str
    by: str
    tablet: str
    version: int
    region_before: int | None
    region_after: int | None
    digest: bytes | None


def canonical(entry: Entry | Columns) -> bytes:
    """
    The entry as canonical bytes, format 1: the same on any database, machine and zone, for ever.

    UTF-8 JSON without white space, keys sorted, in this order: `at` (UTC, six decimals, `+00:00`), `by`, `digest` (hex
    or null), `entry` (its number), `format`, `kind`, `object`, `region_after`, `region_before`, `tablet`, `verb`,
    `version`. Whole numbers, texts and null only.
    """
    return orjson.dumps(
        {
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": entry.by,
            "digest": None if entry.digest is None else entry.digest.hex(),
            "entry": entry.pk,
            "format": FORMAT,
            "kind": entry.kind,
            "object": entry.object_id,
            "region_after": entry.region_after,
            "region_before": entry.region_before,
            "tablet": entry.tablet,
            "verb": entry.verb,
            "version": entry.version,
        },
        option=orjson.OPT_SORT_KEYS,
    )


def leaf_of(entry: Entry | Columns) -> bytes:
    return leaf_hash(canonical(entry))
