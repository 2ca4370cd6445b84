"""What a record says now beside what it said before its correction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from apps.accounts.models import User
from apps.journal.models import Entry, Payload
from apps.persons.correcting import MADE
from apps.registry.answers import Block, told
from apps.registry.kinds import kind_of
from apps.registry.models import Digger
from apps.registry.spoken import spoken
from apps.review.reviewable import Reviewable
from apps.sync.models import Submission

CODED = re.compile("^[a-z][a-z_]*: ")


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
    """The record's sections, with the officer's reason for what is odd; `compared` where it corrects something."""

    sections: list[Section]
    compared: bool = False
    reason: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    # What the person said was wrong, and on whose word, where the desk has put it right last.
    asked: str = ""


def compare(record: Reviewable, *, reader: User) -> Comparison:
    form = kind_of(record).form
    now = told(form, record, reader=reader)
    sent = last_said(record)
    old = getattr(record, "replaces", None)
    if old is not None:
        before = {answer.code: answer.value for block in told(form, old, reader=reader) for answer in block.answers}
    elif asked := last_asked(record):
        before = spoken(form, record, asked["before"], reader)
        sections = [beside(block, before) for block in now]
        return Comparison(sections, True, asked=f"«{asked['claim']}» · {asked['evidence']}")
    elif sent.get("act") == "amend":
        before = spoken(form, record, sent.get("before") or {}, reader)
    else:
        return Comparison([Section(block.title, plain(block)) for block in now], reason=reason_in(sent))
    return Comparison([beside(block, before) for block in now], True, reason_in(sent), sent)


def last_asked(record: Reviewable) -> Mapping[str, Any]:
    """The words of a correction that the person asked for, where nobody has changed the record since."""
    if not isinstance(record, Digger):
        return {}
    written = Entry.objects.filter(object_id=str(record.pk), verb__in=["amended", "mended", MADE]).order_by("-pk")
    last = written.first()
    kept = Payload.objects.filter(entry=last).first() if last and last.verb == MADE else None
    return orjson.loads(bytes(kept.body)) if kept else {}


def reason_in(sent: Mapping[str, Any]) -> str:
    """What the officer said of what is odd, without the codes under which his tablet keeps each of his reasons."""
    lines = str(sent.get("reason") or "").splitlines()
    return " · ".join(CODED.sub("", line) for line in lines)


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
