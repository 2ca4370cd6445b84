from __future__ import annotations

import pytest

from apps.journal import following
from apps.journal.following import Follower, pass_by, run_followers
from apps.journal.models import Cursor
from apps.journal.sealing import seal, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen():
    return []


@pytest.fixture
def follower(seen):
    """Remembers the position of each entry on a site that it was handed."""
    return Follower("test.sites", frozenset({"tests.site"}), lambda batch: seen.extend(e.place for e in batch))


def test_a_follower_reads_every_entry_of_its_kinds_in_order(written, follower, seen):
    written(2)
    written(1, kind="tests.buyer")
    written(1)
    seal()

    run_followers([follower])

    assert seen == [1, 2, 4]


def test_a_follower_is_not_told_twice(written, follower, seen):
    written(2)
    seal()
    run_followers([follower])
    run_followers([follower])
    written(1)
    seal()
    run_followers([follower])

    assert seen == [1, 2, 3]


def test_what_is_not_sealed_is_not_followed(written, follower, seen):
    written(2)

    run_followers([follower])

    assert seen == []


def test_a_long_way_is_read_in_steps(written, follower, seen, monkeypatch):
    monkeypatch.setattr(following, "STEP", 3)
    written(7)
    seal()

    run_followers([follower])

    assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_a_follower_can_be_replayed_from_nothing(written, follower, seen):
    written(2)
    seal()
    run_followers([follower])

    Cursor.objects.filter(pk=follower.name).delete()
    run_followers([follower])

    assert seen == [1, 2, 1, 2]


def test_the_cursor_passes_what_the_follower_does_not_read(written, follower, django_assert_max_num_queries):
    written(2, kind="tests.buyer")
    seal()
    run_followers([follower])

    assert Cursor.objects.get().position == 2
    with django_assert_max_num_queries(2):
        run_followers([follower])


def test_a_follower_that_moved_meanwhile_is_not_led_anywhere(db):
    """Another process has read further with it, or has begun it anew: only who stands where he was seen goes on."""
    for name, position in (("test.idle", 2), ("test.ahead", 7), ("test.anew", 0)):
        Cursor.objects.create(name=name, position=position)

    pass_by(dict.fromkeys(["test.idle", "test.ahead", "test.anew"], 2), 5)

    assert dict(Cursor.objects.values_list("name", "position")) == {"test.idle": 5, "test.ahead": 7, "test.anew": 0}


def test_one_that_fails_keeps_its_place_and_stops_nobody(written, follower, seen):
    def fail(batch):
        Cursor.objects.create(name="half done")
        raise LookupError

    written(1)
    seal()

    with pytest.raises(LookupError):
        run_followers([Follower("test.broken", frozenset({"tests.site"}), fail), follower])

    assert seen == [1]
    assert dict(Cursor.objects.values_list("name", "position")) == {"test.broken": 0, "test.sites": 1}


def test_settling_runs_the_followers_that_apps_declare(written, follower, seen, monkeypatch):
    monkeypatch.setattr("apps.journal.following.all_followers", lambda: [follower])
    written(1)

    settle()

    assert seen == [1]
