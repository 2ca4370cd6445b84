from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from apps.review.models import Status


@pytest.fixture
def load(region, other_region, tmp_path):
    def run(*lines):
        file = tmp_path / "table.csv"
        file.write_text("\n".join(["period,channel,province,carats", *lines]))
        call_command("load_published", str(file), participant="XA", stdout=StringIO())

    return run


def test_a_total_that_differs_is_told_with_its_numbers(load, figures):
    load("2026-Q4,artisanal,Kolo,10.00", "2026-Q4,artisanal,TOTAL,8.00")

    (check,) = figures("2026").checks
    assert (check.code, check.column) == ("parts_differ", "production_carats")
    assert check.numbers == {"period": "2026-Q4", "computed": "10.00", "published": "8.00", "difference": "+2.00"}


def test_a_total_of_all_channels_that_differs_is_told(load, figures):
    load("2026-Q4,artisanal,Kolo,10.00", "2026-Q4,industrial,TOTAL,1.00", "2026-Q4,all,TOTAL,12.00")

    (check,) = figures("2026-Q4").checks
    assert (check.column, check.numbers["difference"]) == ("production_total_carats", "-1.00")


def test_a_total_of_another_period_is_not_told(load, figures):
    load("2026-H2,artisanal,Kolo,10.00", "2026-H2,artisanal,TOTAL,8.00")

    assert figures("2026-Q4").checks == []


@pytest.mark.parametrize(("line", "place"), [("Kolo,10.00", "Kolo"), ("TOTAL,10.00", "")])
def test_a_table_beside_records_of_the_same_place_may_count_twice(load, found, registrar, figures, line, place):
    load(f"2026-Q4,artisanal,{line}")
    found("F-1", "1.25").case.decide(Status.ACCEPTED, by=registrar, seen=1)

    (check,) = figures("2026-Q4").checks
    assert (check.code, check.region) == ("may_be_counted_twice", place)
    assert check.numbers == {"published": "10.00", "recorded": "1.25"}
    assert figures("2026-Q4").total["production_carats"] == Decimal("11.25")


def test_a_table_of_another_place_counts_once(load, found, registrar, figures):
    load("2026-Q4,artisanal,Lubi,10.00")
    found("F-1", "1.25").case.decide(Status.ACCEPTED, by=registrar, seen=1)

    assert figures("2026-Q4").checks == []
