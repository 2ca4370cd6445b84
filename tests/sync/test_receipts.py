"""A tablet checks a receipt by the server's key: it is given the key, and both sides sign over the same bytes."""

import hashlib
import json
from pathlib import Path

import orjson
import pytest

from apps.journal.sealing import settle
from apps.journal.signing import signed_by
from tests.sync.conftest import ENROL, POSTING

pytestmark = pytest.mark.django_db

KEYS = "/api/sync/v1/keys/"
# Vitest checks the same file with the tablet's own code.
VECTORS = json.loads((Path(__file__).parents[2] / "fixtures/conformance/receipts/signed.json").read_text())


def is_signed(receipt, by):
    """As the tablet does it: the receipt without key and signature, keys sorted, no white space."""
    told = {name: value for name, value in receipt.items() if name not in {"key", "signature"}}
    words = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    signed = signed_by(
        bytes.fromhex(by["public"]), f"kpfield/receipt\n{words}".encode(), bytes.fromhex(receipt["signature"])
    )
    return signed and receipt["key"] == by["key"]


@pytest.mark.parametrize("receipt", VECTORS["receipts"])
def test_the_receipts_that_the_tablet_is_tried_with_are_signed(receipt):
    assert is_signed(receipt, VECTORS["receipt_key"])


def said_in(answers):
    """The hash of answers as the tablet makes it."""
    words = json.dumps(answers, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


@pytest.fixture
def receipt(door, writer, digger):
    settle()
    return orjson.loads(door.send({"events": [writer.create("digger")]}).content)["receipt"]


def test_a_receipt_is_signed_by_the_key_that_the_tablet_was_given(client, receipt, tablet, officer, door):
    enrolled = client.post(ENROL, {"code": tablet.offer(officer)}, content_type="application/json").json()
    posting = client.get(POSTING, **door.headers).json()

    assert enrolled["receipt_key"] == posting["receipt_key"]
    assert is_signed(receipt, posting["receipt_key"])


def test_a_receipt_has_the_parts_that_the_tablet_is_tried_with(receipt):
    told = VECTORS["answered"]["receipt"]

    assert receipt.keys() == told.keys()
    assert receipt["head"].keys() == told["head"].keys()


def test_a_rotated_key_is_told_by_the_posting(client, receipt, door, settings):
    settings.SECRET_KEY = "rotated-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123"

    assert not is_signed(receipt, client.get(POSTING, **door.headers).json()["receipt_key"])


def test_a_receipt_is_for_its_answers_and_no_others(door, writer):
    """Whoever sits between could else tell an officer that what waits is done."""
    body = orjson.loads(door.send({"events": [writer.create("digger"), writer.create("digger", names="")]}).content)

    told = body["receipt"]["answers"]
    assert [answer["status"] for answer in body["answers"]] == ["applied", "quarantined"]
    assert told == said_in(body["answers"])
    assert told != said_in([{**answer, "status": "applied"} for answer in body["answers"]])


def test_the_answers_that_the_tablet_is_tried_with_are_those_of_their_receipt():
    answered = VECTORS["answered"]

    assert is_signed(answered["receipt"], answered["receipt_key"])
    assert answered["receipt"]["answers"] == said_in(answered["answers"])


def test_the_key_is_told_to_an_officer_who_gets_no_posting(client, receipt, door, officer, other_region):
    officer.postings.update(region=other_region)

    assert client.get(POSTING, **door.headers).status_code == 403
    assert is_signed(receipt, client.get(KEYS, **door.headers).json()["receipt_key"])


def test_the_keys_are_told_to_a_tablet_of_ours_and_to_nobody_else(client, door, tablet):
    assert client.get(KEYS).status_code == 401
    tablet.revoke()
    assert client.get(KEYS, **door.headers).status_code == 410


def test_a_receipt_repeats_the_word_that_it_was_asked_with(client, door):
    receipts = [orjson.loads(door.send({"ask": word, "events": []}).content)["receipt"] for word in ("ab12", "cd34")]

    assert [one["ask"] for one in receipts] == ["ab12", "cd34"]
    assert all(is_signed(one, client.get(KEYS, **door.headers).json()["receipt_key"]) for one in receipts)
    assert "ask" not in orjson.loads(door.send({"events": []}).content)["receipt"]


@pytest.mark.parametrize("word", ["", "xyz", "a" * 33, {}, None])
def test_a_word_that_is_none_is_refused(door, word):
    assert door.send({"ask": word, "events": []}).status_code == 400
