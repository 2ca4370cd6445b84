"""Reading files of reference data, and putting their rows where they belong, as often as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from django.db import models

Row = dict[str, Any]


def read(path: Path) -> Row:
    """A file of reference data; it names its source and says whether it is ours."""
    file: Row = orjson.loads(path.read_bytes())
    return file


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def put(rows: Sequence[models.Model], *matched_on: str) -> int:
    """
    Insert the rows, or change those already there; returns how many.

    Matched on what people know (a code), so that primary keys stay and loading twice is loading once.
    """
    if rows:
        fields = [field.name for field in rows[0]._meta.concrete_fields]
        changed = [name for name in fields if name not in {"id", *matched_on}]
        manager = type(rows[0])._default_manager
        manager.bulk_create(rows, update_conflicts=True, unique_fields=matched_on, update_fields=changed)
    return len(rows)
