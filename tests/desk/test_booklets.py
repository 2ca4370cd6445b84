"""Booklets at the desk: what became of the slips of each, counted by the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from apps.journal.models import Entry
from apps.journal.sealing import settle
from apps.ledger.models import Booklet
from apps.review.models import Flag

BACK = {"returned_on": date(2026, 11, 20)}


@pytest.fixture
def slips(sold):
    return lambda *numbers: [sold(f"R-{n}", "1.25", slip_number=f"BRL {n}") for n in numbers]


def test_the_desk_sees_what_became_of_each_booklet(desk, registrar, issued, slips):
    slips(101, 104)
    issued("K-1", last_number=106, cancelled="103", **BACK)

    answer = desk(registrar).get(reverse("admin:ledger_booklet_changelist"))

    row = [" ".join(strip_tags(cell).split()) for cell in answer.content.decode().split("<td")[1:]]
    shown = [cell.split(">", 1)[-1].strip() for cell in row]
    assert "BRL 101–106" in " ".join(shown)
    assert [int(cell) for cell in shown if cell.isdigit()] == [2, 1, 3]


def test_a_list_of_forty_booklets_asks_as_much_as_one(desk, registrar, issued, slips, django_assert_max_num_queries):
    client, address = desk(registrar), reverse("admin:ledger_booklet_changelist")
    issued("K-1")
    client.get(address)
    with django_assert_max_num_queries(100) as first:
        client.get(address)
    for n in range(2, 41):
        issued(f"K-{n}", first_number=100 * n, last_number=100 * n + 49)

    with django_assert_max_num_queries(len(first)):
        client.get(address)


def take_back(client, booklet, **said):
    given = {"returned_on": "2026-11-20", "blank_from": "105", "cancelled": "103", "lost": "", **said}
    return client.post(reverse("admin:ledger_booklet_take_back", args=[booklet.pk]), given)


def test_a_booklet_is_taken_back_at_the_desk_and_its_slips_are_reckoned(desk, registrar, issued, slips):
    [used, _other] = slips(101, 103)
    booklet = issued("K-1", last_number=106)

    answer = take_back(desk(registrar), booklet)
    settle()

    assert answer.status_code == 302
    back = Booklet.objects.with_counts().get(pk=booklet.pk)
    assert (back.returned_on, back.blank_from, back.cancelled) == (date(2026, 11, 20), 105, "103")
    # 102 and 104 are neither recorded nor cancelled; 103 is both, and that is flagged.
    assert back.missing == 2
    assert Flag.objects.standing().filter(code="slip_spoilt").count() == 1
    assert not Flag.objects.filter(case=used.pk, code="slip_spoilt").exists()
    assert Entry.objects.filter(object_id=str(booklet.pk), verb="came_back", by=f"user:{registrar.pk}").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"returned_on": ""}, "This field is required."),
        ({"returned_on": "2025-01-01"}, "It cannot come back before it was issued."),
        ({"returned_on": str(date.today() + timedelta(days=3))}, "The day it came back has not come yet."),
        ({"blank_from": "107"}, "This slip is not of this booklet."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written_down(desk, registrar, issued, said, sentence):
    booklet = issued("K-1", last_number=106)

    answer = take_back(desk(registrar), booklet, **said)

    assert sentence in answer.content.decode()
    booklet.refresh_from_db()
    assert booklet.returned_on is None


def test_a_booklet_comes_back_once(desk, registrar, issued):
    booklet = issued("K-1", last_number=106)
    client = desk(registrar)
    take_back(client, booklet)

    again = take_back(client, booklet, cancelled="104")

    assert "It is back already." in again.content.decode()
    assert Booklet.objects.get(pk=booklet.pk).cancelled == "103"


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_who_issues_no_papers_takes_none_back(desk, posted, region, issued, role):
    booklet = issued("K-1", last_number=106)

    assert take_back(desk(posted("helper", role, region)), booklet).status_code == 403
