"""What cannot be used is kept word for word, says why, and never stops the others."""

import dataclasses
import hashlib
import json
import logging

import orjson
import pytest

from apps.ledger.models import Production
from apps.registry.kinds import all_kinds
from apps.registry.models import Digger, Site
from apps.sync import views
from apps.sync.models import Submission
from apps.sync.receipts import receipt
from tests.sync.conftest import said
from tests.sync.making import Writer, to, wrap

pytestmark = pytest.mark.django_db


def reasons(answers):
    return [answer["reason"] and answer["reason"]["code"] for answer in answers]


def raw(sent, text):
    """The same envelope around other bytes, honestly hashed."""
    return wrap({"id": sent["id"], "seq": sent["seq"]}) | rehashed(text)


def rehashed(text):
    return {"bytes": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def altered(sent, **changes):
    return wrap(said(sent) | changes)


def kept_bodies():
    return {bytes(body) for body in Submission.objects.quarantined().values_list("body", flat=True)}


def test_one_broken_one_forbidden_one_unreadable_and_one_of_our_mistakes(door, writer, break_on, other_region):
    good = [writer.create("digger"), writer.create("site"), writer.create("digger")]
    broken = writer.create("digger", names="")
    forbidden = writer.create("site", region="LU")
    unreadable = raw(writer.create("digger"), '{"id":')
    ours = writer.create("digger", names="Bug")
    break_on("Bug")
    batch = [good[0], broken, forbidden, good[1], unreadable, ours, good[2]]

    answers = door.push(*batch)

    assert reasons(answers) == [None, "answers", "region", None, "unreadable", "ours", None]
    assert [answer["status"] for answer in answers if not answer["reason"]] == ["applied"] * 3
    assert (Digger.objects.count(), Site.objects.count(), Submission.objects.count()) == (2, 1, 7)
    assert kept_bodies() == {one["bytes"].encode() for one in (broken, forbidden, unreadable, ours)}


def test_the_same_batch_again_answers_as_the_first_time(door, writer, break_on):
    batch = [writer.create("digger"), writer.create("digger", names=""), raw(writer.create("digger"), "[]")]

    first, second = door.push(*batch), door.push(*batch)

    assert [answer["status"] for answer in second] == ["duplicate", "quarantined", "quarantined"]
    assert reasons(second) == reasons(first)
    assert Submission.objects.count() == 3


def test_our_mistake_has_its_traceback_in_the_log_and_not_in_the_answer(door, writer, break_on, caplog):
    break_on("Bug")

    [answer] = door.push(writer.create("digger", names="Bug"))

    assert "a bug of ours" in caplog.text
    assert "a bug of ours" not in str(answer)


def test_children_of_what_fails_are_held_not_lost(door, writer, break_on):
    break_on("Bug")
    site = writer.create("site", name="Bug")

    assert door.statuses(site, writer.create("production", site=to(site))) == ["quarantined", "held"]


def test_children_of_a_broken_record_are_held_and_their_children_too(door, writer):
    site = writer.create("site", name="")
    digger = writer.create("digger", site=to(site))
    find = writer.create("production", site={"number": "S"}, finder=to(digger))

    assert door.statuses(find, digger, site) == ["held", "held", "quarantined"]


def test_a_region_that_nobody_knows_is_not_guessed(door, writer):
    assert reasons(door.push(writer.create("site", region="NOWHERE"))) == ["region"]


def test_a_record_damaged_on_the_way_is_kept_and_may_be_sent_again(door, writer):
    event = writer.create("digger")
    damaged = event | {"bytes": event["bytes"][:-20]}

    assert reasons(door.push(damaged)) == ["hash"]
    assert door.statuses(event) == ["applied"]
    assert damaged["bytes"].encode() in kept_bodies()


def test_a_tablet_restored_from_a_copy_forks_and_the_first_stands(door, writer, tablet):
    first = writer.create("digger", names="First")
    twin = Writer(str(tablet.pk), seed=1).create("digger", names="Second")

    assert door.statuses(first) == ["applied"]
    assert reasons(door.push(twin)) == ["same_seq"]
    assert reasons(door.push(twin)) == ["same_seq"]
    assert Digger.objects.get().names == "First"
    assert Submission.objects.count() == 2


def test_two_events_under_one_id_are_told_apart_by_their_hash(door, writer):
    first = writer.create("digger")
    other = altered(first, language="en")

    assert door.statuses(first) == ["applied"]
    assert reasons(door.push(other)) == ["same_id"]
    assert door.statuses(first) == ["duplicate"]


def test_a_fork_within_one_batch_keeps_the_first(door, writer, tablet):
    twin = Writer(str(tablet.pk), seed=1).create("digger")

    assert door.statuses(writer.create("digger"), twin) == ["applied", "quarantined"]


def test_an_event_of_another_tablet_is_kept_and_takes_no_place(door, other_door, other_writer):
    foreign = other_writer.create("digger")

    assert reasons(door.push(foreign)) == ["tablet"]
    assert other_door.statuses(foreign) == ["applied"]


def test_an_event_of_another_officer_is_kept(door, writer, other_officer):
    event = altered(writer.create("digger"), officer=other_officer.pk)

    assert reasons(door.push(event)) == ["officer"]


def test_an_event_that_names_its_own_officer_is_applied(door, writer, officer):
    assert door.statuses(altered(writer.create("digger"), officer=officer.pk)) == ["applied"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"form": "unheard"}, "form"),
        ({"form": ["digger"]}, "form"),
        ({"version": 99}, "form"),
        ({"act": "replace"}, "act"),
        ({"act": {}}, "act"),
        ({"record": "no uuid"}, "unreadable"),
        ({"captured_at": "yesterday"}, "unreadable"),
        ({"captured_at": "2026-11-24T10:02:11"}, "unreadable"),
        ({"captured_at": "0001-01-01T00:00:00+14:00"}, "unreadable"),
        ({"seen": "1"}, "unreadable"),
        ({"replaces": "0197"}, "unreadable"),
        ({"before": []}, None),
        ({"before": [1]}, "unreadable"),
        ({"answers": [1]}, "answers"),
        ({"answers": None}, "answers"),
        ({"seq": 2}, "envelope"),
        ({"reason": {}}, None),
        ({"language": None}, None),
        ({"language": 7}, None),
    ],
)
def test_an_event_that_says_it_wrong_is_kept(door, writer, changes, code):
    sent = writer.create("digger")
    wrong = wrap(said(sent) | changes) | {"seq": 1}

    assert reasons(door.push(wrong)) == [code]


