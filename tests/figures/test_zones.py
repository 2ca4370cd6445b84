"""Zones on the last day of a period: what holds then, whatever is written later."""

from __future__ import annotations

from datetime import date

import pytest

from apps.places.ground import lie_on
from apps.places.models import Zone

KINDS = ("zones_open", "zones_closed", "zones_reserved", "zones_compliant")


@pytest.fixture
def zone(participant, region):
    """A zone with its statuses: `zone("Z-1", "mining", ("open", date(2026, 1, 1)))`."""

    def put(code, kind, *statuses, at=region):
        made = Zone(participant=participant, region=at, code=code, kind=kind, name_en=code, name_fr=code, source="none")
        corners = [(0, 0), (0, 9_000), (9_000, 9_000)]
        lie_on(made, {"corners": [{"lat_e6": lat, "lon_e6": lon} for lat, lon in corners]})
        made.save()
        for status, starts_on, *ends_on in statuses:
            made.statuses.create(status=status, starts_on=starts_on, ends_on=next(iter(ends_on), None), source="none")
        return made

    return put


@pytest.fixture
def counts(total):
    def of(code="2026-Q4"):
        return [total(column, code) for column in KINDS]

    return of


def test_zones_are_counted_by_what_they_are_on_the_last_day(zone, counts):
    start = date(2020, 1, 1)
    zone("Z-1", "mining", ("open", start))
    zone("Z-2", "mining", ("compliant", start))
    zone("Z-3", "mining", ("not_compliant", start))
    zone("Z-4", "mining", ("closed", start))
    zone("Z-5", "reserve", ("closed", start))
    zone("Z-6", "protected")

    assert counts() == [2, 2, 2, 1]


def test_a_status_counts_on_its_days(zone, counts):
    zone("Z-1", "mining", ("closed", date(2026, 1, 1)), ("open", date(2026, 10, 1), date(2026, 12, 31)))

    assert [counts(code)[:2] for code in ("2026-Q3", "2026-Q4", "2027-Q1")] == [[0, 1], [1, 0], [0, 1]]


def test_a_zone_that_has_ended_or_not_begun_is_none(zone, counts):
    zone("Z-1", "mining", ("open", date(2026, 1, 1)), ("ended", date(2026, 11, 1)))
    zone("Z-2", "mining", ("open", date(2027, 1, 1)))

    assert counts("2026-Q3") == [1, 0, 0, 0]
    assert counts("2026-Q4") == [None] * 4
    assert counts("2027-Q1") == [1, 0, 0, 0]


def test_a_zone_of_no_one_region_is_the_countrys(zone, figures, counts):
    zone("Z-1", "mining", ("open", date(2026, 1, 1)), at=None)

    assert counts() == [1, 0, 0, 0]
    assert [line for line in figures("2026-Q4").regions if line.figures["zones_open"]] == []


def test_without_zones_nothing_is_said(country, counts):
    assert counts() == [None] * 4
