"""What a supervisor reads of one tablet: when it was heard, what came, and the numbers that are missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import Tablet
from kpfield.contacts import between, days, gaps
from tests.sync.conftest import Desk, enrol
from tests.sync.making import Writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(tablet, francs):
    return Writer(str(tablet.pk))


@pytest.fixture
def door(client, tablet, officer):
    return Desk(client, enrol(tablet, officer))


def page_of(client, reader, tablet):
    client.force_login(reader)
    return client.get(reverse("admin:tablet_contacts", args=[tablet.pk]))


@pytest.mark.parametrize(
    ("here", "start", "end", "missing"),
    [([], 0, 0, []), ([], 3, 3, []), ([], 0, 2, ["1–2"]), ([2, 3, 6], 0, 7, ["1", "4–5", "7"]), ([4], 3, 4, [])],
)
def test_numbers_that_are_not_here_are_named(here, start, end, missing):
    assert [str(gap) for gap in between(here, start, end)] == missing


def test_what_was_promised_and_has_not_come_is_told_by_number(door, writer, tablet, client, supervisor):
    sent = [writer.create("digger") for _ in range(5)]
    door.push(sent[0], sent[2], announced=7)
    tablet = Tablet.objects.get(pk=tablet.pk)

    words = page_of(client, supervisor, tablet).content.decode()

    assert [str(gap) for gap in gaps(tablet)] == ["2", "4–7"]
    assert "At least 5 records that it has made are not here." in words
    assert "2, 4–7" in words


def test_a_tablet_of_which_all_is_here_says_so(door, writer, tablet, client, supervisor):
    door.push(writer.create("digger"), announced=1)

    assert "All it is known to have made is here: 1 record." in page_of(client, supervisor, tablet).content.decode()


def test_each_day_says_what_came_and_what_was_kept_back(door, writer, tablet):
    door.push(writer.create("digger"), writer.create("digger", names=""))

    [day] = days(tablet)
    assert (day.records, day.kept_back) == (2, 1)


def test_a_tablet_elsewhere_is_nobody_s_business(tablet, client, other_supervisor):
    assert page_of(client, other_supervisor, tablet).status_code == 404


def test_the_page_asks_as_often_for_much_as_for_little(door, writer, tablet, client, supervisor):
    asked = []
    for records in (1, 30):
        door.push(*[writer.create("digger") for _ in range(records)], announced=records * 10)
        page_of(client, supervisor, tablet)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, supervisor, tablet)
        asked.append(len(queries))

    assert asked[0] == asked[1]
