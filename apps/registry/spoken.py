"""Answers as a tablet wrote them, in words for whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.accounts.models import User
from apps.forms.grammar import Form, Kind
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
    if asked.kind == Kind.POINT:
        return f"{value['lat_e6'] / 1e6:.5f}, {value['lon_e6'] / 1e6:.5f} ± {value['accuracy_m']} m"
    if asked.kind == Kind.SIGNED:
        return of_signature(value)
    if asked.kind == Kind.AREA:
        return of_ground(value)
    return Teller(form, record, reader).words(asked, value)


def referred(kind: str, value: Mapping[str, Any], reader: User) -> str:
    if "number" in value:
        return str(value["number"])
    found = all_kinds()[kind].model._default_manager.filter(pk=value["id"]).first()
    return shown_to(reader, found) if found else ""
