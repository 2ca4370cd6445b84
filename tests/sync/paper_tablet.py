"""A tablet that signs cards and receipts, and the country behind it; run as a module it writes the shared cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from apps.journal.signing import CURVE, name_of, private_key, public_key
from apps.sync.papers import base45
from apps.sync.papers.format import KEY_PURPOSE, PAPER_PURPOSE, Certificate, Paper, read, written
from apps.sync.papers.verifying import Known, keys_by_name
from apps.sync.tables import numbers

FILE = Path(__file__).parents[2] / "fixtures/conformance/papers/cases.json"
DAY = date(2026, 11, 24)
OURS, THEIRS, FORMER = (f"{whose} secret of the papers" for whose in ("our", "their", "former"))


def signature(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(32) + s.to_bytes(32)


class PaperTablet:
    """Its secret is a number; `country` the secret of who vouches for it."""

    def __init__(self, number=14, *, secret=2026, country=OURS, code="XA", days=(date(2026, 11, 1), date(2027, 12, 1))):
        self.secret = secret
        self.key = ec.derive_private_key(secret, CURVE)
        self.public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        bare = Certificate(code, number, *days, self.public)
        signed = signature(private_key(country), KEY_PURPOSE + bare.said())
        self.certificate = replace(bare, key=next(iter(keys_by_name([public_key(country)]))), signature=signed)

    def code(self, kind, *, issued_on=DAY, ends_on=None, country="", **fields):
        paper = Paper(kind, country or self.certificate.country, issued_on, ends_on, fields)
        said = paper.packed() + self.certificate.packed()
        return written(said, signature(self.key, PAPER_PURPOSE + said))


CARD = {"number": "14-00405-1", "initials": "ÉK"}
LICENCE = {"number": "14-00407-8", "licence": "L-0317", "initials": "ÉK"}
PURCHASE = {
    **{"number": "14-00406-0", "day": "2026-11-24", "carats": "1.25", "price": "180000.00", "currency": "XAL"},
    **{"site": "S-0142", "licence": "L-0317", "buyer": "B-0058"},
}
RESALE = {
    **{"number": "14-00408-6", "day": "2026-11-24", "carats": "12.50", "price": "2400000.00", "currency": "XAL"},
    **{"site": "", "seller": "B-0058", "buyer": "H-0001"},
}
CLOSED = PaperTablet(15, secret=15)
KNOWN = Known(
    country="XA",
    keys=keys_by_name([public_key(OURS), public_key(FORMER)]),
    withdrawn_keys={name_of(CLOSED.public): date(2026, 11, 20)},
    withdrawn={
        "card": {"14-00300-0", "D-000099"},
        "licence": {"L-0400"},
        "purchase": {"14-00301-8"},
        "resale": {"14-00302-6"},
    },
    lost_cards={"D-000098": date(2026, 11, 20)},
)


def changed(code: str, at: int) -> str:
    """With one letter of it another one, so that it can still be read."""
    others = (f"{code[:at]}{letter}{code[at + 1 :]}" for letter in base45.LETTERS if letter != code[at])
    return next(other for other in others if read(other))


def cases() -> list[dict[str, str]]:
    told = [
        *genuine(PaperTablet()),
        *expired(PaperTablet()),
        *altered(),
        *revoked(PaperTablet()),
        *lost(PaperTablet()),
        *strange(),
        *unread(),
    ]
    return [{"name": name, "outcome": outcome, "code": code} for name, outcome, code in told]


Told = Iterator[tuple[str, str, str]]


def genuine(tablet: PaperTablet) -> Told:
    nowhere = {**PURCHASE, "site": ""}
    before = CLOSED.code("card", issued_on=date(2026, 11, 19), **CARD)
    yield "a card", "genuine", tablet.code("card", ends_on=date(2028, 11, 23), **CARD)
    yield "a licence receipt", "genuine", tablet.code("licence", ends_on=date(2026, 12, 31), **LICENCE)
    yield "a purchase receipt", "genuine", tablet.code("purchase", **PURCHASE)
    yield "a purchase whose origin is not established", "genuine", tablet.code("purchase", **nowhere)
    yield "a receipt of a resale", "genuine", tablet.code("resale", **RESALE)
    yield "a resale of stones of one site", "genuine", tablet.code("resale", **{**RESALE, "site": "S-0142"})
    yield "a card of before the country changed its key", "genuine", PaperTablet(country=FORMER).code("card", **CARD)
    yield "a card on its last day", "genuine", tablet.code("card", ends_on=DAY, **CARD)
    yield "a card that a closed tablet had made before", "genuine", before


def expired(tablet: PaperTablet) -> Told:
    yield "a card on the day after", "expired", tablet.code("card", ends_on=date(2026, 11, 23), **CARD)
    yield "a licence receipt of last year", "expired", tablet.code("licence", ends_on=date(2025, 12, 31), **LICENCE)


def altered() -> Told:
    tablet = PaperTablet()
    card = tablet.code("card", ends_on=date(2028, 11, 23), **CARD)
    yield "a card with another letter in its number", "altered", changed(card, 21)
    yield "a card with another letter in the country's signature", "altered", changed(card, len(card) - 120)
    yield "a card with another letter in the tablet's signature", "altered", changed(card, len(card) - 10)
    yield "a receipt with another price", "altered", with_price(tablet, "purchase", PURCHASE)
    yield "a receipt of a resale with another price", "altered", with_price(tablet, "resale", RESALE)
    yield "a receipt of a first sale that is said to be one of a resale", "altered", as_resale(tablet)
    yield "a card with the certificate of another tablet", "altered", with_certificate(tablet, CLOSED)


def revoked(tablet: PaperTablet) -> Told:
    old = tablet.code("card", ends_on=date(2026, 1, 1), **{**CARD, "number": "14-00300-0"})
    since = CLOSED.code("card", issued_on=date(2026, 11, 20), **CARD)
    yield "a card that was withdrawn", "revoked", tablet.code("card", **{**CARD, "number": "D-000099"})
    yield "a card that was withdrawn and has expired", "revoked", old
    yield "a receipt of a revoked licence", "revoked", tablet.code("licence", **{**LICENCE, "licence": "L-0400"})
    yield "a receipt of a rejected sale", "revoked", tablet.code("purchase", **{**PURCHASE, "number": "14-00301-8"})
    yield "a card that a closed tablet made since", "revoked", since
    yield "a receipt of a rejected resale", "revoked", tablet.code("resale", **{**RESALE, "number": "14-00302-6"})
    # A number that is withdrawn as one thing says nothing of another.
    yield (
        "a resale with the number of a rejected sale",
        "genuine",
        tablet.code("resale", **{**RESALE, "number": "14-00301-8"}),
    )


def lost(tablet: PaperTablet) -> Told:
    whose = {**CARD, "number": "D-000098"}
    before, since = (tablet.code("card", issued_on=date(2026, 11, day), **whose) for day in (19, 20))
    over = tablet.code("card", issued_on=date(2026, 11, 19), ends_on=date(2026, 11, 22), **whose)
    sale = tablet.code("purchase", issued_on=date(2026, 11, 19), **{**PURCHASE, "number": "D-000098"})
    yield "a card of before its owner lost it", "lost", before
    yield "a card that was lost and has expired since", "lost", over
    yield "the new card of whoever lost one", "genuine", since
    yield "a receipt with the number of a lost card", "genuine", sale


def strange() -> Told:
    tablet = PaperTablet()
    foreign, forger = PaperTablet(country=THEIRS, code="XB"), PaperTablet(country=THEIRS)
    late, early = (tablet.code("card", issued_on=day, **CARD) for day in (date(2027, 12, 2), date(2026, 10, 31)))
    yield "a card of another country", "foreign", foreign.code("card", **CARD)
    yield "a receipt of a resale of another country", "foreign", foreign.code("resale", **RESALE)
    yield "a card of another country that says it is of ours", "unknown", forger.code("card", **CARD)
    # Only the country's own signature tells: the forger's fits everything else.
    forger.certificate = replace(forger.certificate, key=PaperTablet().certificate.key)
    yield "a card whose maker vouches for himself in our name", "altered", forger.code("card", **CARD)
    yield "a card made after the tablet's leave", "unknown", late
    yield "a card made before the tablet's leave", "unknown", early


def unread() -> Told:
    card = PaperTablet().code("card", **CARD)
    yield "the page of a shop", "unreadable", "https://shop.example/7"
    yield "a code that was cut off", "unreadable", card[:-6]
    yield "letters that nothing encodes to", "unreadable", card[:-3] + ":::"
    yield "a later version of the format", "unreadable", f"{card[:4]}B-0{card[7:]}"
    yield "nothing", "unreadable", ""


def with_price(tablet: PaperTablet, kind: str, says: dict[str, str]) -> str:
    one, other = (tablet.code(kind, **{**says, "price": price}) for price in ("180000.00", "100000.00"))
    return other[:-96] + one[-96:]


def as_resale(tablet: PaperTablet) -> str:
    """The two have as many fields; which it is stands in its second byte."""
    content = base45.decode(tablet.code("purchase", **PURCHASE).removeprefix("KP1:")) or b""
    return f"KP1:{base45.encode(content[:1] + bytes([4]) + content[2:])}"


def with_certificate(one: PaperTablet, other: PaperTablet) -> str:
    swapped = PaperTablet(secret=one.secret)
    swapped.certificate = other.certificate
    return swapped.code("card", **CARD)


def papers() -> dict[str, object]:
    """As a posting says them."""
    gone = {kind: sorted(all_) for kind, all_ in KNOWN.withdrawn.items()}
    return {
        "country": KNOWN.country,
        "keys": [key.hex() for key in KNOWN.keys.values()],
        "withdrawn_keys": {name: day.isoformat() for name, day in KNOWN.withdrawn_keys.items()},
        "withdrawn": {kind: {"rows": len(all_), "number": numbers(all_)} for kind, all_ in gone.items()},
        "lost_cards": {number: day.isoformat() for number, day in KNOWN.lost_cards.items()},
        "card_days": 730,
        "at": "2026-11-23T06:00:00+00:00",
    }


def main() -> None:
    signed_there = json.loads(FILE.read_text())["signed_by_a_tablet"] if FILE.exists() else []
    tablet = PaperTablet()
    signer = {
        "secret": f"{tablet.secret:064x}",
        "public": tablet.public.hex(),
        "certificate": tablet.certificate.packed().hex(),
    }
    told = {
        "on": DAY.isoformat(),
        "papers": papers(),
        "signer": {**signer, "endsOn": "2027-12-01"},
        "says": {"card": CARD, "licence": LICENCE, "purchase": PURCHASE, "resale": RESALE},
        "cases": cases(),
        "signed_by_a_tablet": signed_there,
    }
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
