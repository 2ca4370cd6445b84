"""Which answers of a form name other records: those of its questions, and those within rows by their place there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from apps.forms.grammar import Form, Kind

# A field, or its place in rows (`finders.0.digger`); the kind it refers to; the answer.
Named = tuple[str, str, Mapping[str, Any]]


def named_in(form: Form, cleaned: Mapping[str, Any]) -> Iterator[Named]:
    """Each reference that was answered."""
    for code, kind in references_of(form):
        if code in cleaned:
            yield code, kind, cleaned[code]
    for code, part, kind in rows_of(form):
        for at, row in enumerate(cleaned.get(code) or ()):
            if part in row:
                yield f"{code}.{at}.{part}", kind, row[part]


@cache
def references_of(form: Form) -> list[tuple[str, str]]:
    return [(code, asked.refers_to or "") for code, asked in form.fields.items() if asked.kind == Kind.REFERENCE]


@cache
def rows_of(form: Form) -> list[tuple[str, str, str]]:
    """The references within rows: their field, the part, the kind it refers to."""
    rows = [(asked, part) for asked in form.fields.values() for part in asked.parts]
    return [(asked.code, part.code, part.refers_to or "") for asked, part in rows if part.kind == Kind.REFERENCE]
