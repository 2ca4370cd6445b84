"""The tables of size classes as a form's list, and the rows that a find or a sale has below it for its classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model

from apps.columns.models import ClassTable, SizeClass
from apps.statements.compiled import Compiled
from apps.statements.journey import Row
from apps.statements.keeping import kept_for

SECONDS = 60
Option = dict[str, str]


def table_code(code: str, version: int) -> str:
    return f"{code}.{version}"


def class_code(table: str, version: int, name: str) -> str:
    """Its table and its name: what stands before the last dot is the same in all classes of a table."""
    return f"{table_code(table, version)}.{name.replace('.', '-')}"


@kept_for(SECONDS)
def kept_classes() -> Mapping[str, int]:
    """Every class's key by its code."""
    rows = SizeClass.objects.values_list("table__code", "table__version", "name", "pk")
    return {class_code(table, version, name): key for table, version, name, key in rows}


CLASS_TABLES = Compiled(lambda: ClassTable.objects.values_list("code", "version", "name_en", "name_fr"))
OF_CLASS = ("table__code", "table__version", "name", "table__kind", "lower")
SIZE_CLASSES = Compiled(
    lambda: SizeClass.objects.order_by("table__code", "table__version", "position").values_list(*OF_CLASS)
)


def class_lists(tables: Iterable[Row], classes: Iterable[Row]) -> dict[str, list[Option]]:
    """The answers to `CLASS_TABLES` and `SIZE_CLASSES` as a tablet chooses from them."""
    named = [{"code": table_code(code, version), "en": en, "fr": fr} for code, version, en, fr in tables]
    return {"class_tables": named, "size_classes": [option_of(*row) for row in classes]}


def option_of(table: str, version: int, name: str, kind: str, lower: Decimal) -> Option:
    """By its name, and in a table of weights by its lower bound."""
    code = class_code(table, version, name)
    if kind == ClassTable.Kind.SIEVE:
        return {"code": code, "en": name, "fr": name}
    bound = f"{lower.normalize():f}"
    # No line is broken within the bound.
    en, fr = f"{name} (≥\u00a0{bound}\u00a0ct)", f"{name} (≥\u00a0{bound.replace('.', ',')}\u00a0ct)"
    return {"code": code, "en": en, "fr": fr}


def sizes_of(answers: Mapping[str, Any], model: type[Model], **of: Any) -> list[Model]:
    """The unsaved rows for the classes that were answered."""
    return [
        model(size_class_id=kept_classes()[row["class"]], stones=row.get("stones"), carats=row["carats"], **of)
        for row in rows_in(answers)
    ]


def sized_carats(answers: Mapping[str, Any]) -> Decimal | None:
    """What all classes weigh together; None where the stones were not sorted."""
    carats: Sequence[Decimal] = [row["carats"] for row in rows_in(answers)]
    return sum(carats, Decimal("0.00")) if carats else None


def rows_in(answers: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return answers.get("sizes") or ()
