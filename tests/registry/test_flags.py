"""What is said of an entry of the register that looks wrong."""

from __future__ import annotations

from datetime import date

import pytest

from apps.registry.kinds import all_kinds, flags_of
from apps.review.models import Flag, Status


def codes(record):
    return sorted(record.case.flags.values_list("code", flat=True))


def test_an_ordinary_entry_has_no_flags(digger, site, licence, buyer):
    assert not Flag.objects.exists()


@pytest.mark.parametrize("code", ["digger", "site", "licence", "buyer"])
def test_the_second_with_a_number_is_flagged(recorded, code):
    first, second = recorded(code, "N-1"), recorded(code, "N-1")

    assert codes(first) == []
    assert second.case.flags.get().numbers == {"number": "N-1", "first_day": "2026-11-24"}


def test_of_two_in_one_batch_the_second_is_flagged(prepared, db):
    made = all_kinds()["buyer"].make([prepared("buyer", "B-1"), prepared("buyer", "B-1")])

    flags = flags_of([one.record for one in made])
    assert [flag.case_id for flag in flags] == [made[1].record.pk]


def test_a_rejected_entry_takes_no_number(recorded, registrar):
    recorded("buyer", "B-1").case.decide(Status.REJECTED, by=registrar, seen=1, reason="Forged.")

    assert codes(recorded("buyer", "B-1")) == []


def test_another_country_gives_its_own_numbers(recorded, abroad):
    recorded("buyer", "B-1", at=abroad)

    assert codes(recorded("buyer", "B-1")) == []


@pytest.mark.parametrize(("code", "name"), [("digger", "site"), ("site", "manager"), ("licence", "holder")])
def test_a_number_that_is_in_no_register_is_flagged(recorded, code, name):
    record = recorded(code, "N-1", **{name: "X-77"})

    assert record.case.flags.get(code="unknown_number").numbers == {"numbers": "X-77"}


@pytest.mark.parametrize(("code", "name"), [("digger", "consent_on"), ("site", "status_on"), ("licence", "issued_on")])
@pytest.mark.parametrize(("day", "flagged"), [(date(2026, 11, 24), False), (date(2026, 11, 25), True)])
def test_a_day_that_had_not_come_is_flagged(recorded, code, name, day, flagged):
    record = recorded(code, "N-1", **{name: day})

    assert codes(record) == ["future_day"] * flagged


def test_a_holder_of_another_region_is_flagged(recorded, other_region):
    stranger = recorded("digger", "D-9", at=other_region)

    licence = recorded("licence", "L-1", holder=stranger)

    assert licence.case.flags.get().numbers == {"numbers": "D-9"}


def test_a_district_is_no_other_region_than_its_province(recorded, district):
    neighbour = recorded("digger", "D-9", at=district)

    assert codes(recorded("licence", "L-1", holder=neighbour)) == []


@pytest.mark.parametrize(("code", "asked"), [("digger", 1), ("site", 2), ("licence", 2), ("buyer", 1)])
def test_the_rules_ask_as_little_for_fifty_as_for_one(prepared, digger, django_assert_num_queries, code, asked):
    named = {"site": {"manager": digger}, "licence": {"holder": digger}}.get(code, {})
    kind = all_kinds()[code]
    made = kind.make([prepared(code, f"N-{number}", **named) for number in range(50)])

    with django_assert_num_queries(asked):
        flags_of([one.record for one in made])


# -- where a site is --------------------------------------------------------------------------------------------------

SQUARE = ((4_361_000, 18_555_000), (4_361_900, 18_555_000), (4_361_900, 18_555_900), (4_361_000, 18_555_900))


def ground(**more):
    return {"corners": [{"lat_e6": lat, "lon_e6": lon, "accuracy_m": 6} for lat, lon in SQUARE], **more}


def point(lat_e6, lon_e6, accuracy_m=6, **more):
    return {"lat_e6": lat_e6, "lon_e6": lon_e6, "accuracy_m": accuracy_m, **more}


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (point(4_361_500, 18_555_500), []),
        # Eleven metres to the west, where both are known to six.
        (point(4_361_500, 18_554_900), []),
        (point(4_361_500, 18_554_000), ["point_outside_area"]),
        # A hundred metres away, and known to a hundred only.
        (point(4_361_500, 18_554_100, 100), []),
    ],
)
def test_a_position_beyond_the_area_is_flagged(recorded, place, found):
    assert codes(recorded("site", "S-1", area=ground(), point=place)) == found


def test_a_position_or_an_area_alone_is_beyond_nothing(recorded):
    assert codes(recorded("site", "S-1", area=ground())) == []
    assert codes(recorded("site", "S-2", point=point(1, 1))) == []


@pytest.mark.parametrize(
    "place", [{"point": point(4_361_500, 18_555_500, mock=True)}, {"area": ground(mock=True)}], ids=["point", "area"]
)
def test_a_place_that_a_tablet_calls_made_up_is_flagged(recorded, place):
    assert codes(recorded("site", "S-1", **place)) == ["made_up_position"]
