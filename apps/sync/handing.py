"""
Take in what one tablet sealed and somebody else brought: another tablet on its way, or staff with a file.

It is sealed to this server, so neither the officer who carries it nor whoever finds the file can read it. In it stands
what the tablet would have sent by itself, and the token that shows whose it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.conf import settings
from django.db import transaction

from apps.accounts.models import Tablet, User
from apps.accounts.models.recovery import point_of
from apps.files.models import Sent
from apps.files.receiving import standing, take
from apps.journal.signing import name_of, private_key
from apps.journal.writing import Act, write
from apps.sync.events import MOST_SEQ
from apps.sync.models import HandedOver
from apps.sync.opening import AT_ONCE, SHUT, is_known, take_some, unsealed_bytes
from apps.sync.sender import sender_again, sender_of

PURPOSE = b"kpfield hand-over key 1"
State, Why = HandedOver.State, HandedOver.Why
# By the desk's own leave these may be taken in; what does not open cannot be.
MAY_BE_ALLOWED = frozenset({Why.CLOSED, Why.UNKNOWN})


def hand_over_key() -> dict[str, str]:
    """The key to which tablets seal what others are to carry: its name, and its point on P-256 in hex."""
    public = point_of(our_keys()[0])
    return {"key": name_of(public), "public": public.hex()}


def our_keys() -> list[EllipticCurvePrivateKey]:
    """Today's, and those of before: a file may be on its way while the secret is changed."""
    return [private_key(secret, PURPOSE) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@dataclass(frozen=True)
class Bringer:
    """Who hands it in, and where: on a tablet of his, or at the desk."""

    by: User
    region: int
    tablet: Tablet | None = None


@dataclass(frozen=True)
class Package:
    """What was sealed: events as a push carries them, or a piece of a photo, in the name of a tablet's officer."""

    tablet: UUID
    officer: int
    token: str
    announced: int
    events: list[Any]
    sha256: str
    offset: int
    piece: bytes

    @classmethod
    def read(cls, content: bytes) -> Package:
        """Its head is a line of JSON, what follows are a photo's bytes; raises one of `SHUT` for what is none."""
        head, _, piece = content.partition(b"\n")
        said = orjson.loads(head)
        events = said.get("events") or []
        if not isinstance(events, list) or len(events) > AT_ONCE:
            raise ValueError
        return cls(
            tablet=UUID(said["tablet"]),
            officer=int(said["officer"]),
            token=str(said["token"]),
            announced=min(max(int(said.get("announced", 0)), 0), MOST_SEQ),
            events=events,
            sha256=str(said.get("sha256", "")),
            offset=max(int(said.get("offset", 0)), 0),
            piece=piece,
        )


def hash_of(sealed: Mapping[str, str]) -> str:
    return sha256(bytes.fromhex(sealed["data"])).hexdigest()


def bring(sealed: dict[str, str], bringer: Bringer) -> HandedOver:
    """
    Take in one sealed package, {"key", "point", "iv", "data"} in hex, or keep it shut and say why.

    Bringing it again, and what its tablet sends by itself before or after, doubles nothing.
    """
    digest = hash_of(sealed)
    known = HandedOver.objects.filter(pk=digest).first()
    if known and (known.state == State.TAKEN or known.why in MAY_BE_ALLOWED):
        return known
    package, why = opened(sealed)
    if package is None:
        return keep(digest, sealed, bringer, why)
    doubted = doubt(package)
    if doubted:
        return keep(digest, sealed, bringer, doubted, package)
    return note(digest, package, bringer, take_in(package))


def opened(sealed: dict[str, str]) -> tuple[Package | None, str]:
    """What was sealed, or why it stays shut."""
    ours = {name_of(point_of(key)): key for key in our_keys()}
    key = ours.get(sealed.get("key", ""))
    if key is None:
        return None, Why.OTHER_KEY
    try:
        return Package.read(unsealed_bytes(sealed, key, point_of(key))), ""
    except SHUT:
        return None, Why.DAMAGED


def doubt(package: Package) -> str:
    """What speaks against taking it in without a person's leave; nothing as a rule."""
    sender = sender_of(package.token, lock=False)
    if sender is None or (sender.tablet.pk, sender.officer.pk) != (package.tablet, package.officer):
        return Why.UNKNOWN
    if not sender.stays:
        return Why.UNKNOWN
    return Why.CLOSED if sender.revoked_at else ""


def take_in(package: Package) -> dict[str, int]:
    """How many events ended in which status; of a photo, the bytes that are here now."""
    if package.sha256:
        return {"bytes": take_piece(package)}
    answers = take_some(package.events, tablet=package.tablet, officer=package.officer, announced=package.announced)
    return dict(Counter(str(answer.status) for answer in answers))


def take_piece(package: Package) -> int:
    """Where the piece goes on from what is here; one that comes again, or before its record, changes nothing."""
    sent = Sent.objects.filter(pk=Sent.key(package.tablet, package.sha256)).first()
    if sent is None:
        return 0
    here = standing(sent).offset
    if package.offset > here:
        return here
    return take(sent, offset=here, piece=package.piece[here - package.offset :]).offset


def keep(digest: str, sealed: dict[str, str], bringer: Bringer, why: str, package: Package | None = None) -> HandedOver:
    """Shut, under the name of whoever says he made it where that is somebody we know."""
    told = {"state": State.KEPT, "why": why, "package": sealed, **brought(bringer)}
    known = package is not None and is_known(str(package.tablet), package.officer)
    named = made_by(package) if package and known else {}
    kept, _made = HandedOver.objects.get_or_create(pk=digest, defaults={**told, **named})
    return kept


def note(digest: str, package: Package, bringer: Bringer, became: dict[str, int]) -> HandedOver:
    told = {"state": State.TAKEN, "why": "", "package": None, "became": became}
    with transaction.atomic():
        taken, _made = HandedOver.objects.update_or_create(
            pk=digest, defaults={**told, **brought(bringer), **made_by(package)}
        )
        journal(taken, by=bringer.by)
    return taken


def brought(bringer: Bringer) -> dict[str, Any]:
    return {"brought_by": bringer.by, "carried_on": bringer.tablet, "region_id": bringer.region}


def made_by(package: Package) -> dict[str, Any]:
    """Whose it is, and the region that it is of from then on: its writer's."""
    region = sender_again(package.tablet, package.officer).stays[-1].region_id
    return {"tablet_id": package.tablet, "officer_id": package.officer, "region_id": region}


def allow(kept: HandedOver, *, by: User) -> HandedOver:
    """Take in what was kept shut since its tablet is closed or unknown: somebody at the desk answers for it."""
    package, _why = opened(kept.package or {})
    if kept.tablet_id is None or package is None:
        return kept
    kept.became, kept.state, kept.package, kept.why = take_in(package), State.TAKEN, None, ""
    with transaction.atomic():
        kept.save(update_fields=["became", "state", "package", "why"])
        journal(kept, by=by)
    return kept


def journal(taken: HandedOver, *, by: User) -> None:
    write(
        Act(
            verb="handed over",
            kind="sync.handedover",
            object_id=taken.pk,
            by=f"user:{by.pk}",
            tablet=str(taken.tablet_id),
            region_after=taken.region_id,
        )
    )
