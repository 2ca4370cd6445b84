"""Answers as a tablet wrote them, in words for whoever reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.grammar import Field, Form, Kind
from apps.forms.reading import reader_of
from apps.registry.answers import PAPER_NUMBER, Teller, all_shown_to, of_ground, of_signature, shown_to
from apps.registry.kinds import all_kinds
from apps.review.reviewable import Reviewable


def spoken(
    form: Form, record: Reviewable, said: Mapping[str, Any], reader: User, *, papers: bool = False
) -> dict[str, str]:
    """
    Answers as a tablet wrote them, in words; what cannot be read is shown as it was written.

    Of a paper's number only that there was another one, unless the caller shows `papers` and writes down that he does.
    """
    words = {code: word(form, record, code, raw, reader) for code, raw in said.items() if code in form.fields}
    if not papers and words.get(PAPER_NUMBER):
        words[PAPER_NUMBER] = _("on file, another one")
    return words


def word(form: Form, record: Reviewable, code: str, raw: Any, reader: User) -> str:
    asked = form.fields[code]
    try:
        value = None if raw is None else reader_of(asked)(raw)
    except ValueError:
        return str(raw)
    if value is None:
        return ""
    if asked.kind == Kind.REFERENCE:
        return referred(asked.refers_to or "", value, reader)
    if asked.kind == Kind.ROWS:
        return rows_in_words(Teller(form, record, reader), asked, value)
    if asked.kind == Kind.POINT:
        return f"{value['lat_e6'] / 1e6:.5f}, {value['lon_e6'] / 1e6:.5f} ± {value['accuracy_m']} m"
    if asked.kind == Kind.SIGNED:
        return of_signature(value)
    if asked.kind == Kind.AREA:
        return of_ground(value)
    return Teller(form, record, reader).words(asked, value)


def rows_in_words(teller: Teller, asked: Field, rows: Sequence[Mapping[str, Any]]) -> str:
    """Of each row what it is about, then its figures."""
    columns = [column_in_words(teller, part, [row.get(part.code) for row in rows]) for part in asked.parts]
    told = [(first, ", ".join(filter(None, figures))) for first, *figures in zip(*columns, strict=True)]
    return "; ".join(": ".join(filter(None, row)) for row in told)


def column_in_words(teller: Teller, part: Field, values: Sequence[Any]) -> list[str]:
    """One part of all rows; a bare number would not say of what."""
    if part.kind == Kind.REFERENCE:
        return all_referred(part.refers_to or "", values, teller.reader)
    label = f"{part.label.in_language(teller.language).lower()} " if part.kind == Kind.INTEGER else ""
    return ["" if value is None else label + teller.words(part, value) for value in values]


def all_referred(kind: str, values: Sequence[Any], reader: User) -> list[str]:
    named = [value or {} for value in values]
    ids = [value["id"] for value in named if "id" in value]
    found = list(all_kinds()[kind].model._default_manager.filter(pk__in=ids)) if ids else []
    names = all_shown_to(reader, found)
    return [str(value.get("number") or names.get(value.get("id"), "")) for value in named]


def referred(kind: str, value: Mapping[str, Any], reader: User) -> str:
    if "number" in value:
        return str(value["number"])
    found = all_kinds()[kind].model._default_manager.filter(pk=value["id"]).first()
    return shown_to(reader, found) if found else ""
