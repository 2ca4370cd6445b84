"""Whether a card or receipt is genuine, as the tablet's `papers/verifying.ts` says it; both run the same cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from apps.journal.signing import name_of, signed_by
from apps.sync.papers.format import KEY_PURPOSE, NAME, PAPER_PURPOSE, Certificate, Signed, read

# By what a paper is withdrawn: a licence's receipt goes with the licence.
BY = {"card": "number", "licence": "licence", "purchase": "number", "resale": "number"}


class Outcome(StrEnum):
    GENUINE = "genuine"
    ALTERED = "altered"
    EXPIRED = "expired"
    REVOKED = "revoked"
    LOST = "lost"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Known:
    """What is known of a country: its own keys by the beginning of their names, and what was withdrawn."""

    country: str
    keys: Mapping[bytes, bytes]
    # Names of tablets' keys, and the first day from which each proves nothing.
    withdrawn_keys: Mapping[str, date] = field(default_factory=dict)
    withdrawn: Mapping[str, Collection[str]] = field(default_factory=dict)
    # Of people whose card was lost, the first day whose cards are good again.
    lost_cards: Mapping[str, date] = field(default_factory=dict)


def keys_by_name(publics: Collection[bytes]) -> dict[bytes, bytes]:
    return {sha256(public).digest()[:NAME]: public for public in publics}


def verify(code: str, known: Known, *, on: date) -> tuple[Outcome, Signed | None]:
    signed = read(code)
    if signed is None:
        return Outcome.UNREADABLE, None
    if signed.paper.country != known.country:
        return Outcome.FOREIGN, signed
    return proved(signed, known) or standing(signed, known, on), signed


def proved(signed: Signed, known: Known) -> Outcome | None:
    """None where the country vouches for the tablet's key, and the key for every letter."""
    certificate = signed.certificate
    country = known.keys.get(certificate.key)
    if country is None:
        return Outcome.UNKNOWN
    vouched = signed_by(country, KEY_PURPOSE + certificate.said(), certificate.signature)
    if not vouched or not signed_by(certificate.public, PAPER_PURPOSE + signed.said, signed.signature):
        return Outcome.ALTERED
    return None if covers(certificate, signed.paper.issued_on) else Outcome.UNKNOWN


def covers(certificate: Certificate, day: date) -> bool:
    return certificate.starts_on <= day <= certificate.ends_on


def standing(signed: Signed, known: Known, on: date) -> Outcome:
    paper = signed.paper
    since = known.withdrawn_keys.get(name_of(signed.certificate.public))
    gone = paper.fields[BY[paper.kind]] in known.withdrawn.get(paper.kind, ())
    if gone or (since is not None and paper.issued_on >= since):
        return Outcome.REVOKED
    lost = known.lost_cards.get(paper.fields["number"]) if paper.kind == "card" else None
    if lost is not None and paper.issued_on < lost:
        return Outcome.LOST
    return Outcome.EXPIRED if paper.ends_on is not None and paper.ends_on < on else Outcome.GENUINE
