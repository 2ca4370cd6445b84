"""The receipt of a push: what the server holds now, signed, so that no portal's page is ever taken for it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from apps.accounts.models import Tablet
from apps.journal.models import Head
from apps.journal.signing import sign
from apps.statements.compiled import Compiled
from apps.statements.keeping import kept_for
from apps.sync.intake import Received

# A head of half a second ago witnesses as well as the newest.
HEAD_SECONDS = 0.5
PURPOSE = b"kpfield/receipt\n"


def receipt(
    received: Received,
    *,
    tablet: Tablet,
    at: datetime,
    head: Head | None,
    roll: dict[str, Any] | None = None,
    ask: str = "",
) -> dict[str, Any]:
    """
    The answers, and the signed receipt over them: every hash that was answered for, the answers' own hash, how far the
    tablet's count is here without a gap, the journal's last head, what is missing where it called its roll, and the
    word that it asked with, so that no earlier answer passes for this one. It asks the database nothing.

    Signed over `kpfield/receipt`, a line feed, and the receipt without `key` and `signature` as JSON with sorted keys
    and no white space; ECDSA P-256 with SHA-256, r and s, in hex. The answers are hashed as such JSON too. A tablet
    checks the signature over whatever members there are, so that what is added here says nothing wrong to older ones.
    """
    answers = [answer.as_json() for answer in received.answers]
    told = {
        "at": at.isoformat(),
        "tablet": str(tablet.pk),
        "events": [answer.sent_as.get("sha256") for answer in received.answers],
        "answers": sha256(canonical(answers)).hexdigest(),
        "high_water": received.marks.high_water,
        "head": head.as_json() if head else None,
        **({"roll": roll} if roll else {}),
        **({"ask": ask} if ask else {}),
    }
    key, signature = sign(PURPOSE + canonical(told))
    return {"answers": answers, "receipt": {**told, "key": key, "signature": signature.hex()}}


def canonical(said: Any) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


@kept_for(HEAD_SECONDS)
def last_head() -> Head | None:
    return newest_head()


def newest_head() -> Head | None:
    """As of this moment; None before the first act is sealed."""
    rows = LAST_HEAD.rows()
    return Head.from_db(None, OF_HEAD, rows[0]) if rows else None


OF_HEAD = [field.attname for field in Head._meta.concrete_fields]
LAST_HEAD = Compiled(lambda: Head.objects.order_by("-size").values_list(*OF_HEAD)[:1])
