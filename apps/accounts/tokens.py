"""Secrets: tablet tokens and one-time enrolment codes, of which the database holds only hashes."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import salted_hmac

# No I, L, O, U, 0 or 1: a code is read aloud and typed with a thumb.
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
HALF = 4


def new_token() -> str:
    """256 random bits for the header of a tablet's requests."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the database holds. A token has no pattern to guess, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()


def new_code() -> str:
    """A code such as `KQ7M-3XWP`: its first half finds the enrolment, its second half is the secret."""
    letters = [secrets.choice(LETTERS) for _ in range(2 * HALF)]
    return f"{''.join(letters[:HALF])}-{''.join(letters[HALF:])}"


def code_halves(code: str) -> tuple[str, str]:
    """Both halves as made, however they were typed: small letters, spaces and a missing dash are forgiven."""
    letters = "".join(letter for letter in code.upper() if letter in LETTERS)
    return letters[:HALF], letters[HALF:]


def code_hash(code: str) -> bytes:
    """Keyed, since so short a code could be found from a plain hash by whoever copies the database."""
    return salted_hmac("kpfield.enrolment", "-".join(code_halves(code)), algorithm="sha256").digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare two hashes in a time that does not tell where they differ."""
    return secrets.compare_digest(one, other)
