"""A record as the cells of a sheet, and where a sheet's row says something else than the record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.forms.cells import POINT_PARTS, show_cell, show_option
from apps.forms.grammar import Field
from apps.forms.grammar import Kind as Asked
from apps.registry.answers import PAPER_NUMBER
from apps.registry.columns import values_of
from apps.registry.kind import Kind, Reference, is_fact
from apps.registry.making import PAPER
from apps.registry.models import Digger, Document


def cell_of(field: Field, record: Any) -> Any:
    """What an import reads back as the same answer: labels in the reader's language, numbers, plain days."""
    value, language = answer_of(field, record), get_language() or "en"
    match value:
        case bool():
            return _("yes") if value else _("no")
        case date():
            return value.isoformat()
        case list():
            return ", ".join(show_option(field, code, language) for code in value)
        case str() if field.choices:
            return show_option(field, value, language)
        case None:
            return ""
        case int() | str():
            return value
        case _:
            return str(value)


def answer_of(field: Field, record: Any) -> Any:
    if field.code in PAPER:
        paper = next(iter(record.documents.all()), None)
        return getattr(paper, PAPER[field.code]) if paper else ("none" if field.code == "document_kind" else None)
    column = field.column or field.code
    if field.kind == Asked.REFERENCE:
        other = getattr(record, column)
        return other.number if other else getattr(record, f"{column}_written")
    return getattr(record, column)


def differences(
    kind: Kind,
    record: Any,
    cleaned: Mapping[str, Any],
    references: Mapping[str, Reference],
    *,
    besides: Collection[str] = (),
) -> dict[str, str]:
    """By question: "before → after" where the row says something else; a blank cell says nothing."""
    wanted = values_of(kind.form, kind.model, cleaned, references)
    fields = [kind.form.fields[code] for code in cleaned if code not in besides]
    return {
        field.code: f"{before(kind, field, record)} → {said(field, cleaned[field.code])}"
        for field in fields
        if differs(kind, field, record, cleaned, wanted)
    }


def differs(kind: Kind, field: Field, record: Any, cleaned: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    answer = cleaned[field.code]
    if field.code in kind.sheet.apart:
        return not alike(kind.sheet.apart[field.code](record), answer)
    if field.code in PAPER:
        return isinstance(record, Digger) and not has_paper(record, cleaned)
    if field.kind == Asked.REFERENCE and is_fact(kind):
        # What it names may have come into a register since.
        return bool(answer_of(field, record) != answer["number"])
    column = field.column or field.code
    names = [f"{column}_id", f"{column}_written"] if field.kind == Asked.REFERENCE else [column, f"{column}_id"]
    return any(name in wanted and getattr(record, name) != wanted[name] for name in names)


def alike(one: Any, other: Any) -> bool:
    """The same answer; rows in whatever order."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(row in other for row in one)
    return bool(one == other)


def before(kind: Kind, field: Field, record: Any) -> Any:
    # Whoever brings a sheet has the new number before him; the old one he does not need.
    if field.code == PAPER_NUMBER:
        return "…"
    return (
        said(field, kind.sheet.apart[field.code](record)) if field.code in kind.sheet.apart else cell_of(field, record)
    )


def said(field: Field, answer: Any) -> str:
    language = get_language() or "en"
    if answer is None:
        return ""
    if field.kind == Asked.POINT:
        return ", ".join(show_cell(field, f"{field.code}_{part}", answer, language) for part in POINT_PARTS)
    return show_cell(field, field.code, answer, language)


def has_paper(digger: Digger, cleaned: Mapping[str, Any]) -> bool:
    kind = cleaned.get("document_kind")
    if kind in {None, "none"}:
        return True
    wanted = (kind, cleaned.get("document_number") or "", bool(cleaned.get("document_seen")))
    return wanted in {(paper.kind, paper.number, paper.seen) for paper in papers_of(digger)}


def papers_of(digger: Digger) -> list[Document]:
    return list(digger.documents.all())
