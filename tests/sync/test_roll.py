"""Once a day a tablet names what it was told is safe; what is not here is told by hash, since numbers do not tell."""

from hashlib import sha256

import orjson
import pytest

from apps.sync.models import Submission
from tests.sync.conftest import POSTING
from tests.sync.making import Writer
from tests.sync.test_receipts import is_signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def roll(door):
    """What the receipt says to these names."""

    def called(*names):
        answer = door.send({"app": "test", "announced": 0, "events": [], "kept": list(names)})
        return orjson.loads(answer.content)["receipt"]["roll"]

    return called


@pytest.fixture
def twins(door, writer, tablet):
    """A tablet that was set up from a copy of its disk: two events of one number, the second in quarantine."""
    first, second = writer.create("digger"), Writer(str(tablet.pk), seed=1).create("site")
    door.push(first)
    door.push(second)
    return first, second


def test_the_roll_misses_nothing_where_all_is_here(roll, twins):
    first, second = twins

    assert roll(first["sha256"], second["sha256"])["missing"] == []


def test_the_roll_names_what_the_numbers_do_not_show_as_lost(roll, twins):
    first, second = twins
    Submission.objects.get(sha256=bytes.fromhex(second["sha256"])).delete()

    assert roll(first["sha256"], second["sha256"])["missing"] == [second["sha256"]]


def test_another_tablets_event_is_not_here_for_this_one(roll, other_door, other_writer):
    theirs = other_writer.create("digger")
    other_door.push(theirs)

    assert roll(theirs["sha256"])["missing"] == [theirs["sha256"]]


def test_the_receipt_is_bound_to_the_names_that_were_called(client, door, twins):
    names = [event["sha256"] for event in twins]
    answer = door.send({"events": [], "kept": names})

    receipt = orjson.loads(answer.content)["receipt"]
    assert receipt["roll"]["called"] == sha256(",".join(names).encode()).hexdigest()
    assert is_signed(receipt, client.get(POSTING, **door.headers).json()["receipt_key"])


def test_without_a_roll_the_receipt_speaks_of_none(door, writer):
    answer = door.send({"events": [writer.create("digger")]})

    assert "roll" not in orjson.loads(answer.content)["receipt"]


@pytest.mark.parametrize("names", [["zz"], ["a" * 63], [None], [{}], "a" * 64, ["a" * 64] * 2001])
def test_names_that_are_none_are_refused(door, db, names):
    assert door.send({"events": [], "kept": names}).status_code == 400