@pytest.mark.parametrize("text", ["", "null", "[]", "7", '"x"', "{", "[" * 5000, '{"a":' * 5000, "\x00", "{}\x00", "é"])
def test_bytes_that_are_no_event_are_kept(door, writer, text):
    assert reasons(door.push(raw(writer.create("digger"), text)))[0] in {"unreadable", "tablet"}
    assert text.encode() in kept_bodies()


def test_a_nul_is_kept_word_for_word(door, writer):
    event = writer.create("digger", names="Awa\x00")

    assert reasons(door.push(event)) == ["nul"]
    assert b"Awa\\u0000" in Submission.objects.get().as_text().encode()


def test_an_escaped_backslash_before_u0000_is_no_nul(door, writer):
    assert door.statuses(writer.create("digger", names="Awa \\u0000")) == ["applied"]


def test_half_of_a_surrogate_pair_is_kept(door, writer):
    sent = said(writer.create("digger")) | {"language": "\ud83d"}

    event = raw({"id": sent["id"], "seq": sent["seq"]}, json.dumps(sent))

    assert reasons(door.push(event)) == ["unreadable"]


@pytest.mark.parametrize(
    "member",
    [
        None,
        7,
        [],
        "text",
        {},
        {"id": "x", "seq": 1, "sha256": "0" * 64, "bytes": "{}"},
        {"id": "01977777-0000-7000-8000-000000000000", "seq": 2**53, "sha256": "0" * 64, "bytes": "{}"},
        {"id": "01977777-0000-7000-8000-000000000000", "seq": 2**64, "sha256": "0" * 64, "bytes": "{}"},
        {"id": "01977777-0000-7000-8000-000000000000", "seq": -1, "sha256": "0" * 64, "bytes": "{}"},
        {"id": "01977777-0000-7000-8000-000000000000", "seq": True, "sha256": "0" * 64, "bytes": "{}"},
        {"id": "01977777-0000-7000-8000-000000000000", "seq": 1.5, "sha256": "0" * 64, "bytes": "{}"},
        {"id": "01977777-0000-7000-8000-000000000000", "seq": 1, "sha256": 7, "bytes": "{}"},
        {"id": "01977777-0000-7000-8000-000000000000", "seq": 1, "sha256": "0" * 64, "bytes": {"a": 1}},
        {"id": ["01977777"], "seq": {}, "sha256": None, "bytes": "é"},
    ],
)
def test_a_member_that_is_no_event_does_not_stop_the_others(door, writer, member):
    answers = door.push(member, writer.create("digger"))

    assert [answer["status"] for answer in answers] == ["quarantined", "applied"]
    assert door.statuses(member) == ["quarantined"]
    assert Submission.objects.count() == 2


