"""The installation's signature: P-256, as every browser can check it."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from apps.journal.models import SigningKey

CURVE = ec.SECP256R1()
HALF = 32
SIGNING = b"kpfield journal signing key 1"


@cache
def private_key(secret: str, purpose: bytes = SIGNING) -> ec.EllipticCurvePrivateKey:
    """
    The key for one purpose that belongs to a SECRET_KEY.

    16 bytes more than the order has leave no bias (FIPS 186-5 A.2.1).
    """
    seed = HKDF(SHA256(), HALF + 16, salt=None, info=purpose).derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(seed) % (CURVE.group_order - 1) + 1, CURVE)


@cache
def public_key(secret: str) -> bytes:
    return private_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def name_of(public: bytes) -> str:
    return sha256(public).hexdigest()[:16]


def current_key_id() -> str:
    return name_of(public_key(settings.SECRET_KEY))


def sign(message: bytes, *, known: str = "") -> tuple[str, bytes]:
    """
    The key's name and its signature over the message: r and s, 32 bytes each, as WebCrypto reads them.

    Deterministic (RFC 6979), so that the same act signs the same bytes again. Begin each kind of message with words of
    its own, or a receipt could be shown as a head. `known`: the name of the key that the reader has; a former one of
    ours signs for him, in place of today's.
    """
    secret = former_secrets().get(known, settings.SECRET_KEY)
    r, s = decode_dss_signature(private_key(secret).sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return name_of(public_key(secret)), r.to_bytes(HALF) + s.to_bytes(HALF)


def former_secrets() -> dict[str, str]:
    """Those that may still be signed with, by the names of their keys; the newest first."""
    return {name_of(public_key(secret)): secret for secret in settings.SECRET_KEY_FALLBACKS}


def verify(key_id: str, message: bytes, signature: bytes) -> bool:
    """Whether the named key of ours signed the message; keys from before a rotation included."""
    public = public_of(key_id)
    return public is not None and signed_by(public, message, signature)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 2 * HALF:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:HALF]), int.from_bytes(signature[HALF:]))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public).verify(der, message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_of(key_id: str) -> bytes | None:
    """The public half of a key of ours; None for a name unknown, and for a kept key that does not fit its name."""
    if key_id == current_key_id():
        return public_key(settings.SECRET_KEY)
    kept = SigningKey.objects.filter(pk=key_id).first()
    return kept.public if kept and name_of(kept.public) == key_id else None


def keep_current_key() -> None:
    """Keep the public half of the key in use; only the sealer calls this, who is alone."""
    if not SigningKey.objects.filter(pk=current_key_id()).exists():
        SigningKey.objects.create(key_id=current_key_id(), public=public_key(settings.SECRET_KEY))
