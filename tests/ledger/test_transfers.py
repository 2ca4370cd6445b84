"""Carats that pass from one holder to another without a sale: what is kept out, and what is said of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.ledger.models import Transfer
from apps.review.models import Flag


def flags(record):
    return {flag.code: flag.numbers for flag in record.case.flags.standing()}


def test_an_ordinary_transfer_has_no_flags(moved, digger, licence):
    transfer = moved("T-1", "1.25")

    assert (transfer.giver, transfer.receiver) == (str(digger.pk), str(licence.pk))
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"carats": Decimal(0)},
        {"carats": Decimal("1000000000.01")},
        {"giver_level": "buyer"},
        {"giver_level": "pawnbroker"},
        {"receiver_level": "state"},
        {"receiver_licence": None},
        {"giver_digger": None},
        {"giver_buyer_written": "B-9"},
        {"receiver_place": "Safe"},
        {"giver": ""},
        {"receiver": ""},
        {"reason": "sold"},
        {"reason": "other"},
        {"void": True},
    ],
    ids=str,
)
def test_a_transfer_that_contradicts_itself_is_refused(moved, wrong):
    moved("T-1", "1.25")

    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.update(**wrong)


def test_a_transfer_to_whom_it_comes_from_is_flagged(moved, digger):
    transfer = moved("T-1", "1.25", receiver_level="digger", receiver_digger=digger)

    assert flags(transfer) == {"same_holder": {"carats": "1.25"}}


def test_seized_stones_may_become_the_states_in_one_safe(moved):
    given = {"giver_level": "seized", "giver_place": "Safe", "receiver_level": "state", "receiver_place": "Safe"}

    assert flags(moved("T-1", "1.25", **given)) == {}


def test_a_slip_that_was_used_before_is_flagged(moved):
    first, second, other = (
        moved(f"T-{n}", "1.25", slip_number=slip) for n, slip in [(1, "A 17"), (2, "A 17"), (3, "A 18")]
    )

    assert flags(first) == flags(other) == {}
    assert flags(second) == {"duplicate_slip": {"number": "A 17", "first_day": "2026-11-24"}}


def test_holders_who_are_in_no_register_are_named_together(moved):
    given = {"giver_level": "digger", "giver_digger": "D-98", "receiver_level": "buyer", "receiver_buyer": "B-98"}

    assert flags(moved("T-1", "1.25", **given)) == {"unknown_number": {"numbers": "D-98, B-98"}}


@pytest.mark.parametrize("side", ["giver", "receiver"])
def test_a_licence_or_a_buyer_that_does_not_run_that_day_is_flagged(moved, licence, buyer, side):
    early = date(2025, 12, 31)
    by_licence = moved("T-1", "1.25", moved_on=early, **{f"{side}_level": "licence_holder", f"{side}_licence": licence})
    by_buyer = moved("T-2", "1.25", moved_on=early, **{f"{side}_level": "buyer", f"{side}_buyer": buyer})

    assert flags(by_licence)["day_before_licence"]["number"] == "L-1"
    assert flags(by_buyer)["buyer_not_valid"]["number"] == "B-1"


def test_two_buyers_whose_licences_do_not_run_are_one_flag(moved, accepted, buyer):
    other = accepted("buyer", "B-2")
    given = {"giver_level": "buyer", "giver_buyer": buyer, "receiver_level": "buyer", "receiver_buyer": other}

    assert flags(moved("T-1", "1.25", moved_on=date(2027, 1, 1), **given))["buyer_not_valid"]["number"] == "B-1"


def test_a_day_that_has_not_come_is_flagged(moved):
    assert flags(moved("T-1", "1.25", moved_on=date(2026, 11, 25))).keys() == {"future_day"}


def test_a_receiver_of_another_region_is_flagged(moved, accepted, other_region):
    stranger = accepted("digger", "D-9", at=other_region)

    transfer = moved("T-1", "1.25", receiver_level="digger", receiver_digger=stranger)
    assert flags(transfer) == {"reference_of_another_region": {"numbers": "D-9"}}
