"""The tables of size classes as a form's list, and the rows that a find or a sale has below it for its classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model

from apps.columns.models import ClassTable, SizeClass
from apps.statements.keeping import kept_for

SECONDS = 60
Option = dict[str, str]


def table_code(table: ClassTable) -> str:
    return f"{table.code}.{table.version}"


def class_code(one: SizeClass) -> str:
    """Its table and its name: what stands before the last dot is the same in all classes of a table."""
    return f"{table_code(one.table)}.{one.name.replace('.', '-')}"


@kept_for(SECONDS)
def kept_classes() -> Mapping[str, int]:
    """Every class's key by its code."""
    return {class_code(one): one.pk for one in SizeClass.objects.select_related("table")}


def class_lists() -> dict[str, list[Option]]:
    """The tables and their classes as a tablet chooses from them."""
    tables = [
        {"code": table_code(table), "en": table.name_en, "fr": table.name_fr} for table in ClassTable.objects.all()
    ]
    classes = SizeClass.objects.select_related("table").order_by("table__code", "table__version", "position")
    return {"class_tables": tables, "size_classes": [option_of(one) for one in classes]}


def option_of(one: SizeClass) -> Option:
    """By its name, and in a table of weights by its lower bound."""
    if one.table.kind == ClassTable.Kind.SIEVE:
        return {"code": class_code(one), "en": one.name, "fr": one.name}
    bound = f"{one.lower.normalize():f}"
    # No line is broken within the bound.
    en, fr = f"{one.name} (≥\u00a0{bound}\u00a0ct)", f"{one.name} (≥\u00a0{bound.replace('.', ',')}\u00a0ct)"
    return {"code": class_code(one), "en": en, "fr": fr}


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
