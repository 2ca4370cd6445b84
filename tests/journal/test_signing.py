from __future__ import annotations

import pytest

from apps.journal import signing

pytestmark = pytest.mark.django_db

NEW_SECRET = "rotated-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123"


def test_what_was_signed_verifies_and_nothing_else_does():
    key_id, signature = signing.sign(b"a head")

    assert signing.verify(key_id, b"a head", signature)
    assert not signing.verify(key_id, b"another head", signature)
    assert not signing.verify(key_id, b"a head", signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not signing.verify(key_id, b"a head", b"short")
    assert not signing.verify("unknown", b"a head", signature)


def test_signing_again_gives_the_same_bytes():
    assert signing.sign(b"a head") == signing.sign(b"a head")


def test_a_signature_is_laid_out_as_browsers_read_it():
    key_id, signature = signing.sign(b"a head")

    assert len(signature) == 64
    assert len(signing.public_of(key_id)) == 65


def test_another_secret_key_signs_with_another_key(settings):
    before = signing.sign(b"a head")

    settings.SECRET_KEY = NEW_SECRET

    assert signing.sign(b"a head") != before


def test_a_signature_from_before_a_rotation_still_verifies(settings):
    key_id, signature = signing.sign(b"a head")
    signing.keep_current_key()

    settings.SECRET_KEY = NEW_SECRET

    assert signing.verify(key_id, b"a head", signature)


def test_a_key_slipped_in_under_our_name_does_not_verify(settings):
    ours, _ = signing.sign(b"a head")
    settings.SECRET_KEY = NEW_SECRET
    _, forged = signing.sign(b"a head")
    signing.SigningKey.objects.create(key_id=ours, public=signing.public_key(NEW_SECRET))

    assert not signing.verify(ours, b"a head", forged)
