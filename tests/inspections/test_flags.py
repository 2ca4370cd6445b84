"""What the rules find in inspections and infractions, and how it is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from apps.registry.kinds import all_kinds, flags_of, insert


def codes(record):
    return sorted(record.case.flags.values_list("code", flat=True))


def test_an_ordinary_inspection_raises_nothing(inspected):
    assert codes(inspected("V-1", aged_15_17=0, under_15=0, gravel_washed=Decimal("2.50"))) == []


def test_an_ordinary_infraction_raises_nothing(recorded, site, digger):
    assert codes(recorded("infraction", "I-1", site=site, concerned="digger", digger=digger)) == []


@pytest.mark.parametrize("counted", [{"under_15": 1}, {"aged_15_17": 1}, {"under_15": 2, "aged_15_17": 5}], ids=str)
def test_children_at_work_are_referred_to_help(inspected, counted):
    flag = inspected("V-1", **counted).case.flags.get()

    assert flag.code == "young_at_work"
    assert {name: int(n) for name, n in flag.numbers.items()} == {"under_15": 0, "aged_15_17": 0, **counted}
    with override("en-gb"):
        assert "This is a referral, not an infraction." in flag.sentence


def test_a_referral_makes_no_infraction(inspected, registrar):
    visit = inspected("V-1", under_15=3)

    visit.case.decide("accepted", by=registrar, seen=visit.case.version)

    visit.refresh_from_db()
    assert (visit.result, visit.site.infractions.count()) == ("in_order", 0)


@pytest.mark.parametrize(
    ("seen", "raised"),
    [
        ({"state": "flooded", "gravel_washed": Decimal("0.01")}, ["washed_at_closed_site"]),
        ({"state": "mined_out", "gravel_washed": Decimal("40")}, ["washed_at_closed_site"]),
        ({"state": "flooded", "gravel_washed": Decimal("0.00")}, []),
        ({"state": "flooded"}, []),
        ({"state": "reserve", "gravel_washed": Decimal("40")}, []),
    ],
    ids=str,
)
def test_gravel_that_was_washed_where_there_is_none_is_marked(inspected, seen, raised):
    assert codes(inspected("V-1", **seen)) == raised


@pytest.mark.parametrize(("on", "raised"), [(date(2026, 11, 24), []), (date(2026, 11, 25), ["future_day"])])
def test_a_visit_that_has_not_come_is_marked(inspected, on, raised):
    assert codes(inspected("V-1", inspected_on=on)) == raised


def test_a_site_that_nobody_knows_is_marked(inspected, recorded):
    assert codes(inspected("V-1", site="S-77")) == ["unknown_number"]
    assert codes(recorded("infraction", "I-1", site="S-77")) == ["unknown_number"]


def test_a_number_that_was_used_before_is_marked(inspected, recorded):
    inspected("V-1")
    recorded("infraction", "I-1")

    assert codes(inspected("V-1")) == ["duplicate_number"]
    assert codes(recorded("infraction", "I-1")) == ["duplicate_number"]


@pytest.mark.parametrize("kind", ["digger", "licence", "buyer"])
def test_a_flag_never_says_whom_it_concerns(recorded, kind):
    unknown = recorded("infraction", "I-1", concerned=kind, **{kind: "Z-77"})

    flag = unknown.case.flags.get()
    assert (flag.code, flag.numbers) == ("concerned_unknown", {})
    assert "Z-77" not in flag.sentence


def test_whoever_is_of_another_region_is_marked_without_his_number(recorded, digger, other_region, other_officer):
    there = {"at": other_region, "by": other_officer}

    flag = recorded("infraction", "I-1", concerned="digger", digger=digger, **there).case.flags.get()

    assert (flag.code, flag.numbers) == ("concerned_elsewhere", {})


def test_a_buyer_is_of_the_whole_country(recorded, buyer, other_region, other_officer):
    there = {"at": other_region, "by": other_officer}

    assert codes(recorded("infraction", "I-1", concerned="buyer", buyer=buyer, **there)) == []


@pytest.mark.parametrize(("kind", "asked"), [("inspection", 1), ("infraction", 2)])
def test_the_rules_ask_as_little_for_fifty_as_for_one(
    prepared, site, digger, django_assert_max_num_queries, kind, asked
):
    named = {"site": site} | ({"concerned": "digger", "digger": digger} if kind == "infraction" else {})
    made = all_kinds()[kind].make([prepared(kind, f"V-{number}", **named) for number in range(50)])
    insert(made)

    with django_assert_max_num_queries(asked):
        flags_of([one.record for one in made])
