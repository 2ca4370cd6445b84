"""What a record says now beside what it said before its correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from apps.accounts.models import User
from apps.forms.grammar import Form, Kind
from apps.forms.reading import reader_of
from apps.registry.answers import Block, Teller, shown_to, told
from apps.registry.kinds import all_kinds, kind_of
from apps.review.reviewable import Reviewable
from apps.sync.models import Submission


@dataclass(frozen=True)
class Row:
    label: str
    value: str
    before: str = ""
    changed: bool = False


@dataclass
class Section:
    title: str
    answers: list[Row]


@dataclass
class Comparison:
    """The record's sections; `compared` where it corrects something, with the officer's reason for that."""

    sections: list[Section]
    compared: bool = False
    reason: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)


def compare(record: Reviewable, *, reader: User) -> Comparison:
    form = kind_of(record).form
    now = told(form, record, reader=reader)
    sent = last_said(record)
    old = getattr(record, "replaces", None)
    if old is not None:
        before = {answer.code: answer.value for block in told(form, old, reader=reader) for answer in block.answers}
    elif sent.get("act") == "amend":
        before = spoken(form, record, sent.get("before") or {}, reader)
    else:
        return Comparison([Section(block.title, plain(block)) for block in now])
    return Comparison([beside(block, before) for block in now], True, str(sent.get("reason") or ""), sent)


def last_said(record: Reviewable) -> dict[str, Any]:
    """The last event about this record, as its tablet wrote it; nothing for one made at the desk."""
    last = (
        Submission.objects.filter(record=record.pk, status=Submission.Status.APPLIED).order_by("-received_at").first()
    )
    said = orjson.loads(bytes(last.body)) if last and last.body else {}
    return said if isinstance(said, dict) else {}


def plain(block: Block) -> list[Row]:
    return [Row(answer.label, answer.value) for answer in block.answers]


def beside(block: Block, before: Mapping[str, str]) -> Section:
    rows = [
        Row(answer.label, answer.value, old, old != answer.value)
        for answer in block.answers
        for old in [before.get(answer.code, answer.value)]
    ]
    return Section(block.title, rows)


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
    return Teller(form, record, reader).words(asked, value)


def referred(kind: str, value: Mapping[str, Any], reader: User) -> str:
    if "number" in value:
        return str(value["number"])
    found = all_kinds()[kind].model._default_manager.filter(pk=value["id"]).first()
    return shown_to(reader, found) if found else ""
