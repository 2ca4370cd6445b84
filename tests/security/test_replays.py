"""What was sent before, or by others, is sent again by somebody else: it stands once, where it belongs."""

import json

import pytest

from apps.registry.models import Digger, Site
from tests.sync.conftest import Desk, enrol, said
from tests.sync.making import wrap

pytestmark = pytest.mark.django_db


def reasons(answers):
    return [answer["reason"] and answer["reason"]["code"] for answer in answers]


@pytest.fixture
def colleague(client, tablet, posted, region):
    """Bintou, who shares Awa's tablet."""
    return Desk(client, enrol(tablet, posted("bintou", "officer", region)))


def test_an_old_batch_sent_again_by_another_tablet_stands_where_it_stood(door, other_door, writer):
    batch = [writer.create("digger"), writer.create("site")]
    door.push(*batch)

    assert reasons(other_door.push(*batch)) == ["tablet", "tablet"]
    assert (Digger.objects.count(), Site.objects.count()) == (1, 1)
    assert door.statuses(*batch) == ["duplicate", "duplicate"]


def test_what_is_changed_under_a_known_id_is_kept_apart_whoever_sends_it(door, other_door, writer):
    sent = writer.create("digger", names="First Name")
    door.push(sent)
    changed = wrap({**said(sent), "answers": {**said(sent)["answers"], "names": "Second Name"}})

    assert reasons(door.push(changed) + other_door.push(changed)) == ["same_id", "tablet"]
    assert Digger.objects.get().names == "First Name"
    assert door.statuses(sent) == ["duplicate"]


def test_what_a_colleague_wrote_may_not_be_spoiled_under_another_token(colleague, door, writer, officer):
    """It would stand in quarantine under its own mark, and then never be applied."""
    event = wrap({**said(writer.create("digger")), "officer": officer.pk})

    assert reasons(colleague.push(event)) == ["officer"]
    assert door.statuses(event) == ["applied"]


def test_a_mark_on_the_outside_takes_no_place_of_another(door, writer):
    """The envelope says one event's id and number, the bytes inside are of another."""
    first, second = writer.create("digger"), writer.create("digger")
    mixed = {**second, "id": first["id"], "seq": first["seq"]}

    assert reasons(door.push(mixed)) == ["envelope"]
    assert door.statuses(first, second) == ["applied", "applied"]


def test_a_number_that_is_said_differently_outside_moves_nothing(door, writer, tablet):
    sent = writer.create("digger")
    door.push(sent)

    assert reasons(door.push({**sent, "seq": 900})) == ["envelope"]
    tablet.refresh_from_db()
    assert (tablet.contiguous_seq, tablet.highest_seq) == (1, 1)


@pytest.mark.parametrize("field", ["officer", "tablet", "by", "status", "captured_by", "version"])
def test_no_event_says_for_itself_who_wrote_it_or_that_it_is_accepted(door, writer, officer, field):
    event = said(writer.create("digger"))
    answers = {**event["answers"], field: "accepted"}

    door.push(wrap({**event, "answers": answers}))

    for digger in Digger.objects.all():
        assert (digger.case.status, digger.case.captured_by) == ("pending", officer)


def test_the_same_bytes_under_many_marks_are_one_record(door, writer):
    sent = writer.create("digger")
    copies = [{**sent, "seq": seq} for seq in range(2, 12)]

    answers = door.push(sent, *copies)

    assert [answer["status"] for answer in answers] == ["applied", *["duplicate"] * 10]
    assert Digger.objects.count() == 1


def test_an_answer_repeats_what_came_and_nothing_that_stands_here(door, other_door, writer):
    """Whoever knows only a mark learns nothing of the event under it: not even how it stands."""
    sent = writer.create("digger", names="")
    [first] = door.push(sent)
    guess = {**sent, "bytes": json.dumps({"id": sent["id"]})}

    [answer] = other_door.push(guess)

    assert first["reason"]["code"] == "answers"
    assert answer["reason"]["code"] == "hash"
