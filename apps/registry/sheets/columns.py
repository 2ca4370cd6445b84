"""A sheet's columns from the form's declaration: the same questions as on the tablet, in either language."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.forms.cells import POINT_PARTS, point_of, rows_in
from apps.forms.grammar import Field, Form, Kind
from apps.forms.outlines import area_in
from apps.forms.reading import PLACES
from apps.forms.sheets import LANGUAGES, NOT_IN_A_SHEET, sheet_columns
from apps.places.naming import fold
from apps.quantities.reading import LARGEST_WHOLE, read_amount, shown
from apps.quantities.sheets import written
from apps.registry.sheets.lists import Lists

YES = {"yes", "oui", "y", "o", "true", "vrai", "1", "x"}
NO = {"no", "non", "n", "false", "faux", "0"}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%dT%H:%M:%S")


def fields_of(form: Form) -> list[Field]:
    return [field for field in form.fields.values() if field.kind not in NOT_IN_A_SHEET]


def headings(form: Form) -> list[str]:
    return [column.heading for column in sheet_columns(form, get_language() or "en")]


def keys_under(form: Form, headings: Sequence[str], *, spared: Collection[str] = ()) -> list[str]:
    """
    The column that each heading names, whichever language it is in; one without a heading is left out.

    Raises `ValidationError` for a heading that the form does not know, that stands twice, or that is missing and not
    spared.
    """
    known = {
        fold(name): column.key
        for language in LANGUAGES
        for column in sheet_columns(form, language)
        for name in (column.key, column.heading)
    }
    keys = [known.get(fold(heading), "") for heading in headings]
    faults = [
        _("No column of this sheet is called “%s”.") % heading
        for heading, key in zip(headings, keys, strict=True)
        if heading and not key
    ]
    for column in sheet_columns(form, get_language() or "en"):
        if keys.count(column.key) > 1:
            faults.append(_("The column “%s” stands twice.") % column.heading)
        elif is_needed(column.field) and column.key not in {*keys, *spared}:
            faults.append(_("The column “%s” is missing.") % column.heading)
    if faults:
        raise ValidationError(faults)
    return keys


def is_needed(field: Field) -> bool:
    return field.required and field.show_if is None


def answer_in(field: Field, cells: Mapping[str, Any], lists: Lists) -> Any:
    """
    The answer in a row's cells, as a tablet would write it; None for a blank one.

    Raises `ValueError` with a sentence for what cannot be read for certain; of a place, or of rows that are not whole,
    the form says so.
    """
    if field.kind == Kind.POINT:
        return point_of([cells.get(f"{field.code}_{part}") for part in POINT_PARTS])
    cell = cells.get(field.code)
    text = "" if cell is None else written(cell).strip() if not isinstance(cell, bool) else str(cell).lower()
    if not text:
        return None
    if field.kind in PLACES:
        # A number cell says what it is: only text leaves open whether a mark groups or divides.
        return text if isinstance(cell, int | float | Decimal) else str(read_amount(text, PLACES[field.kind]))
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        return choice_in(field, text, lists)
    if field.kind == Kind.ROWS:
        return answers_in(field, rows_in(field, text), lists)
    return READ.get(field.kind, str)(text)


def choice_in(field: Field, text: str, lists: Lists) -> Any:
    if field.kind == Kind.CHOICE:
        return lists.chosen(field, text)
    return [lists.chosen(field, one) for one in text.replace(";", ",").split(",") if one.strip()]


def answers_in(field: Field, rows: Any, lists: Lists) -> Any:
    """Each part read as a question of its own; what is no rows is left to the form."""
    if not isinstance(rows, list):
        return rows
    read = [{part.code: answer_in(part, row, lists) for part in field.parts} for row in rows]
    return [{code: answer for code, answer in row.items() if answer is not None} for row in read]


def whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise ValueError(_("“%s” is not a whole number.") % shown(text))
    if len(text.lstrip("0")) > LARGEST_WHOLE:
        raise ValueError(_("“%(value)s” is too large.") % {"value": shown(text)})
    return int(text)


def yes_or_no(text: str) -> bool:
    if fold(text) not in YES | NO:
        raise ValueError(_("“%s” is neither yes nor no.") % text)
    return fold(text) in YES


def day(text: str) -> str:
    for written_as in DAYS:
        try:
            return datetime.strptime(text, written_as).date().isoformat()
        except ValueError:
            continue
    raise ValueError(_("“%s” is not a day, such as 24/11/2026.") % text)


def numbered(text: str) -> dict[str, str]:
    return {"number": text}


READ: dict[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: whole,
    Kind.YEAR: whole,
    Kind.FLAG: yes_or_no,
    Kind.DATE: day,
    Kind.REFERENCE: numbered,
    Kind.AREA: area_in,
}
