"""Note what tablets promise to send with their records, so that it can be asked for and counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from apps.files.cleaning import MOST_BYTES, MOST_KEPT
from apps.files.models import Attachment, Sent, State
from apps.files.refusals import Refusal

MOST_FILES = 20
MOST_SIZE = 2**53 - 1
HASH = re.compile("[0-9a-f]{64}", re.ASCII)
WORD = re.compile("[a-z][a-z0-9_]{0,39}", re.ASCII)
TYPE = re.compile("[a-z]+/[a-z0-9.+-]{1,30}", re.ASCII)


@dataclass(frozen=True)
class File:
    """One member of an event's `files`."""

    sha256: str
    size: int
    type: str
    field: str

    @classmethod
    def read(cls, said: Any) -> Self | None:
        """What is no promise of a file is none: it is kept in the event, word for word, and nothing is awaited."""
        if not isinstance(said, dict) or type(said.get("size")) is not int or not 0 < said["size"] <= MOST_SIZE:
            return None
        if not (matches(HASH, said.get("sha256")) and matches(WORD, said.get("field"))):
            return None
        named = said["type"] if matches(TYPE, said.get("type")) else ""
        return cls(said["sha256"], said["size"], named, said["field"])


def matches(pattern: re.Pattern[str], said: Any) -> bool:
    return isinstance(said, str) and pattern.fullmatch(said) is not None


def files_in(said: Any) -> list[File]:
    """The files that an event declares; the same one for the same question counts once."""
    members = said[:MOST_FILES] if isinstance(said, list) else []
    return list(dict.fromkeys(file for file in map(File.read, members) if file))


@dataclass(frozen=True)
class Promise:
    """A file, the record it belongs to and the event it was declared in."""

    file: File
    record: UUID
    submission: UUID
    # How many bytes of a picture the question allows.
    most: int = MOST_KEPT


def promise(promises: Iterable[Promise], *, tablet: UUID, officer: int, region: int) -> None:
    """Await these files of this tablet; saying it again changes nothing."""
    sent = {}
    attachments = []
    for one in promises:
        key = Sent.key(tablet, one.file.sha256)
        sent[key] = awaited(one.file, tablet)
        attachments.append(
            Attachment(
                id=Attachment.key(key, one.record, one.file.field),
                sent_id=key,
                record=one.record,
                field=one.file.field,
                most=one.most,
                submission=one.submission,
                officer_id=officer,
                region_id=region,
            )
        )
    if attachments:
        Sent.objects.bulk_create(sent.values(), ignore_conflicts=True)
        Attachment.objects.bulk_create(attachments, ignore_conflicts=True)


def awaited(file: File, tablet: UUID) -> Sent:
    """What is too large is refused before it is sent."""
    refused = {"state": State.REFUSED, "refusal": Refusal.LARGE} if file.size > MOST_BYTES else {}
    key = Sent.key(tablet, file.sha256)
    return Sent(id=key, tablet_id=tablet, sha256=file.sha256, size=file.size, type=file.type, **refused)
