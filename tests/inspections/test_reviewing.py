"""Beside an inspection its reviewer reads what was found at that site in that month."""

from __future__ import annotations

from datetime import date

import pytest

from kpfield.reviewing.near import near


def test_finds_of_the_same_site_and_month_stand_beside_an_inspection(inspected, found, recorded, registrar):
    visit = inspected("V-1", inspected_on=date(2026, 11, 20))
    found("F-1", "1.25", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30))
    found("F-2", "2.50", starts_on=date(2026, 10, 31), ends_on=date(2026, 10, 31))
    found("F-3", "3.75", site=recorded("site", "S-2"))

    assert [row[2] for row in near(visit, registrar).rows] == ["1.25"]


@pytest.mark.parametrize(("kind", "site"), [("inspection", "S-77"), ("infraction", "S-77"), ("site", None)])
def test_where_no_site_is_known_nothing_stands_beside_it(recorded, registrar, kind, site):
    assert near(recorded(kind, "V-1", **({"site": site} if site else {})), registrar) is None
