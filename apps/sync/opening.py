"""Open what tablets sealed to the custodian's key, and take it in as if the tablet had sent it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Enrolment, Tablet
from apps.accounts.models.recovery import CURVE, point_of
from apps.journal.signing import name_of
from apps.statements.writing import Writing
from apps.sync.attempting import attempt
from apps.sync.intake import receive
from apps.sync.outcomes import Answer
from apps.sync.sender import Sender, sender_again
from apps.sync.tablets import note_marks

PURPOSE = b"kpfield/sealed/1\n"
AT_ONCE = 50
# What a copy raises that is not whole.
SHUT = (AttributeError, InvalidTag, KeyError, TypeError, ValueError)


class SealedFileError(ValueError):
    """The file is none that a tablet saved; says why in a sentence."""


@dataclass(frozen=True)
class Opened:
    """What was in a file: the events by tablet and officer, and how many copies stayed shut."""

    events: dict[tuple[str, int], list[dict[str, Any]]]
    # Of the pictures that the events promise: tablet, hash and the key under which the picture lies in the file.
    keys: tuple[tuple[str, str, bytes], ...] = ()
    other_key: int = 0
    damaged: int = 0
    # Of another tablet than the one that sent the file.
    foreign: int = 0

    def of(self, tablet: Tablet) -> Opened:
        """
        What is of this tablet, where the file is known to be its own.

        Every tablet has the key to which copies are sealed, so that whoever steals one could seal in anybody's name.
        """
        own = {who: events for who, events in self.events.items() if who[0] == str(tablet.pk)}
        keys = tuple(key for key in self.keys if key[0] == str(tablet.pk))
        foreign = sum(len(events) for who, events in self.events.items() if who not in own)
        return replace(self, events=own, keys=keys, foreign=foreign)


def head_of(file: bytes) -> dict[str, Any]:
    """What a file says: its first line, behind which the pictures lie as they are; before photos, the whole of it."""
    try:
        said = orjson.loads(file)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict) or said.get("kind") != "kpfield/sealed" or not isinstance(said.get("copies"), list):
        raise SealedFileError(_("This is no file of sealed copies."))
    if said.get("version") not in {1, 2}:
        raise SealedFileError(_("This file was made by a newer app: update the server first."))
    return said


def open_all(copies: Sequence[Any], key: ec.EllipticCurvePrivateKey) -> Opened:
    """Each copy for itself: one that is damaged, or sealed to another key, does not keep the others shut."""
    public = point_of(key)
    copies = [copy for copy in copies if isinstance(copy, dict)]
    fitting = [copy for copy in copies if copy.get("key") == name_of(public)]
    told = [opened(copy, key, public) for copy in fitting]
    events: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for one in sorted((one for one in told if one), key=lambda one: one["seq"]):
        events[one["tablet"], one["officer"]].append({name: one.get(name) for name in ("id", "seq", "sha256", "bytes")})
    keys = tuple((one["tablet"], name, key) for one in told if one for name, key in one["photos"])
    return Opened(dict(events), keys, other_key=len(copies) - len(fitting), damaged=told.count(None))


def unsealed(copy: dict[str, Any], key: ec.EllipticCurvePrivateKey, public: bytes) -> Any:
    """What was sealed; raises one of `SHUT` for a copy that is not whole."""
    return orjson.loads(unsealed_bytes(copy, key, public))


def unsealed_bytes(copy: dict[str, Any], key: ec.EllipticCurvePrivateKey, public: bytes) -> bytes:
    point, iv, data = (bytes.fromhex(copy[name]) for name in ("point", "iv", "data"))
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
    secret = HKDF(SHA256(), 32, salt=None, info=PURPOSE + point + public).derive(shared)
    return AESGCM(secret).decrypt(iv, data, copy["key"].encode())


def report_in(copy: dict[str, Any], key: ec.EllipticCurvePrivateKey) -> dict[str, Any] | None:
    """A report in confidence: {"day", "seen", "where", "words"}; None for one that is not whole."""
    try:
        said = unsealed(copy, key, point_of(key))
        return {name: said.get(name) for name in ("day", "seen", "where", "words")}
    except SHUT:
        return None


def reports_in(box: Any, key: ec.EllipticCurvePrivateKey) -> list[Any]:
    """
    The reports in confidence that waited on the tablet, each still sealed to its reader.

    They lie in a box of one size, so that whoever holds the file cannot tell whether there are any.
    """
    try:
        return list(unsealed(box, key, point_of(key))["reports"])
    except SHUT:
        return []


def opened(copy: dict[str, Any], key: ec.EllipticCurvePrivateKey, public: bytes) -> dict[str, Any] | None:
    """What was sealed: {"tablet", "officer", "id", "seq", "sha256", "bytes", "photos"}; None where it is not whole."""
    try:
        said = unsealed(copy, key, public)
        who = {"tablet": str(UUID(said["tablet"])), "officer": int(said["officer"]), "seq": int(said["seq"])}
        photos = [(str(one["sha256"]), bytes.fromhex(one["key"])) for one in said.get("photos", [])]
        return {**said, **who, "photos": photos}
    except SHUT:
        return None


def take_in(found: Opened) -> Counter[str]:
    """
    Take the events in, each tablet's and officer's by itself; how many ended in which status.

    What the tablet sent before is a duplicate, and what it sends later is one too: nothing is doubled. Of an officer
    who was never enrolled on that tablet nothing is taken in ("unknown"). That a copy opens says who may read it, not
    who wrote it: what is taken in waits for its review like everything else.
    """
    statuses: Counter[str] = Counter()
    for (tablet, officer), events in found.events.items():
        if not is_known(tablet, officer):
            statuses["unknown"] += len(events)
            continue
        for first in range(0, len(events), AT_ONCE):
            some = events[first : first + AT_ONCE]
            statuses.update(answer.status for answer in take_some(some, tablet=UUID(tablet), officer=officer))
    return statuses


def is_known(tablet: str, officer: int) -> bool:
    here = Enrolment.objects.filter(tablet=UUID(tablet), officer=officer).exclude(enrolled_at=None).exists()
    return here and bool(sender_again(UUID(tablet), officer).stays)


def take_some(events: Sequence[Any], *, tablet: UUID, officer: int, announced: int = 0) -> list[Answer]:
    """As a push does: as one set, and where that fails, carefully."""
    push = partial(push_for, events, tablet=tablet, officer=officer, announced=announced)
    answers = attempt(partial(push, careful=False))
    if answers is not None:
        return answers
    with transaction.atomic():
        return push(careful=True)


def push_for(events: Sequence[Any], *, tablet: UUID, officer: int, announced: int, careful: bool) -> list[Answer]:
    Tablet.objects.select_for_update().get(pk=tablet)
    sender: Sender = sender_again(tablet, officer)
    writing = Writing()
    received = receive(events, sender=sender, writing=writing, careful=careful)
    note_marks(sender.tablet, writing, announced=announced, marks=received.marks)
    writing.write()
    return received.answers