def test_a_number_counts_as_far_as_a_tablet_counts_exactly(door, writer):
    # Of the two numbers after this one JavaScript makes one.
    largest = altered(writer.create("digger"), seq=2**53 - 1)

    assert reasons(door.push(largest, altered(writer.create("digger"), seq=2**53))) == [None, "unreadable"]


def test_a_record_that_is_here_is_not_made_again(door, writer, digger):
    assert reasons(door.push(writer.create("digger", record=str(digger.pk)))) == ["exists"]


def test_a_reference_to_another_kind_is_told_by_its_question(door, writer, digger):
    [answer] = door.push(writer.create("production", site={"id": str(digger.pk)}))

    assert answer["reason"] == {"code": "kind", "sentence": "Site : cela désigne une fiche d’un autre genre."}


def test_the_reason_speaks_the_language_of_the_event(door, writer):
    writer.language = "en"
    english = writer.create("digger", names="")
    writer.language = "fr"
    french = writer.create("digger", names="")

    sentences = [answer["reason"]["sentence"] for answer in door.push(english, french)]
    assert sentences == ["Names: This is needed.", "Noms : Cette réponse est nécessaire."]


def test_an_officer_with_a_wrong_clock_loses_nothing(door, writer):
    for at in ("1970-01-01T00:00:00+00:00", "2099-06-01T00:00:00+01:00"):
        assert door.statuses(altered(writer.create("digger"), captured_at=at)) == ["applied"]


def test_a_mistake_that_only_the_database_sees_is_found_too(door, writer, monkeypatch):
    """The set is stored as a whole, so the event at fault must be found from the failure of all."""
    kind = all_kinds()["production"]

    def careless(events):
        made = kind.make(events)
        for one in made:
            if one.record.number == "F-BAD":
                one.record.carats = -1
        return made

    monkeypatch.setitem(all_kinds(), "production", dataclasses.replace(kind, make=careless))
    batch = [writer.create("production", site={"number": "S"}, number=number) for number in ("F-1", "F-BAD", "F-2")]

    assert reasons(door.push(*batch)) == [None, "ours", None]
    assert set(Production.objects.values_list("number", flat=True)) == {"F-1", "F-2"}


def test_what_is_kept_can_be_read_as_text(door, writer):
    event = raw(writer.create("digger"), "not JSON: é")
    door.push(event)

    assert Submission.objects.get().as_text() == "not JSON: é"


@pytest.fixture
def break_on(monkeypatch, caplog):
    """Plant a mistake of ours: making a record with this name raises."""
    caplog.set_level(logging.ERROR)

    def plant(name):
        for code in ("digger", "site"):
            kind = all_kinds()[code]

            def broken(events, kind=kind):
                if any(name in event.answers.values() for event in events):
                    raise ZeroDivisionError("a bug of ours")
                return kind.make(events)

            monkeypatch.setitem(all_kinds(), code, dataclasses.replace(kind, make=broken))

    return plant


def test_the_envelope_is_the_only_thing_refused(door, writer):
    event = writer.create("digger")

    assert door.send({"events": [event] * 51}).status_code == 400
    assert door.send({"events": "all"}).status_code == 400
    assert door.send([event]).status_code == 400
    assert door.send(b"{").status_code == 400
    assert door.send(b"[" * 100_000).status_code == 400
    assert door.send(orjson.dumps({"events": [event]}) + b" " * 1_100_000).status_code == 413
    assert door.send({"events": [event], "announced": 2**53}).status_code == 400
    assert not Submission.objects.exists()


def test_fifty_events_of_ordinary_size_fit(door, writer):
    assert set(door.statuses(*[writer.create("digger") for _ in range(50)])) == {"applied"}


@pytest.mark.django_db(transaction=True)
def test_a_mistake_of_ours_after_the_commit_loses_and_doubles_nothing(door, writer, monkeypatch):
    """The commit travels with the last rows; whatever fails behind it, the set is found to be here already."""
    receipts = [ZeroDivisionError("ours")]

    def failing_once(*given, **named):
        if receipts:
            raise receipts.pop()
        return receipt(*given, **named)

    monkeypatch.setattr(views, "receipt", failing_once)
    found = writer.create("digger")

    assert door.statuses(found)[0] in {"applied", "duplicate"}
    assert (Digger.objects.count(), Submission.objects.count()) == (1, 1)
    assert door.statuses(found) == ["duplicate"]
