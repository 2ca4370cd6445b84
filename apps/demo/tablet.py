"""An imaginary tablet: it numbers its events without gaps and writes each once, as a real one does (design.md §4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID, uuid5

from apps.forms.dictionary import all_forms
from apps.forms.grammar import Form, Kind
from apps.quantities.numbers import with_check

COUNTRY = UUID("6b70f1e1-d000-5000-8000-00000000da0a")
ZONE = timezone(timedelta(hours=1))
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """What a tablet made: the bytes that are sent, and what they say."""

    body: str
    said: Mapping[str, Any]
    sha256: str
    region: str

    @property
    def form(self) -> str:
        return str(self.said["form"])

    @property
    def act(self) -> str:
        return str(self.said["act"])

    @property
    def record(self) -> str:
        return str(self.said["record"])

    @property
    def answers(self) -> Answers:
        answers: Answers = self.said["answers"]
        return answers

    def as_sent(self) -> dict[str, Any]:
        """The event as a member of an envelope."""
        return {"id": self.said["id"], "seq": self.said["seq"], "sha256": self.sha256, "bytes": self.body}


@dataclass
class Tablet:
    """One tablet of an office; its clock only runs forward, and its chance is its own."""

    number: int
    region: str
    chance: Random
    clock: datetime = datetime(2000, 1, 1, tzinfo=ZONE)
    events: list[Event] = field(default_factory=list)
    printed: int = 0
    # The photos that were taken, by the hash of their bytes.
    album: dict[str, bytes] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(uuid5(COUNTRY, f"tablet {self.number}"))

    def new_id(self) -> str:
        """A UUIDv7: the tablet's clock in front, so that ids made later sort later."""
        milliseconds = int(self.clock.timestamp()) * 1000 + self.chance.randrange(1000)
        bits = (
            milliseconds << 80
            | 0x7 << 76
            | self.chance.getrandbits(12) << 64
            | 0b10 << 62
            | self.chance.getrandbits(62)
        )
        return str(UUID(int=bits))

    def new_number(self) -> str:
        """The next number of the tablet's own block, with its check digit."""
        self.printed += 1
        return with_check(f"{self.number}-{self.printed:05d}")

    def advance_to(self, day: date) -> None:
        """Set the clock to some minutes after the last record, on this day or later."""
        morning = datetime.combine(day, time(8), ZONE)
        self.clock = max(morning, self.clock) + timedelta(seconds=self.chance.randrange(150, 420))

    def take_photo(self, content: bytes) -> str:
        """Keep a photo; its hash is what answers a question."""
        digest = sha256(content).hexdigest()
        self.album[digest] = content
        return digest

    def files_of(self, form: Form, answers: Answers) -> list[dict[str, Any]]:
        """The photos among the answers, as an event promises them."""
        shown = {code: answers.get(code) for code, asked in form.fields.items() if asked.kind == Kind.PHOTO}
        signed = {code: answers.get(code) or {} for code, asked in form.fields.items() if asked.kind == Kind.SIGNED}
        shown |= {code: answer.get("picture") for code, answer in signed.items()}
        return [
            {"sha256": digest, "size": len(self.album[digest]), "type": "image/jpeg", "field": code}
            for code, digest in shown.items()
            if digest
        ]

    def record(self, form: str, answers: Answers, *, day: date, record: str = "", **more: Any) -> Event:
        """Write a record down on this day: a new one, or what `more` says of an earlier one."""
        self.advance_to(day)
        asked = all_forms()[form]
        said = {
            "id": self.new_id(),
            "tablet": self.id,
            "seq": len(self.events) + 1,
            "form": form,
            "version": asked.version,
            "record": record or self.new_id(),
            **{"act": "create", "seen": None, "replaces": None, "answers": answers, "before": None, "reason": None},
            **more,
            "captured_at": self.clock.isoformat(),
            "clock_offset_s": self.chance.randrange(-40, 40),
            "position": None,
            "files": self.files_of(asked, answers),
            "previous": self.events[-1].sha256 if self.events else None,
            "language": "fr",
        }
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        event = Event(body, said, sha256(body.encode()).hexdigest(), self.region)
        self.events.append(event)
        return event
