"""What supervision did in a period: visits, sites, cases, carats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

D = Decimal


def test_inspections_are_counted_by_the_day_of_the_visit_and_sites_once(accepted, site, total):
    for number, day in [("V-1", date(2026, 9, 30)), ("V-2", date(2026, 10, 1)), ("V-3", date(2026, 11, 2))]:
        accepted("inspection", number, site=site, inspected_on=day)

    assert (total("inspections_made"), total("sites_visited")) == (2, 1)
    assert (total("inspections_made", "2026-Q3"), total("sites_visited", "2026-Q3")) == (1, 1)


def test_a_visit_that_waits_is_none(inspected, total):
    inspected("V-1", inspected_on=date(2026, 11, 2))

    assert (total("inspections_made"), total("sites_visited")) == (None, None)


def test_a_visit_to_a_place_that_nobody_knows_visits_no_site(accepted, total):
    accepted("inspection", "V-1", site="S-99", inspected_on=date(2026, 11, 2))

    assert (total("inspections_made"), total("sites_visited")) == (1, 0)


def test_cases_count_where_they_were_seen_referred_and_decided(accepted, registrar, total):
    seen = {"seen_on": date(2026, 8, 3), "referred_to": "police", "referred_on": date(2026, 10, 5)}
    case = accepted("infraction", "I-1", carats_seized=D("1.25"), custody="office", seal_number="X", **seen)
    type(case).objects.filter(pk=case.pk).update(outcome="penalty", decided_on=date(2027, 1, 7))

    def of(code):
        return [total(column, code) for column in ("carats_seized", "cases_referred", "cases_decided")]

    assert of("2026-Q3") == [D("1.25"), 0, 0]
    assert of("2026-Q4") == [None, 1, 0]
    assert of("2027-Q1") == [None, 0, 1]
    assert of("2027-Q2") == [None, None, None]


def test_without_a_case_no_carats_are_said_to_be_seized(country, total):
    assert [total(column) for column in ("carats_seized", "cases_referred", "cases_decided")] == [None] * 3
