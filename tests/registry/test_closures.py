"""Sites in zones that are closed: the days are worked out where a site is written or a zone changes."""

from __future__ import annotations

from datetime import date

import pytest

from apps.journal.models import Entry
from apps.places.ground import lie_on
from apps.places.models import Zone, ZoneStatus
from apps.registry import closures
from apps.registry.closures import close, close_all
from apps.registry.kinds import all_kinds
from apps.registry.models import Site

pytestmark = pytest.mark.django_db
# A zone in the shape of an L: what lies in its notch lies in its box, and not in it.
RING = [(0, 0), (0, 300), (100, 300), (100, 100), (300, 100), (300, 0)]
WITHIN, IN_THE_NOTCH, BESIDE = (50, 250), (200, 200), (50, 400)


def zone(participant, code, *statuses, ring=RING):
    made = Zone(participant=participant, code=code, kind="reserve", name_en=code, name_fr=code, source="imaginary")
    lie_on(made, {"corners": [{"lat_e6": lat * 1000, "lon_e6": lon * 1000} for lat, lon in ring]})
    made.save()
    ZoneStatus.objects.bulk_create(
        ZoneStatus(zone=made, status=status, starts_on=first, ends_on=last, source="imaginary")
        for status, first, last in statuses
    )
    return made


@pytest.fixture
def reserve(participant):
    return zone(
        participant, "R",
        ("closed", date(2015, 1, 1), date(2019, 12, 31)),
        ("compliant", date(2020, 1, 1), date(2025, 12, 31)),
        ("not_compliant", date(2026, 6, 1), None),
    )  # fmt: skip


@pytest.fixture
def placed(accepted):
    def place(number, where):
        return accepted("site", number, point=point(where))

    return place


def point(where):
    return {"lat_e6": where[0] * 1000, "lon_e6": where[1] * 1000, "accuracy_m": 5}


def days(site):
    close([site])
    return site.closed


def test_a_site_in_a_closed_zone_is_closed_on_those_days(reserve, placed):
    site = placed("S-7", WITHIN)

    assert days(site) == "2015-01-01/2019-12-31 2026-06-01/.."
    first = {date(2019, 12, 31): date(2015, 1, 1), date(2020, 1, 1): None, date(2026, 6, 1): date(2026, 6, 1)}
    assert {day: site.closed_since(day) for day in first} == first


@pytest.mark.parametrize("where", [IN_THE_NOTCH, BESIDE])
def test_a_site_outside_its_outline_is_not(reserve, placed, where):
    assert days(placed("S-7", where)) == ""


def test_another_countrys_zone_closes_nothing(abroad, placed):
    zone(abroad.participant, "R", ("closed", date(2015, 1, 1), None))

    assert days(placed("S-7", WITHIN)) == ""


def test_a_site_without_a_point_asks_nothing(reserve, site, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert days(site) == ""


def test_many_sites_ask_as_much_as_one(reserve, placed, monkeypatch):
    sites, asked = [placed(f"S-{n}", WITHIN) for n in range(10, 15)], []
    rows = closures.NEAR.rows
    monkeypatch.setattr(closures.NEAR, "rows", lambda **given: [asked.append(given), rows(**given)][1])
    close(sites)

    assert len(asked) == 1
    assert all(site.closed for site in sites)


def test_a_tablets_site_is_closed_from_its_first_moment_and_follows_its_point(reserve, prepared):
    kind = all_kinds()["site"]
    [made] = kind.make([prepared("site", "S-7", point=point(WITHIN))])
    assert made.record.closed_since(date(2026, 7, 1)) == date(2026, 6, 1)

    assert "closed" in kind.amend(made.record, {"point": point(BESIDE)}, {})
    assert made.record.closed == ""


def test_what_is_found_and_sold_there_on_such_a_day_is_flagged(reserve, placed, accepted, found, sold):
    site = placed("S-7", WITHIN)
    on = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 2)}
    find = found("F-1", "2.00", site=site, licence=None, **on)
    sale = sold("R-1", "1.25", site=site, licence=None, production=find, bought_on=date(2026, 6, 2))
    before = sold("R-2", "0.25", site=site, licence=None, production=find, bought_on=date(2026, 5, 31))

    codes = [{flag.code: flag.numbers for flag in record.case.flags.all()} for record in (find, sale, before)]
    closed = {"site": "S-7", "day": "2026-06-02", "first_day": "2026-06-01"}
    assert [found.get("zone_closed") for found in codes] == [closed, closed, None]


def test_when_zones_change_the_sites_in_them_follow_and_the_journal_says_so(participant, placed):
    inside, outside = placed("S-7", WITHIN), placed("S-8", BESIDE)
    zone(participant, "R", ("closed", date(2015, 1, 1), None))

    assert close_all() == 1
    assert close_all() == 0
    assert Site.objects.get(pk=inside.pk).closed == "2015-01-01/.."
    assert Site.objects.get(pk=outside.pk).closed == ""
    assert [entry.object_id for entry in Entry.objects.filter(verb="zoned")] == [str(inside.pk)]
