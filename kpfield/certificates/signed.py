"""The code on a certificate: a paper as tablets sign them, signed by the ministry, which vouches for its own key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from apps.journal.signing import CURVE, public_key, sign
from apps.sync.papers.format import KEY_PURPOSE, NAME, PAPER_PURPOSE, Certificate, Paper, written

# No tablet has this number: it is the desk.
DESK = 0


def code_of(*, country: str, number: str, initials: str, issued_on: date, ends_on: date) -> str:
    """What the QR code says; any tablet of the country checks it without a network."""
    bare = Certificate(country, DESK, issued_on, issued_on, compressed(public_key(settings.SECRET_KEY)))
    name, vouched = sign(KEY_PURPOSE + bare.said())
    certificate = replace(bare, key=bytes.fromhex(name)[:NAME], signature=vouched)
    fields = {"number": number, "licence": number, "initials": initials}
    said = Paper("licence", country, issued_on, ends_on, fields).packed() + certificate.packed()
    return written(said, sign(PAPER_PURPOSE + said)[1])


def compressed(point: bytes) -> bytes:
    key = EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
