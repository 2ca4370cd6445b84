"""A record as the cells of a sheet, and where a sheet's row says something else than the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.forms.grammar import Field, Form, Kind
from apps.registry.answers import PAPER_NUMBER
from apps.registry.columns import values_of
from apps.registry.kind import Reference
from apps.registry.models import Digger, Document

PAPER = {"document_kind": "kind", "document_number": "number", "document_seen": "seen"}


def cell_of(field: Field, record: Any) -> Any:
    """What an import reads back as the same answer: labels in the reader's language, numbers, plain days."""
    value = answer_of(field, record)
    match value:
        case bool():
            return _("yes") if value else _("no")
        case date():
            return value.isoformat()
        case list():
            return ", ".join(label_of(field, code) for code in value)
        case str() if field.choices:
            return label_of(field, value)
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
    if field.kind == Kind.REFERENCE:
        other = getattr(record, column)
        return other.number if other else getattr(record, f"{column}_written")
    return getattr(record, column)


def label_of(field: Field, code: str) -> str:
    options = field.choices.options if field.choices else ()
    return next((one.label.in_language(get_language() or "en") for one in options if one.code == code), code)


def differences(
    form: Form, record: Any, cleaned: Mapping[str, Any], references: Mapping[str, Reference]
) -> dict[str, str]:
    """By question: "before → after" where the row says something else; a blank cell says nothing."""
    wanted = values_of(form, type(record), cleaned, references)
    changed: dict[str, str] = {}
    for code, answer in cleaned.items():
        field = form.fields[code]
        column = field.column or field.code
        names = [f"{column}_id", f"{column}_written"] if field.kind == Kind.REFERENCE else [column, f"{column}_id"]
        if code in PAPER:
            differs = isinstance(record, Digger) and not has_paper(record, cleaned)
        else:
            differs = any(name in wanted and getattr(record, name) != wanted[name] for name in names)
        if differs:
            after = answer["number"] if field.kind == Kind.REFERENCE else said(field, answer)
            # Whoever brings a sheet has the new number before him; the old one he does not need.
            before = "…" if code == PAPER_NUMBER else cell_of(field, record)
            changed[code] = f"{before} → {after}"
    return changed


def said(field: Field, answer: Any) -> str:
    match answer:
        case bool():
            return _("yes") if answer else _("no")
        case list():
            return ", ".join(label_of(field, code) for code in answer)
        case str() if field.choices:
            return label_of(field, answer)
        case _:
            return str(answer)


def has_paper(digger: Digger, cleaned: Mapping[str, Any]) -> bool:
    kind = cleaned.get("document_kind")
    if kind in {None, "none"}:
        return True
    wanted = (kind, cleaned.get("document_number") or "", bool(cleaned.get("document_seen")))
    return wanted in {(paper.kind, paper.number, paper.seen) for paper in papers_of(digger)}


def papers_of(digger: Digger) -> list[Document]:
    return list(digger.documents.all())
