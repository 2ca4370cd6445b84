"""A tablet gives up its keys on the server's own word only: signed, to the question it asked, about its own token."""

import hashlib
import json

import pytest

from apps.journal.signing import signed_by
from apps.sync.closing import PURPOSE
from tests.sync.conftest import POSTING, PUSH, enrol

pytestmark = pytest.mark.django_db

CLOSING = "/api/sync/v1/closing/"
KEYS = "/api/sync/v1/keys/"
WORD = "ab12" * 8
NEW, NEWEST = (f"rotated-{n}-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123" for n in (1, 2))


def is_signed(said, public, purpose=PURPOSE):
    """As the tablet does it: without key and signature, keys sorted, no white space."""
    told = {name: value for name, value in said.items() if name not in {"key", "signature"}}
    words = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return signed_by(bytes.fromhex(public), purpose + words.encode(), bytes.fromhex(said["signature"]))


@pytest.fixture
def key(client, door):
    return client.get(KEYS, **door.headers).json()["receipt_key"]


@pytest.fixture
def asked(client, door, key):
    """Ask whether the tablet is closed; anything else about the request by name."""

    def ask(headers=None, **said):
        body = {"ask": WORD, "key": key["key"], **said}
        return client.post(CLOSING, body, content_type="application/json", **(headers or door.headers))

    return ask


def test_a_closed_tablet_is_told_so_signed_by_the_key_that_it_knows(asked, key, tablet, officer):
    tablet.revoke()

    said = asked().json()

    assert (said["closed_at"], said["ask"]) == (tablet.revoked_at.isoformat(), WORD)
    assert (said["tablet"], said["officer"]) == (str(tablet.pk), officer.pk)
    assert said["key"] == key["key"]
    assert is_signed(said, key["public"])


def test_a_word_for_one_purpose_is_none_for_another(asked, key):
    assert not is_signed(asked().json(), key["public"], b"kpfield/receipt\n")


def test_an_officer_whose_place_on_the_tablet_is_closed_is_told_so_and_no_colleague(
    asked, tablet, officer, other_officer
):
    """A colleague's token answers for itself."""
    enrolments = {each: enrol(tablet, each) for each in (officer, other_officer)}
    tablet.enrolments.get(officer=other_officer).revoke()
    closed = {
        each: asked({"HTTP_AUTHORIZATION": f"Bearer {token}"}).json()["closed_at"] for each, token in enrolments.items()
    }

    assert closed[officer] is None
    assert closed[other_officer]


def test_it_names_the_token_by_its_hash(asked, client, tablet, officer):
    """Whoever stands between could else put the question with a token of his own that was withdrawn."""
    token = enrol(tablet, officer)

    said = asked({"HTTP_AUTHORIZATION": f"Bearer {token}"}).json()

    assert said["token"] == hashlib.sha256(token.encode()).hexdigest()


def test_an_open_tablet_is_told_that_it_is_open_and_so_is_one_that_was_enrolled_again(asked, tablet, officer, key):
    assert asked().json()["closed_at"] is None
    tablet.enrolments.get(officer=officer).revoke()
    again = {"HTTP_AUTHORIZATION": f"Bearer {enrol(tablet, officer)}"}

    said = asked(again).json()

    assert said["closed_at"] is None
    assert is_signed(said, key["public"])


def test_a_former_key_still_closes_whoever_knows_no_other(asked, key, tablet, settings):
    tablet.revoke()
    settings.SECRET_KEY_FALLBACKS = [NEWEST, settings.SECRET_KEY]
    settings.SECRET_KEY = NEW

    said = asked().json()

    assert said["key"] == key["key"]
    assert is_signed(said, key["public"])


def test_a_key_that_was_given_up_signs_nothing(asked, key, tablet, settings):
    tablet.revoke()
    settings.SECRET_KEY = NEW

    said = asked().json()

    assert said["key"] != key["key"]
    assert not is_signed(said, key["public"])


def test_former_keys_vouch_for_the_one_of_today(client, door, key, settings):
    settings.SECRET_KEY_FALLBACKS = [NEWEST, settings.SECRET_KEY]
    settings.SECRET_KEY = NEW

    for address in (KEYS, POSTING):
        told = client.get(address, **door.headers).json()["receipt_key"]
        [word] = [one for one in told["vouched"] if one["key"] == key["key"]]
        assert word["public"] == told["public"] != key["public"]
        assert is_signed(word, key["public"], b"kpfield/key\n")
    assert "vouched" not in key


@pytest.mark.parametrize(
    "said", [{"ask": ""}, {"ask": "ab12"}, {"ask": "x" * 32}, {"ask": None}, {"key": "k"}, {"key": {}}]
)
def test_a_question_that_is_none_is_refused(asked, said):
    assert asked(**said).status_code == 400


def test_a_closed_tablet_learns_nothing_else(asked, client, door, tablet):
    tablet.revoke()

    assert client.post(PUSH, {}, content_type="application/json", **door.headers).json().keys() == {"detail"}
    assert asked().json().keys() == {"tablet", "officer", "token", "closed_at", "at", "ask", "key", "signature"}
