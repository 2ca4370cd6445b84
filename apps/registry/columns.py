"""From the answers of a form to the columns of its model, as the form's own declaration maps them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field as Column
from django.db.models import ForeignKey, Model

from apps.forms.grammar import Form, Kind
from apps.registry.kind import Reference

NOWHERE = Reference()


@cache
def columns_of(form: Form, model: type[Model]) -> dict[str, Column]:
    """The columns that answers go to unchanged, by the code of the question; what a kind places itself is left out."""
    found = {}
    for field in form.fields.values():
        try:
            column = model._meta.get_field(field.column or field.code)
        except FieldDoesNotExist:
            continue
        # The region is the event's: resolved with the record's site, or the officer's posting.
        if isinstance(column, Column) and column.name != "region":
            found[field.code] = column
    return found


def values_of(
    form: Form, model: type[Model], answers: Mapping[str, Any], references: Mapping[str, Reference]
) -> dict[str, Any]:
    """
    The values to store for these answers, by attribute.

    An answer that is there and None is a blank. What was not answered is left out, so that the column's own default
    holds on a new record, and what stood there on an old one.
    """
    values: dict[str, Any] = {}
    for code, column in columns_of(form, model).items():
        if form.fields[code].kind == Kind.REFERENCE:
            if code in references or code in answers:
                reference = references.get(code, NOWHERE)
                values[column.attname] = reference.id
                values[f"{column.name}_written"] = reference.written
        elif code in answers:
            values[attribute_of(column)] = column.get_default() if answers[code] is None else answers[code]
    return values


def attribute_of(column: Column) -> str:
    # A choice of a currency is answered by its code, which is its key.
    return column.attname if isinstance(column, ForeignKey) else column.name


def change(record: Model, values: Mapping[str, Any]) -> list[str]:
    """Set these values; the names of the columns whose value is another now, as `save(update_fields=)` takes them."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    return [record._meta.get_field(name).name for name in changed]
