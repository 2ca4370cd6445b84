"""How the acts on a case are written in the journal: under the record's own kind, id, version and region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

import orjson

from apps.accounts.models import Tablet, User
from apps.journal.models import Entry
from apps.journal.writing import Act, write


class Recorded(Protocol):
    """What the journal needs to know of a case."""

    pk: UUID
    kind: str
    version: int
    region_id: int


def act_on(
    case: Recorded,
    verb: str,
    *,
    by: User | None,
    words: Mapping[str, Any] | None = None,
    tablet: Tablet | None = None,
    region_before: int | None = None,
    digest: bytes | None = None,
) -> Act:
    """An act on a case; `words` are kept with it, of words that are kept elsewhere their salted `digest`."""
    return Act(
        verb=str(verb),
        kind=case.kind,
        object_id=str(case.pk),
        by=f"user:{by.pk}" if by else "system",
        tablet=str(tablet.pk) if tablet else "",
        version=case.version,
        region_before=region_before or case.region_id,
        region_after=case.region_id,
        digest=digest,
        payload=orjson.dumps(words, option=orjson.OPT_SORT_KEYS) if words else None,
    )


def note(verb: str, case: Recorded, **details: Any) -> Entry:
    """Write what was done to this case, inside the transaction that does it."""
    return write(act_on(case, verb, **details))


def has_amended(user: User, case: Recorded) -> bool:
    """Whether this person ever changed the words of the record, however many have changed them since."""
    written = Entry.objects.filter(object_id=str(case.pk), verb__in=["amended", "mended"], by=f"user:{user.pk}")
    return written.exists()
