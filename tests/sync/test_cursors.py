"""From which cursor a tablet goes on, and from which it begins again: a restored server, a new posting, no cursor."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.sealing import settle
from tests.sync.conftest import PULL
from tests.sync.pages import closed, opened

pytestmark = pytest.mark.django_db


def test_a_new_posting_begins_again(door, officer, tablet, other_region, other_office):
    cursor = door.pull()["cursor"]
    tablet.office = other_office
    tablet.save()
    officer.postings.update(ends_on=timezone.localdate() - timedelta(days=1))
    officer.postings.create(role=Role.OFFICER, region=other_region, starts_on=timezone.localdate())

    answer = door.client.get(PULL, {"cursor": cursor}, **door.headers)

    assert answer.status_code == 400
    assert "detail" in answer.json()


@pytest.mark.parametrize(("ahead", "other"), [(5, None), (0, "00" * 8)])
def test_a_cursor_of_what_a_restored_server_has_lost_begins_again(door, digger, ahead, other):
    settle()
    posting, position, register, after, leaf, *more = opened(door.pull()["cursor"])

    assert door.ask(closed([posting, position + ahead, register, after, other or leaf, *more])) == 400


def test_a_row_that_knows_of_an_act_without_a_position_is_told_again_where_the_act_was_lost(door, digger, registrar):
    settle()
    cursor = door.pull()["cursor"]
    with transaction.atomic():
        digger.case.decide("returned", by=registrar, seen=digger.case.version, reason="Which village?")
        # As an act of another process stands between its commit and the sealer.
        told = door.pull()["cursor"]
        assert opened(told)[1] == opened(cursor)[1]
        assert opened(told)[6:] != opened(cursor)[6:]
        assert door.ask(told) == 200
        transaction.set_rollback(True)

    assert door.ask(told) == 400
    assert door.ask(cursor) == 200


def test_an_earlier_servers_cursor_goes_on(door, digger):
    settle()

    assert door.ask(closed(opened(door.pull()["cursor"])[:6])) == 200


@pytest.mark.parametrize("earlier", [[], ["00000000"]])
def test_rows_of_which_the_server_tells_more_by_now_are_read_from_the_start(door, digger, earlier):
    settle()
    parts = opened(door.pull()["cursor"])

    assert door.ask(closed(parts)) == 200
    assert door.ask(closed([*parts[:5], *earlier])) == 400


@pytest.mark.parametrize("cursor", ["x", "é", "W10=", "bnVsbA==", "WzEsMiwzLDRd", "eyJhIjoxfQ==", "A" * 399])
def test_a_cursor_that_we_did_not_give_is_400(door, cursor):
    answer = door.client.get(PULL, {"cursor": cursor}, **door.headers)

    assert answer.status_code == 400
    assert isinstance(answer.json()["detail"], str)


def test_an_answer_says_after_which_cursor_it_comes(door):
    first = door.pull()

    assert first["after"] == ""
    assert door.pull(first["cursor"])["after"] == first["cursor"]
