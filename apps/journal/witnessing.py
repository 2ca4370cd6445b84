"""Check the journal against a head that somebody outside holds: what was cut off with its own heads is missed there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.journal.models import Head
from apps.journal.proving import subtree
from apps.journal.signing import verify


def head_in(text: bytes) -> Head | None:
    """The head in what a tablet was answered: a receipt, or a head by itself; None where there is none."""
    try:
        return head_of(orjson.loads(text))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def head_of(said: dict[str, Any]) -> Head:
    if "root" not in said:
        return head_of(said.get("receipt") or said["head"])
    return Head(
        size=int(said["size"]),
        root=bytes.fromhex(said["root"]),
        at=datetime.fromisoformat(said["at"]),
        key_id=said["key"],
        signature=bytes.fromhex(said["signature"]),
    )


def fault_against(held: Head) -> str | None:
    """What shows that the journal is not the one that grew from this head; None where it has."""
    newest = Head.objects.aggregate(size=Max("size"))["size"] or 0
    names = {"held": held.size, "size": newest}
    if not verify(held.key_id, held.statement(), held.signature):
        return _("The head of size %d does not bear our signature.") % held.size
    if held.size > newest:
        return _("The journal was cut: it has %(size)d entries, and the head that is held has %(held)d.") % names
    if subtree(0, held.size) != held.root:
        return (
            _("The journal was rewritten: its first %(held)d entries are not those of the head that is held.") % names
        )
    return None
