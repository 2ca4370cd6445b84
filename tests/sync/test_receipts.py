"""A tablet checks a receipt by the server's key: it is given the key, and both sides sign over the same bytes."""

import json
from pathlib import Path

import orjson
import pytest

from apps.journal.sealing import settle
from apps.journal.signing import signed_by
from tests.sync.conftest import ENROL, POSTING

pytestmark = pytest.mark.django_db

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
    told = VECTORS["receipts"][0]

    assert receipt.keys() == told.keys()
    assert receipt["head"].keys() == told["head"].keys()


def test_a_rotated_key_is_told_by_the_posting(client, receipt, door, settings):
    settings.SECRET_KEY = "rotated-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123"

    assert not is_signed(receipt, client.get(POSTING, **door.headers).json()["receipt_key"])
