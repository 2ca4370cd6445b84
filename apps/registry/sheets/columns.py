"""A sheet's columns from the form's declaration: the same questions as on the tablet, in either language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.forms.grammar import Field, Form, Kind
from apps.places.models import Participant
from apps.places.naming import fold
from apps.quantities.reading import read_amount
from apps.quantities.sheets import written

YES = {"yes", "oui", "y", "o", "true", "vrai", "1", "x"}
NO = {"no", "non", "n", "false", "faux", "0"}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%dT%H:%M:%S")
AMOUNTS = {Kind.CARATS: 2, Kind.MONEY: 2, Kind.HECTARES: 4, Kind.CUBIC_METRES: 2}
# Made by the tablet itself, so no sheet asks them.
NOT_IN_A_SHEET = {Kind.IDENTIFIER, Kind.POINT, Kind.AREA, Kind.PHOTO, Kind.SIGNED, Kind.ROWS}


def fields_of(form: Form) -> list[Field]:
    return [field for field in form.fields.values() if field.kind not in NOT_IN_A_SHEET]


def headings(form: Form) -> list[str]:
    language = get_language() or "en"
    return [field.label.in_language(language) for field in fields_of(form)]


def codes_under(form: Form, headings: Sequence[str]) -> list[str]:
    """
    The question that each column answers, whichever language it is headed in; a column without a heading is left out.

    Raises `ValidationError` for a heading that the form does not know, that stands twice, or that is missing.
    """
    known = {fold(name): field.code for field in fields_of(form) for name in names_of(field)}
    codes = [known.get(fold(heading), "") for heading in headings]
    faults = [
        _("No column of this sheet is called “%s”.") % heading
        for heading, code in zip(headings, codes, strict=True)
        if heading and not code
    ]
    language = get_language() or "en"
    for field in fields_of(form):
        label = field.label.in_language(language)
        if codes.count(field.code) > 1:
            faults.append(_("The column “%s” stands twice.") % label)
        elif field.required and not field.show_if and field.code not in codes:
            faults.append(_("The column “%s” is missing.") % label)
    if faults:
        raise ValidationError(faults)
    return codes


def names_of(field: Field) -> tuple[str, str, str]:
    return field.code, field.label.en, field.label.fr


class Lists:
    """The choice lists behind the cells, read once for a whole sheet."""

    def __init__(self) -> None:
        self.countries = {
            fold(name): each.code
            for each in Participant.objects.all()
            for name in (each.name_en, each.name_fr, each.code)
        }

    def codes(self) -> Mapping[str, frozenset[str]]:
        return {"countries": frozenset(self.countries.values())}


def answer_in(field: Field, cell: Any, lists: Lists) -> Any:
    """
    The answer in a cell, as a tablet would write it; None for a blank one.

    Raises `ValueError` with a sentence for what cannot be read for certain.
    """
    text = "" if cell is None else written(cell).strip() if not isinstance(cell, bool) else str(cell).lower()
    if not text:
        return None
    if field.kind in AMOUNTS:
        return str(read_amount(text, AMOUNTS[field.kind]))
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        return choice_in(field, text, lists)
    return READ.get(field.kind, str)(text)


def choice_in(field: Field, text: str, lists: Lists) -> Any:
    if field.kind == Kind.CHOICE:
        return chosen(field, text, lists)
    return [chosen(field, one, lists) for one in text.replace(";", ",").split(",") if one.strip()]


def whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise ValueError(_("“%s” is not a whole number.") % text)
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


def chosen(field: Field, text: str, lists: Lists) -> str:
    listed = field.choices is not None and field.choices.source == "countries"
    known = lists.countries if listed else options_of(field)
    code = known.get(fold(text))
    if code is None and known:
        raise ValueError(_("“%s” is not in the list.") % text.strip())
    return code or text


@cache
def options_of(field: Field) -> Mapping[str, str]:
    """The code behind each way to name an option, worked out once for a sheet of any length."""
    options = field.choices.options if field.choices else ()
    return {fold(name): one.code for one in options for name in (one.code, one.label.en, one.label.fr)}


def numbered(text: str) -> dict[str, str]:
    return {"number": text}


READ: dict[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: whole,
    Kind.YEAR: whole,
    Kind.FLAG: yes_or_no,
    Kind.DATE: day,
    Kind.REFERENCE: numbered,
}
