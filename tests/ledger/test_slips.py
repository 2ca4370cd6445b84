"""The number printed on a slip: read the same on tablet and server, and held against the booklets."""

from __future__ import annotations

import json
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from apps.ledger.models import Purchase, Transfer
from apps.ledger.spans import as_written, listed, split, unclear

CASES = json.loads((Path(__file__).parents[2] / "fixtures/conformance/slips/cases.json").read_text(encoding="utf-8"))
KINDS = {"purchase": "sold", "resale": "resold", "transfer": "moved"}
DAYS = {"purchase": "bought_on", "resale": "bought_on", "transfer": "moved_on"}


@pytest.mark.parametrize(("slip", "series", "place"), CASES["split"], ids=str)
def test_a_printed_number_is_a_series_and_a_number(slip, series, place):
    assert split(slip) == (series, place)


@pytest.mark.parametrize(("written", "numbers"), CASES["listed"], ids=str)
def test_numbers_are_listed_as_people_write_them(written, numbers):
    assert listed(written) == numbers


def test_a_span_of_a_million_is_not_spelled_out():
    assert len(listed("1-999999999")) == 1000


def test_what_is_no_number_of_the_booklet_is_named():
    assert unclear("103, 99, one, 140-151, 104", 101, 150) == ["99", "one", "140-151"]


def test_numbers_are_told_in_spans_and_of_many_the_first():
    assert as_written([7, 3, 4, 5]) == "3–5, 7"
    assert as_written(range(1, 99, 2), most=2) == "1, 3, …"


@pytest.mark.parametrize("case", CASES["verdicts"], ids=str)
def test_a_slip_is_held_against_the_booklets(request, issued, case):
    for booklet in CASES["booklets"]:
        words = {**booklet, "issued_on": date.fromisoformat(booklet["issued_on"])}
        issued(words.pop("number"), **words)
    record = request.getfixturevalue(KINDS[case["slips"]])
    day = {DAYS[case["slips"]]: date.fromisoformat(case["day"])}

    fact = record("X-1", "1.25", slip_number=case["slip"], **day)

    raised = set(fact.case.flags.values_list("code", flat=True)) & {"slip_outside_booklet", "slip_spoilt"}
    assert raised == ({case["says"]} if case["says"] else set())


def test_slips_of_before_there_were_booklets_are_read_too(sold, moved):
    sales = [sold(f"R-{n}", "1.25", slip_number=f"BRL {n}") for n in (1, 2, 3)]
    transfer = moved("T-1", "1.25", slip_number="TR-0017")
    for model in (Purchase, Transfer):
        model.objects.update(slip_series="", slip_place=None)

    migration = import_module("apps.ledger.migrations.0006_series_and_numbers_of_slips")
    migration.fill(apps, None)

    parts = Purchase.objects.filter(pk__in=[sale.pk for sale in sales]).values_list("slip_series", "slip_place")
    assert sorted(parts) == [("BRL", 1), ("BRL", 2), ("BRL", 3)]
    transfer.refresh_from_db()
    assert (transfer.slip_series, transfer.slip_place) == ("TR", 17)
