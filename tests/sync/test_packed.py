"""A push comes packed, and is unpacked no further than one may be long."""

import gzip
import tracemalloc

import orjson
import pytest

from apps.sync.models import Submission
from apps.sync.packed import MOST_BYTES, TooLarge, unpacked
from tests.sync.conftest import PUSH

pytestmark = pytest.mark.django_db


def test_what_a_tablet_packed_is_read_as_what_it_wrote(door, writer):
    event = writer.create("digger")

    [answer] = orjson.loads(door.packed(gzip.compress(orjson.dumps({"events": [event]}))).content)["answers"]

    assert answer["status"] == "applied"
    assert door.statuses(event) == ["duplicate"]


def test_what_cannot_be_unpacked_or_has_no_end_is_refused_before_it_is_read(door, writer):
    whole = gzip.compress(orjson.dumps({"events": [writer.create("digger")]}))

    for torn in (b"", b"PK\3\4", whole[:-1], whole[:40], whole[:40] + whole[41:], gzip.compress(b"{")):
        assert door.packed(torn).status_code == 400
    assert door.packed(gzip.compress(b"[" * 100_000)).status_code == 400
    for bomb in (1_000_001, 600_000_000):
        assert door.packed(gzip.compress(bytes(bomb))).status_code == 413
    assert not Submission.objects.exists()


def test_a_bomb_is_unpacked_no_further_than_a_push_may_be_long():
    bomb = gzip.compress(bytes(300_000_000))
    tracemalloc.start()

    with pytest.raises(TooLarge):
        unpacked(bomb)

    assert tracemalloc.get_traced_memory()[1] < 3 * MOST_BYTES
    tracemalloc.stop()


def test_the_answer_is_compressed_for_those_who_can_read_that(door, writer):
    batch = {"events": [writer.create("digger") for _ in range(20)]}
    plain = door.send(batch)
    answer = door.client.post(PUSH, batch, content_type="application/json", HTTP_ACCEPT_ENCODING="gzip", **door.headers)

    assert len(orjson.loads(gzip.decompress(answer.content))["answers"]) == 20
    assert len(answer.content) < len(plain.content) / 2
