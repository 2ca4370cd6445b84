"""Answers as a tablet wrote them, in words for whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from apps.accounts.models import User
from apps.forms.grammar import Field, Form, Kind
from apps.forms.reading import reader_of
from apps.registry.answers import Teller, of_ground, of_signature, shown_to
from apps.registry.kinds import all_kinds
from apps.review.reviewable import Reviewable


def spoken(form: Form, record: Reviewable, said: Mapping[str, Any], reader: User) -> dict[str, str]:
    """Answers as a tablet wrote them, in words; what cannot be read is shown as it was written."""
    return {code: word(form, record, code, raw, reader) for code, raw in said.items() if code in form.fields}


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
        return "; ".join(row_in_words(form, record, asked, row, reader) for row in value)
    if asked.kind == Kind.POINT:
        return f"{value['lat_e6'] / 1e6:.5f}, {value['lon_e6'] / 1e6:.5f} ± {value['accuracy_m']} m"
    if asked.kind == Kind.SIGNED:
        return of_signature(value)
    if asked.kind == Kind.AREA:
        return of_ground(value)
    return Teller(form, record, reader).words(asked, value)


def row_in_words(form: Form, record: Reviewable, asked: Field, row: Mapping[str, Any], reader: User) -> str:
    """One of the rows of an answer: what it is about, then its figures."""
    told = [part_in_words(form, record, part, row[part.code], reader) for part in asked.parts if part.code in row]
    return ": ".join(filter(None, (told[0], ", ".join(told[1:]))))


def part_in_words(form: Form, record: Reviewable, part: Field, value: Any, reader: User) -> str:
    if part.kind == Kind.REFERENCE:
        return referred(part.refers_to or "", value, reader)
    words = Teller(form, record, reader).words(part, value)
    # A bare number would not say of what.
    return f"{part.label.in_language(get_language() or 'en').lower()} {words}" if part.kind == Kind.INTEGER else words


def referred(kind: str, value: Mapping[str, Any], reader: User) -> str:
    if "number" in value:
        return str(value["number"])
    found = all_kinds()[kind].model._default_manager.filter(pk=value["id"]).first()
    return shown_to(reader, found) if found else ""
