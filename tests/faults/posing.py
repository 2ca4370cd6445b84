"""Somebody on the network who says that the office has closed a tablet, and answers when it asks whether it has."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from apps.accounts.tokens import token_hash
from apps.journal.signing import private_key
from apps.sync.closing import PURPOSE
from apps.sync.receipts import canonical
from tests.faults.determined import CLOCK
from tests.faults.server import Request

NOBODY = "the secret of whoever stands between, which is none of ours"


def closed(request: Request, chance: Random, last: dict[str, Any] | None) -> dict[str, Any] | None:
    """All as the server would say it but its hand; or what the server told somebody else, or the same tablet before."""
    asked = json.loads(request.body or b"{}")
    told = {
        "tablet": "",
        "officer": 0,
        "token": token_hash(request.token).hex(),
        "closed_at": CLOCK.at.isoformat(),
        "at": CLOCK.at.isoformat(),
        "ask": asked["ask"],
    }
    signed = {**told, "key": asked["key"], "signature": signature(PURPOSE + canonical(told))}
    said = chance.choice([told, signed, signed, signed])
    return last if last and chance.random() < 0.3 else {"status": 200, "text": json.dumps(said)}


def signature(message: bytes) -> str:
    r, s = decode_dss_signature(private_key(NOBODY).sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return (r.to_bytes(32) + s.to_bytes(32)).hex()
