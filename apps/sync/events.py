"""Read what a tablet sent: first what can be said of any bytes, then what an event must say."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson

from apps.files.promising import HASH, matches
from apps.forms.dictionary import all_forms
from apps.forms.grammar import Form
from apps.forms.upcasting import is_taken, upcast
from apps.registry.forms import DIGGER
from apps.sync.reasons import Reason, reason

# A tablet counts in JavaScript's numbers, which are whole up to here.
MOST_SEQ = 2**53 - 1
UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
# Of so many at the most an officer says that they are other people, and how like the new one they may be.
MOST_OTHERS, MOST_LIKE = 20, 1_000
# An escaped NUL that is not itself behind an escaped backslash.
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
# What every tablet calls itself where an officer practises: no tablet is enrolled under it.
TRAINING = "00000000-0000-4000-8000-000000000000"
# How far a tablet's clock may be from ours before we judge answers by our own day.
CLOCK_BEHIND, CLOCK_AHEAD = timedelta(days=400), timedelta(days=2)


# Compared by identity: the same bytes may come twice in one envelope, and each is answered.
@dataclass(frozen=True, eq=False)
class Item:
    """One member of an envelope: the bytes as they came, and under what they were sent where that can be read."""

    sent_as: dict[str, Any]
    body: bytes
    digest: bytes
    id: uuid.UUID | None = None
    seq: int | None = None
    fault: Reason | None = None
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def own_id(self, tablet: uuid.UUID) -> uuid.UUID:
        """An id made from the bytes, for an event that cannot stand under the one it claims."""
        claimed = f"{self.sent_as.get('id')} {self.sent_as.get('seq')} {self.sent_as.get('sha256')}"
        return uuid.uuid5(tablet, f"{claimed} {self.digest.hex()}")


@dataclass(frozen=True)
class Event:
    """An event that can be read, not yet judged."""

    id: uuid.UUID
    item: Item
    form: Form
    # As the tablet had it; its answers are read as the form asks now.
    version: int
    record: uuid.UUID
    act: str
    seen: int | None
    replaces: uuid.UUID | None
    answers: Any
    before: dict[str, Any]
    why: str
    captured_at: datetime
    language: str

    def day(self, now: datetime) -> date:
        """The officer's day; ours where the tablet's clock is too far off to be believed."""
        believable = now - CLOCK_BEHIND <= self.captured_at <= now + CLOCK_AHEAD
        return self.captured_at.date() if believable else now.date()


def unwrap(sent: Any) -> Item:
    """The bytes of one member of an envelope; what is no proper member is kept as JSON, with its fault."""
    if not isinstance(sent, dict) or not isinstance(sent.get("bytes"), str):
        return broken({} if not isinstance(sent, dict) else sent, orjson.dumps(sent), "unreadable")
    body = sent["bytes"].encode()
    if not (matches(UUID, sent.get("id")) and matches(HASH, sent.get("sha256")) and is_seq(sent.get("seq"))):
        return broken(sent, body, "unreadable")
    if sha256(body).hexdigest() != sent["sha256"]:
        return broken(sent, body, "hash")
    return Item(sent, body, sha256(body).digest(), uuid.UUID(sent["id"]), sent["seq"])


def broken(sent: dict[str, Any], body: bytes, code: str) -> Item:
    return Item(sent, body, sha256(body).digest(), fault=reason(code))


def is_seq(value: Any) -> bool:
    return type(value) is int and 1 <= value <= MOST_SEQ


def read(item: Item, *, tablet: uuid.UUID, officer: int) -> Event | Reason:
    """The event in these bytes, or why it is none of this tablet's."""
    try:
        said = orjson.loads(item.body)
    except orjson.JSONDecodeError:
        return reason("unreadable")
    if not isinstance(said, dict):
        return reason("unreadable")
    if b"\\u0000" in item.body and NUL.search(item.body):
        return reason("nul")
    return foreign(item, said, tablet, officer) or understood(item, said)


def foreign(item: Item, said: dict[str, Any], tablet: uuid.UUID, officer: int) -> Reason | None:
    if said.get("tablet") == TRAINING:
        return reason("training")
    if said.get("tablet") != str(tablet):
        return reason("tablet")
    if said.get("id") != str(item.id) or said.get("seq") != item.seq:
        return reason("envelope")
    # A tablet that several officers share says who wrote; one that does not say means whoever sends.
    if said.get("officer") not in (None, officer, str(officer)):
        return reason("officer")
    return None


def understood(item: Item, said: dict[str, Any]) -> Event | Reason:
    form = all_forms().get(said["form"]) if isinstance(said.get("form"), str) else None
    if form is None or not is_taken(form, said.get("version")):
        return reason("form", form=str(said.get("form"))[:40], version=str(said.get("version"))[:10])
    if said.get("act") not in acts_of(form):
        return reason("act")
    captured_at = moment(said.get("captured_at"))
    if captured_at is None or not has_its_parts(said):
        return reason("unreadable")
    return Event(
        id=uuid.UUID(said["id"]),
        item=item,
        form=form,
        version=said["version"],
        record=uuid.UUID(said["record"]),
        act=said["act"],
        seen=said.get("seen"),
        replaces=uuid.UUID(said["replaces"]) if said.get("replaces") else None,
        answers=upcast(form, said["version"], said.get("answers") or {}),
        before=upcast(form, said["version"], said.get("before") or {}),
        why=said.get("reason") or "",
        captured_at=captured_at,
        language=str(said.get("language") or "en"),
    )


def acts_of(form: Form) -> tuple[str, ...]:
    """What a tablet may do with this form: where a fact may be replaced, it may also be ended."""
    return (*form.acts, "void") if "replace" in form.acts else form.acts


def has_its_parts(said: dict[str, Any]) -> bool:
    return (
        matches(UUID, said.get("record"))
        and (matches(UUID, said.get("replaces")) if said["act"] in {"replace", "void"} else not said.get("replaces"))
        and (type(said.get("seen")) is int or said.get("seen") is None)
        and (said["act"] != "amend" or said.get("seen") is not None)
        and isinstance(said.get("before") or {}, dict)
        and isinstance(said.get("reason") or "", str)
        and tells_apart(said)
    )


def tells_apart(said: dict[str, Any]) -> bool:
    """Whom the officer saw beside the digger he registers, and said to be others: ids, each with how like it is."""
    others = said.get("other_than")
    if others is None:
        return True
    of_a_new_digger = (said["form"], said["act"]) == (DIGGER.code, "create")
    if not of_a_new_digger or not isinstance(others, dict) or len(others) > MOST_OTHERS or said["record"] in others:
        return False
    return all(matches(UUID, one) and type(score) is int and 0 <= score <= MOST_LIKE for one, score in others.items())


def moment(said: Any) -> datetime | None:
    """A moment with its zone; None for anything else, for it could not be put beside another."""
    try:
        at = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        return None
    # The first and last days of the calendar have no moment in every zone.
    return at if at.tzinfo and 1 < at.year < 9999 and at.astimezone(UTC) else None
