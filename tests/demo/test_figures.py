"""Every figure of the imaginary country equals an independent calculation over the same records."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command

from apps.demo.country import CODE
from apps.figures.columns import COLUMNS
from apps.figures.national import national_figures
from apps.figures.values import NOT_APPLICABLE, Rate
from tests.demo.oracle import Oracle

pytestmark = pytest.mark.django_db

# Days on which somebody decided: the oracle does not know when the test ran.
NOT_CALCULATED = {"last_update", "tablets_holding_records"}
# Records that the imaginary country does not have.
NOT_REPORTED = {"production_published_carats"}
# It begins with its half-year, counts what buyers hold, renews nothing, and none of its zones is closed.
NOT_HERE = {
    "zones_closed", "licences_renewed", "stock_change_carats", "stock_buyers_opening_carats",
    "stock_buying_houses_opening_carats", "stock_buyers_counted",
    *(f"stock_{who}_{what}" for who in ("diggers", "exporters", "state", "seized")
      for what in ("opening_carats", "closing_carats", "counted")),
}  # fmt: skip


def shown(figure):
    """A figure as the oracle gives it."""
    if isinstance(figure, Rate):
        return shown(figure.value)
    return "n/a" if figure is NOT_APPLICABLE else figure


def lines_of(period):
    """All figures that the system works out, by region code."""
    national = national_figures(period)[CODE]
    lines = {CODE: national.total, **{line.region.code: line.figures for line in national.regions}}
    return {region: {code: shown(figure) for code, figure in line.items()} for region, line in lines.items()}


def differences(ours, theirs):
    return {code: (ours[code], theirs[code]) for code in theirs if ours[code] != theirs[code]}


def test_every_figure_of_every_region_and_period_is_what_plain_python_makes_of_the_records(demonstration, country):
    oracle = Oracle(country)

    for period in (country.period, *country.period.parts()):
        days = period.starts_on.isoformat(), period.ends_on.isoformat()
        for region, line in lines_of(period).items():
            assert differences(line, oracle.figures(region, *days)) == {}, f"{region} {period}"


def written(figure):
    return "" if figure is None else str(figure)


def test_the_printed_return_of_each_region_says_the_same(demonstration, country):
    days = country.period.starts_on.isoformat(), country.period.ends_on.isoformat()
    out, oracle = io.StringIO(), Oracle(country)
    call_command("national_return", CODE, country.period.code, by="region", stdout=out, stderr=io.StringIO())
    lines = list(csv.DictReader(io.StringIO(out.getvalue())))

    assert len(lines) == 4
    for line in lines:
        expected = oracle.figures(line["region_code"], *days)
        assert {code: line[code] for code in expected} == {code: written(value) for code, value in expected.items()}


def test_the_plenarys_matrix_says_the_same(demonstration, country, tmp_path):
    days = country.period.starts_on.isoformat(), country.period.ends_on.isoformat()
    call_command("matrix", country.period.code, format="csv", out=tmp_path / "m.csv", stdout=io.StringIO())
    with (tmp_path / "m.csv").open(encoding="utf-8-sig", newline="") as file:
        line = {row[2]: row[3] for row in csv.reader(file) if row[0] == CODE}
    expected = Oracle(country).figures(CODE, *days)

    assert {code: line[code] for code in expected} == {code: written(value) for code, value in expected.items()}


def test_the_oracle_knows_every_column_that_is_worked_out(country):
    first, last = date(2026, 1, 1).isoformat(), date(2026, 12, 31).isoformat()
    calculated = set(Oracle(country).figures(CODE, first, last))

    assert set(COLUMNS) - calculated - NOT_REPORTED == NOT_CALCULATED


def test_the_imaginary_country_has_something_of_nearly_every_column(country):
    period = country.period
    figures = Oracle(country).figures(CODE, period.starts_on.isoformat(), period.ends_on.isoformat())

    empty = {code for code, figure in figures.items() if not figure}

    assert empty <= {"exporters_licensed", "diggers_not_stated", "other_roles_not_stated", *NOT_HERE}
