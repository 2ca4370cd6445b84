"""What somebody held on a day: what the database keeps out, what is said of it, how it is corrected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.ledger.models import StockCount
from apps.review.models import Status


def flags(record):
    return {flag.code: flag.numbers for flag in record.case.flags.standing()}


def refused(rows, **wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong)


def test_an_ordinary_count_has_no_flags(counted):
    count = counted("C-1", "12.50")

    assert (count.carats, count.value, count.usd) == (Decimal("12.50"), None, None)
    assert flags(count) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"carats": Decimal("-0.01")},
        {"carats": Decimal("1000000000.01")},
        {"level": "digger"},
        {"level": "state"},
        {"level": "pawnbroker"},
        {"basis": "guessed"},
        {"place": "Safe"},
        {"digger_written": "D-9"},
        {"buyer": None},
        {"holder": ""},
        {"value": Decimal("-0.01"), "currency": "XAF"},
        {"value": Decimal("1.00")},
        {"usd": Decimal("1.00")},
        {"usd_rate": Decimal("600")},
        {"void": True},
        {"status": "lost"},
    ],
    ids=str,
)
def test_a_count_that_contradicts_itself_is_refused(counted, francs, wrong):
    counted("C-1", "12.50")

    refused(StockCount.objects.all(), **wrong)


def test_nothing_held_is_a_count_too(counted):
    assert counted("C-1", "0.00").carats == Decimal("0.00")


@pytest.mark.parametrize(
    ("level", "column"),
    [("digger", "digger"), ("licence_holder", "licence"), ("buying_house", "buyer"), ("exporter", "buyer")],
)
def test_each_level_is_held_by_one_of_its_own(counted, request, level, column):
    who = request.getfixturevalue(column)

    assert counted("C-1", "1.00", level=level, **{column: who}).holder == str(who.pk)


def test_a_holder_who_is_in_no_register_is_kept_as_written(counted):
    count = counted("C-1", "1.00", level="exporter", buyer="E-77")

    assert (count.buyer_written, count.holder) == ("E-77", "E-77")
    assert flags(count) == {"unknown_number": {"numbers": "E-77"}}


def test_one_safe_is_one_holder_however_it_is_spelled(counted):
    one, other = (
        counted(n, "1.00", level="state", place=place) for n, place in [("C-1", "Safe, Kolo"), ("C-2", "safe Kôlo")]
    )

    assert one.holder == other.holder


def test_a_value_is_frozen_in_dollars_with_its_rate(counted, francs):
    count = counted("C-1", "12.50", value=Decimal(6000), currency="XAF")

    assert (count.usd, count.usd_rate) == (Decimal("10.00"), Decimal(600))
    assert flags(count) == {}


def test_a_value_without_a_rate_is_flagged(counted, francs):
    count = counted("C-1", "12.50", value=Decimal(6000), currency="XAF", counted_on=date(2026, 10, 31))

    assert flags(count)["no_rate"] == {"currency": "XAF", "day": "2026-10-31"}


def test_a_day_that_has_not_come_is_flagged(counted):
    assert flags(counted("C-1", "1.00", counted_on=date(2026, 11, 25))).keys() == {"future_day"}


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_holder_whose_licence_to_buy_does_not_run_that_day_is_flagged(counted, day):
    assert flags(counted("C-1", "1.00", counted_on=day))["buyer_not_valid"]["number"] == "B-1"


def test_a_licence_that_does_not_run_that_day_is_flagged(counted, licence):
    count = counted("C-1", "1.00", level="licence_holder", licence=licence, counted_on=date(2025, 12, 31))

    assert flags(count).keys() == {"day_before_licence"}


def test_a_digger_of_another_region_is_flagged(counted, accepted, other_region):
    stranger = accepted("digger", "D-9", at=other_region)

    assert flags(counted("C-1", "1.00", level="digger", digger=stranger)).keys() == {"reference_of_another_region"}


def test_two_counts_of_one_holder_on_one_day_cannot_both_be_right(counted):
    first, second = counted("C-1", "1.00"), counted("C-2", "2.00")
    next_day = counted("C-3", "3.00", counted_on=date(2026, 11, 5))

    assert flags(first) == flags(next_day) == {}
    assert flags(second) == {"counted_before": {"number": "C-1", "day": "2026-11-04"}}


def test_another_region_is_another_stock(counted, other_region):
    counted("C-1", "1.00")

    assert flags(counted("C-2", "1.00", at=other_region)) == {}


def test_a_buyer_has_one_stock_whatever_he_is_called(counted, buyer):
    counted("C-1", "1.00")

    assert flags(counted("C-2", "1.00", level="exporter", buyer=buyer)).keys() == {"counted_before"}


def test_what_the_state_and_what_a_court_keeps_in_one_safe_are_two_stocks(counted):
    counted("C-1", "1.00", level="state", place="Safe")

    assert flags(counted("C-2", "1.00", level="seized", place="Safe")) == {}


@pytest.mark.parametrize("place", ["\ufdfa" * 120, "…", "é" * 120], ids=ascii)
def test_a_place_of_any_letters_is_a_holder(counted, place):
    assert 1 < len(counted("C-1", "1.00", level="state", place=place).holder) <= 120


def test_a_correction_of_a_count_takes_its_place(counted, registrar):
    first = counted("C-1", "12.50")
    first.case.decide(Status.RETURNED, by=registrar, seen=1, reason="Weigh it again.")

    second = counted("C-2", "12.05", replaces=first)
    second.case.decide(Status.ACCEPTED, by=registrar, seen=1)

    assert flags(second) == {}
    assert [count.number for count in StockCount.objects.counting()] == ["C-2"]
