"""Booklets at the desk: what became of the slips of each, counted by the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

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
