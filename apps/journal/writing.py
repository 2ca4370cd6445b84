"""Write what was done into the journal, in the transaction that does it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.journal.models import Entry, Payload
from apps.statements.inserting import as_json, insertion
from apps.statements.journey import Statement
from apps.statements.writing import Writing


@dataclass(frozen=True)
class Act:
    """
    One act, as it goes into the journal.

    `kind` is the model's label in lower case ("registry.digger"), `by` is "user:12" or "system", the regions are keys
    of `places.Region`. A `payload` is kept beside the entry and can be erased later; whoever keeps the words elsewhere
    gives their salted SHA-256 as `digest` instead.
    """

    verb: str
    kind: str
    object_id: str
    by: str = "system"
    tablet: str = ""
    version: int = 0
    region_before: int | None = None
    region_after: int | None = None
    digest: bytes | None = None
    payload: bytes | None = None


def write(act: Act) -> Entry:
    return write_all([act])[0]


def write_all(acts: Iterable[Act]) -> list[Entry]:
    """
    Write one entry for each act, in one statement, in the caller's transaction.

    An entry outside the transaction of its act could tell of something that never happened: `RuntimeError`.
    No lock is taken that another writer could wait for; the sealer gives the entries their order afterwards.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Write the journal inside the transaction of the act.")
    at = timezone.now()
    written = [(act, secrets.token_bytes(16) if act.payload is not None else b"") for act in acts]
    entries = Entry.objects.bulk_create(Entry(**columns_of(act, at, salt)) for act, salt in written)
    payloads = [
        Payload(entry=entry, salt=salt, body=act.payload)
        for entry, (act, salt) in zip(entries, written, strict=True)
        if act.payload is not None
    ]
    if payloads:
        Payload.objects.bulk_create(payloads)
    return entries


def gather(acts: Sequence[Act], writing: Writing) -> None:
    """Have one entry written for each act with the rest of what it writes; those with a payload after the others."""
    at = timezone.now()
    writing.store_rows(Entry, [columns_of(act, at) for act in acts if act.payload is None])
    telling = [act for act in acts if act.payload is not None]
    if telling and connection.vendor == "postgresql":
        writing.statements.append(telling_entries(telling, at))
    elif telling:
        write_all(telling)


def telling_entries(acts: Sequence[Act], at: datetime) -> Statement:
    """Entries and their payloads in one statement."""
    salts = [secrets.token_bytes(16) for _ in acts]
    entries = insertion(Entry, [columns_of(act, at, salt) for act, salt in zip(acts, salts, strict=True)])
    payloads = [
        {"place": place, "salt": salt, "body": act.payload}
        for place, (act, salt) in enumerate(zip(acts, salts, strict=True), 1)
    ]
    return Statement(WITH_PAYLOADS % entries.sql, [*entries.values, as_json(payloads)], prepared=True)


# The keys of the entries are given in their order, so that each payload finds its own.
WITH_PAYLOADS = """
    WITH written AS (%s RETURNING id),
    placed AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM written)
    INSERT INTO journal_payload (entry_id, salt, body)
    SELECT id, salt, body FROM placed
    JOIN json_to_recordset(%%s) AS payload (place bigint, salt bytea, body bytea) USING (place)
"""


def columns_of(act: Act, at: datetime, salt: bytes = b"") -> dict[str, Any]:
    return {
        "at": at,
        "verb": act.verb,
        "kind": act.kind,
        "object_id": str(act.object_id),
        "by": act.by,
        "tablet": act.tablet,
        "version": act.version,
        "region_before": act.region_before,
        "region_after": act.region_after,
        "digest": act.digest if act.payload is None else salted(act.payload, salt),
    }


def salted(payload: bytes, salt: bytes) -> bytes:
    """SHA-256 behind a salt: once both are erased, nobody can find the words again by trying."""
    return sha256(salt + payload).digest()
