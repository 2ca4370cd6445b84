"""What is held, by whom, before and at the end of a period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from apps.figures.national import says_anything
from apps.figures.values import NOT_APPLICABLE
from apps.registry.models import Digger
from apps.review.models import Status

D = Decimal
AUTUMN, WINTER = date(2026, 9, 20), date(2026, 12, 20)


@pytest.fixture
def held(counted, registrar):
    """An accepted count: `held("C-1", "12.50", counted_on=AUTUMN)`."""

    def hold(number, carats, **given):
        record = counted(number, carats, **given)
        record.case.decide(Status.ACCEPTED, by=registrar, seen=record.case.version)
        return record

    return hold


def test_the_last_count_of_each_holder_is_what_he_holds(held, accepted, total):
    house = accepted("buyer", "H-1", buyer_class="comptoir")
    held("C-1", "12.50", counted_on=AUTUMN)
    held("C-2", "2.00", counted_on=WINTER)
    held("C-3", "30.00", level="buying_house", buyer=house, counted_on=AUTUMN)

    assert total("stock_buyers_closing_carats", "2026-H2") == D("2.00")
    assert total("stock_buying_houses_closing_carats", "2026-H2") == D("30.00")
    assert total("stock_state_closing_carats", "2026-H2") is None


def test_a_period_opens_with_what_the_one_before_closed_with(held, total):
    held("C-1", "12.50", counted_on=AUTUMN)
    held("C-2", "2.00", counted_on=WINTER)

    for earlier, later in [("2026-Q3", "2026-Q4"), ("2026-Q4", "2027-Q1"), ("2026-H2", "2027-H1"), ("2026", "2027")]:
        closed = total("stock_buyers_closing_carats", earlier)
        assert closed is not None
        assert total("stock_buyers_opening_carats", later) == closed


@pytest.mark.parametrize(("day", "known"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_a_count_of_more_than_half_a_year_ago_says_nothing(held, total, day, known):
    held("C-1", "12.50", counted_on=day)

    assert total("stock_buyers_closing_carats", "2026-H2") == (D("12.50") if known else None)


def test_nothing_held_is_told_and_has_no_share(held, total):
    held("C-1", "12.50", counted_on=AUTUMN)
    held("C-2", "0.00", counted_on=WINTER)

    assert total("stock_buyers_closing_carats", "2026-H2") == D("0.00")
    assert total("stock_buyers_counted", "2026-H2").value is NOT_APPLICABLE


def test_the_share_counted_before_an_officer_is_of_the_closing_carats(held, total):
    place = {"level": "state", "counted_on": WINTER}
    held("C-1", "30.00", basis="counted", place="Safe", **place)
    held("C-2", "10.00", basis="declared", place="Vault", **place)

    assert total("stock_state_closing_carats", "2026-H2") == D("40.00")
    assert total("stock_state_counted", "2026-H2").value == D("75.00")


def test_a_count_that_waits_or_was_corrected_holds_nothing(held, counted, total):
    first = held("C-1", "12.50", counted_on=WINTER)
    counted("C-2", "99.00", counted_on=WINTER, level="state", place="Safe")
    held("C-3", "12.05", counted_on=WINTER, replaces=first)

    assert total("stock_buyers_closing_carats", "2026-H2") == D("12.05")
    assert total("stock_state_closing_carats", "2026-H2") is None


def test_a_buyer_who_has_become_an_exporter_holds_his_stones_once(held, buyer, total):
    held("C-1", "12.50", counted_on=AUTUMN)
    held("C-2", "11.00", counted_on=WINTER, level="exporter", buyer=buyer)

    assert total("stock_buyers_closing_carats", "2026-H2") is None
    assert total("stock_exporters_closing_carats", "2026-H2") == D("11.00")


def test_two_safes_of_one_name_in_two_regions_are_two(held, country, total):
    held("C-1", "1.00", level="seized", place="Safe", counted_on=WINTER)
    other = held("C-2", "2.00", level="seized", place="Safe", counted_on=WINTER)
    type(other).objects.filter(pk=other.pk).update(region=country)

    assert total("stock_seized_closing_carats", "2026-H2") == D("3.00")


def test_one_person_under_two_numbers_holds_his_stones_once(held, accepted, total):
    one, other = accepted("digger", "D-1"), accepted("digger", "D-2")
    held("C-1", "3.00", level="digger", digger=one, counted_on=AUTUMN)
    held("C-2", "2.00", level="digger", digger=other, counted_on=WINTER)
    assert total("stock_diggers_closing_carats", "2026-H2") == D("5.00")

    Digger.objects.filter(pk=other.pk).update(person=one)

    assert total("stock_diggers_closing_carats", "2026-H2") == D("2.00")


@pytest.mark.parametrize(("end", "said"), [("opening", False), ("closing", True)])
def test_what_the_period_before_closed_with_is_no_report_of_this_one(end, said):
    assert says_anything({f"stock_buyers_{end}_carats": D("12.50")}) is said


def test_the_change_of_stock_is_signed_and_of_the_trade_alone(held, accepted, total):
    house = accepted("buyer", "H-1", buyer_class="comptoir")
    held("C-1", "12.50", counted_on=AUTUMN)
    held("C-2", "2.00", counted_on=WINTER)
    held("C-3", "30.00", level="buying_house", buyer=house, counted_on=AUTUMN)
    held("C-4", "5.00", level="state", place="Safe", counted_on=WINTER)

    assert total("stock_change_carats", "2026-Q4") == D("-10.50")


def test_what_was_not_counted_before_has_no_change(held, total):
    held("C-1", "12.50", counted_on=WINTER)

    assert total("stock_change_carats", "2026-H2") is None
