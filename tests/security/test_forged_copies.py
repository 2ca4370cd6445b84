"""Copies that no tablet sealed: everybody has the key to seal to, so that what opens is not believed for that."""

import json
import secrets

import pytest

from apps.accounts.models import RecoveryKey
from apps.registry.models import Digger
from apps.review.models import Status
from apps.sync.models import Submission
from tests.sync.conftest import enrol
from tests.sync.test_dropping import _own_folder, drop, opened  # noqa: F401
from tests.sync.test_opening import seal_bytes

pytestmark = pytest.mark.django_db


def file_of(copies):
    return json.dumps({"kind": "kpfield/sealed", "version": 2, "copies": copies, "photos": []}).encode() + b"\n"


def test_a_stolen_tablet_seals_nothing_in_the_name_of_another(
    door, sealed, other_tablet, other_officer, other_writer, key
):
    enrol(other_tablet, other_officer)
    forged = sealed(other_writer.create("digger"), by=other_officer, on=other_tablet)

    drop(door, file_of(forged))

    assert "of another tablet 1" in opened(key)
    assert Submission.objects.count() == 0


def test_an_officer_who_was_never_on_the_tablet_made_nothing_there(hand_in, sealed, writer, other_officer):
    forged = sealed(writer.create("digger"), by=other_officer)

    assert "of nobody enrolled on the tablet 1" in hand_in(*forged)
    assert Submission.objects.count() == 0


def test_an_envelope_in_one_name_does_not_carry_an_event_in_another(hand_in, sealed, other_writer):
    """The copy says tablet 14, the event inside says tablet 15."""
    assert "In quarantine: 1." in hand_in(*sealed(other_writer.create("digger")))
    assert Digger.objects.count() == 0


def test_a_forged_copy_takes_the_place_of_nothing_that_came(hand_in, sealed, door, writer):
    sent = writer.create("digger", names="True Name")
    door.push(sent)
    changed = {**sent, "bytes": sent["bytes"].replace("True Name", "False Name")}

    hand_in(*sealed(changed))

    assert Digger.objects.get().names == "True Name"
    assert door.statuses(sent) == ["duplicate"]


def test_what_was_forged_counts_for_nothing_until_somebody_accepts_it(hand_in, sealed, writer):
    hand_in(*sealed(writer.create("digger")))

    assert Digger.objects.get().case.status == Status.PENDING


ODD = [
    {"point": "04" + "00" * 64},
    {"point": "04" + "ff" * 64},
    {"point": ""},
    {"point": "zz"},
    {"point": 7},
    {"iv": ""},
    {"iv": "00" * 4096},
    {"data": ""},
    {"data": "00" * 15},
    {"data": secrets.token_hex(4096)},
    {"data": None},
]


# The key is new each time, so what is made from it names no test.
@pytest.mark.parametrize("over", ODD, ids=range(len(ODD)))
def test_an_odd_copy_stays_shut_and_the_next_is_opened(hand_in, sealed, writer, over):
    """A point that is not on the curve would give the key away, were it reckoned with."""
    odd, good = sealed(writer.create("digger"), writer.create("digger"))

    said = hand_in({**odd, **over}, good)

    assert "Applied: 1." in said
    assert "damaged 1" in said


@pytest.mark.parametrize(
    "said",
    [
        [],
        7,
        None,
        {},
        {"tablet": "x", "officer": 1, "seq": 1},
        {"tablet": None, "officer": None, "seq": None},
        {"officer": "9" * 5000, "seq": 1},
        {"officer": 1, "seq": "9" * 5000},
        {"photos": 7},
        {"photos": [{"sha256": [], "key": "zz"}]},
    ],
    ids=str,
)
def test_whatever_was_sealed_is_no_fault_of_ours(hand_in, tablet, officer, writer, said):
    told = {"tablet": str(tablet.pk), "officer": officer.pk, "seq": 1, **said} if isinstance(said, dict) else said

    assert "Applied: 0." in hand_in({"seq": 1, **seal_bytes(json.dumps(told).encode(), RecoveryKey.current())})
