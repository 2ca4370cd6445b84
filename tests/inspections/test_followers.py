"""A find at a site that an inspection saw mined out or flooded is marked, whichever of the two comes first."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from apps.inspections.followers import FOLLOWERS, follow_visits
from apps.journal.following import run_followers
from apps.journal.models import Entry
from apps.review.models import Flag
from tests.sync.conftest import door, writer  # noqa: F401

MARK = "found_at_closed_site"
FIRST, SECOND, THIRD = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)


@pytest.fixture
def find(found):
    """Of the second of November."""
    return found("F-1", "1.25")


def note(record, verb="created"):
    Entry.objects.create(verb=verb, kind=record._meta.label_lower, object_id=str(record.pk), digest=None)


def tell(*records):
    """Tell of these, as the door would have written them, and of all that was decided since."""
    for record in records:
        note(record)
    with transaction.atomic():
        follow_visits(list(Entry.objects.order_by("pk")))


def marks(record):
    return record.case.flags.standing().filter(code=MARK)


@pytest.mark.parametrize("state", ["flooded", "mined_out"])
@pytest.mark.parametrize("told", ["find", "visit"])
def test_it_is_marked_whichever_comes_last(find, inspected, state, told):
    visit = inspected("V-1", state=state, inspected_on=FIRST)

    tell(find if told == "find" else visit)

    assert marks(find).get().numbers == {"number": "V-1", "visit_day": "2026-11-01", "site": "S-1"}


@pytest.mark.parametrize(
    ("state", "day"), [("active", FIRST), ("reserve", FIRST), ("flooded", THIRD)], ids=["active", "reserve", "later"]
)
def test_it_is_not_marked_where_the_site_was_open_that_day(find, inspected, state, day):
    tell(find, inspected("V-1", state=state, inspected_on=day))

    assert not marks(find).exists()


def test_a_visit_on_the_very_day_counts(find, inspected):
    tell(find, inspected("V-1", state="flooded", inspected_on=SECOND))

    assert marks(find).exists()


def test_the_last_visit_before_the_find_decides(find, inspected):
    tell(find, inspected("V-1", state="flooded", inspected_on=FIRST))

    tell(inspected("V-2", state="active", inspected_on=SECOND))

    assert not marks(find).exists()


def test_a_visit_that_is_older_than_another_changes_nothing(find, inspected):
    tell(find, inspected("V-2", state="active", inspected_on=SECOND))

    tell(inspected("V-1", state="flooded", inspected_on=FIRST))

    assert not marks(find).exists()


def test_a_rejected_visit_takes_its_marks_off(find, inspected, registrar):
    visit = inspected("V-1", state="flooded", inspected_on=FIRST)
    tell(find, visit)

    visit.case.decide("rejected", by=registrar, seen=1, reason="Another site.")
    tell()

    assert not marks(find).exists()


def test_a_visit_that_was_corrected_to_another_site_takes_its_marks_off(find, inspected, recorded, registrar):
    visit = inspected("V-1", state="flooded", inspected_on=FIRST)
    tell(find, visit)

    right = inspected("V-2", state="flooded", inspected_on=FIRST, site=recorded("site", "S-2"), replaces=visit)
    tell(right)
    assert marks(find).exists()
    right.case.decide("accepted", by=registrar, seen=1)
    tell()

    assert not marks(find).exists()


def test_a_visit_that_was_taken_back_takes_its_marks_off(find, inspected, registrar):
    visit = inspected("V-1", state="flooded", inspected_on=FIRST)
    tell(find, visit)

    end = inspected("V-1", state="flooded", inspected_on=FIRST, replaces=visit)
    type(end).objects.filter(pk=end.pk).update(void=True)
    end.case.decide("accepted", by=registrar, seen=end.case.version)
    tell(end)

    assert not marks(find).exists()


def test_finds_of_other_sites_are_left_alone(found, inspected, recorded):
    elsewhere = found("F-2", "1.25", site=recorded("site", "S-2"))

    tell(elsewhere, inspected("V-1", state="flooded", inspected_on=FIRST))

    assert not marks(elsewhere).exists()


def test_telling_it_again_changes_nothing(find, inspected):
    tell(find, inspected("V-1", state="flooded", inspected_on=FIRST))
    once = list(Flag.objects.values_list("pk", "cleared_at"))

    tell(find)

    assert list(Flag.objects.values_list("pk", "cleared_at")) == once


def test_a_mark_that_a_reviewer_took_off_stays_off(find, inspected, registrar):
    tell(find, inspected("V-1", state="flooded", inspected_on=FIRST))
    marks(find).get().clear(by=registrar, reason="Washed from the stockpile.")

    tell(find)

    assert not marks(find).exists()


def test_it_is_said_in_both_languages(find, inspected):
    tell(find, inspected("V-1", state="flooded", inspected_on=FIRST))

    with override("en-gb"):
        assert marks(find).get().sentence == "Inspection V-1 of 1 Nov 2026 saw site S-1 mined out or flooded."
    with override("fr"):
        assert "inspection V-1 du 1 nov. 2026" in marks(find).get().sentence


@pytest.mark.django_db(transaction=True)
def test_a_push_marks_what_it_brings(door, writer, site):  # noqa: F811
    there = {"site": {"id": str(site.pk)}}

    door.push(writer.create("production", **there), writer.create("inspection", state="flooded", **there))
    run_followers(FOLLOWERS)

    assert Flag.objects.standing().filter(code=MARK).exists()


def test_where_no_visit_saw_a_closed_site_it_asks_once(find, inspected):
    inspected("V-1")
    note(find)

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        follow_visits(list(Entry.objects.filter(object_id=str(find.pk))))

    assert len(asked) <= 6
