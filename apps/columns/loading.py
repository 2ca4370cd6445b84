"""Reference data of columns: the measures, the columns of the four sheets and the size classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.columns.models import ClassTable, Column, Measure, SizeClass

Row = dict[str, Any]
Say = Callable[[str], None]


def load_reference(root: Path, say: Say) -> None:
    """Load the files of `root`, all of them or none; what stands already is matched on its code and changed."""
    with transaction.atomic():
        load_measures(read(root / "measures.json"), say)
        load_columns(read(root / "columns.json"), say)
        load_size_classes(read(root / "size_classes.json"), say)


def read(path: Path) -> Row:
    file: Row = orjson.loads(path.read_bytes())
    return file


def put(rows: Sequence[models.Model], *matched_on: str) -> int:
    """Insert the rows, or change those already there, matched on what people know; returns how many."""
    fields = [field.name for field in rows[0]._meta.concrete_fields if field.name not in {"id", *matched_on}]
    manager = type(rows[0])._default_manager
    manager.bulk_create(rows, update_conflicts=True, unique_fields=matched_on, update_fields=fields)
    return len(rows)


def load_measures(file: Row, say: Say) -> None:
    rows = [Measure(source=file["source"], ours=file["ours"], **row) for row in file["measures"]]
    say(_("%d measures, in our own numbering") % put(rows, "code"))


def load_columns(file: Row, say: Say) -> None:
    """
    The file's order is the order of print; a column takes sheet and heading from its group.

    What the method asks no more is no column any more; returns that were made keep what they said under its code.
    """
    groups = {group["code"]: group for group in file["groups"]}
    rows = [
        column(row, groups[row["group"]], position=position, method_version=file["method_version"])
        for position, row in enumerate(file["columns"], start=1)
    ]
    Column.objects.exclude(code__in=[row.code for row in rows]).delete()
    say(_("%d columns of the matrix") % put(rows, "code"))


def column(row: Row, group: Row, *, position: int, method_version: str) -> Column:
    asked = {name: value for name, value in row.items() if name != "measure"}
    return Column(
        sheet=group["sheet"], group_en=group["title_en"], group_fr=group["title_fr"], measure_id=row.get("measure"),
        position=position, method_version=method_version, **asked,
    )  # fmt: skip


def load_size_classes(file: Row, say: Say) -> None:
    fields = ("code", "version", "kind", "name_en", "name_fr", "certainty", "source")
    put([ClassTable(**{field: file[field] for field in fields})], "code", "version")
    table = ClassTable.objects.get(code=file["code"], version=file["version"])
    rows = [
        SizeClass(table=table, position=position, name=row["name"], lower=Decimal(row["lower"]))
        for position, row in enumerate(file["classes"], start=1)
    ]
    say(_("%d size classes, unconfirmed") % put(rows, "table", "position"))
