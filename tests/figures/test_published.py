"""Both tables of domain.md §8: every province, channel and total, in its own period and in those that contain it."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from apps.figures.national import national_figures
from apps.quantities.periods import Period
from tests.figures.conftest import TABLES

LINES = [line for table in TABLES for line in csv.DictReader(table.read_text(encoding="utf-8").splitlines())]
CHANNELS = {
    "artisanal": "production_carats",
    "semi-industrial": "production_semi_industrial_carats",
    "industrial": "production_industrial_carats",
    "all": "production_total_carats",
}
CONTAINING = [("2023-Q1", code) for code in ("2023-Q1", "2023-H1", "2023")] + [
    ("2022-H1", code) for code in ("2022-H1", "2022")
]


def printed(period, **wanted):
    return [
        line for line in LINES if line["period"] == period and all(line[key] == value for key, value in wanted.items())
    ]


def of_congo(code):
    return national_figures(Period.parse(code))["CD"]


@pytest.mark.parametrize(("period", "code"), CONTAINING)
def test_every_province_rolls_up_to_the_printed_figure(congo, period, code):
    provinces = {line["province"]: Decimal(line["carats"]) for line in printed(period, channel="artisanal")}
    total = provinces.pop("TOTAL")

    found = {line.region.name: line.figures["production_carats"] for line in of_congo(code).regions}

    assert {name: carats for name, carats in found.items() if carats is not None} == provinces
    assert sum(provinces.values()) == total


@pytest.mark.parametrize(("period", "code"), CONTAINING)
def test_every_channel_and_the_total_roll_up_to_the_printed_figure(congo, period, code):
    totals = {CHANNELS[line["channel"]]: Decimal(line["carats"]) for line in printed(period, province="TOTAL")}

    found = of_congo(code).total

    assert {column: found[column] for column in totals} == totals


@pytest.mark.parametrize("code", ["2023-Q2", "2023-H2", "2022-Q1", "2022-Q2", "2022-H2", "2021", "2024"])
def test_no_other_period_has_them(congo, code):
    national = of_congo(code)

    assert [national.total[column] for column in CHANNELS.values()] == [None] * 4
    assert {line.figures["production_carats"] for line in national.regions} <= {None}


def test_a_reported_zero_is_zero_and_a_silent_province_is_blank(congo):
    found = {line.region.name: line.figures["production_carats"] for line in of_congo("2022-H1").regions}

    assert found["Kongo-Central"] == Decimal("0.00")
    assert found["Kwilu"] is None
    assert "Kinshasa" not in found


def test_the_parts_add_to_their_totals(congo):
    assert of_congo("2023").checks == []


def test_offices_that_were_published_have_reported(congo):
    total = of_congo("2023-Q1").total

    assert (total["offices_reporting"], total["offices_expected"]) == (7, 12)
