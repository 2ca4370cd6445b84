"""A sale between buyers: it stands among the purchases, and never counts as a first one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from apps.ledger.models import Purchase, Resale
from apps.registry.models import BuyerClass, MayBuy
from apps.review.models import Status


def flags(record):
    return {flag.code: flag.numbers for flag in record.case.flags.standing()}


@pytest.fixture
def trade(participant):
    """Collectors buy from diggers, buying houses from collectors."""
    for seller, code in [("digger", "collector"), ("collector", "comptoir")]:
        buyers = BuyerClass.objects.create(participant=participant, code=code, name_en=code, name_fr=code)
        MayBuy.objects.create(participant=participant, seller=seller, buyer_class=buyers)


def test_a_buyer_sells_to_a_buyer(resold, buyer):
    resale = resold("V-1", "1.25")

    assert (resale.stage, resale.seller_buyer, resale.seller, resale.seller_role) == ("resale", buyer, None, "")
    assert (resale.usd, resale.case.kind) == (Decimal("1.50"), "ledger.resale")
    assert flags(resale) == {"origin_not_established": {"carats": "1.25"}}


def test_a_resale_and_a_first_sale_are_never_one_list(sold, resold):
    sold("R-1", "1.25")
    resold("V-1", "1.25")

    assert [sale.number for sale in Resale.objects.all()] == ["V-1"]
    assert {sale.number for sale in Purchase.objects.all()} == {"R-1", "V-1"}


@pytest.mark.parametrize(
    ("seller", "buyer", "code"),
    [
        ("collector", "comptoir", None),
        ("comptoir", "collector", "buyer_may_not_buy"),
        ("collector", "collector", "buyer_may_not_buy"),
        ("broker", "comptoir", "buyer_may_not_buy"),
    ],
)
def test_who_may_buy_from_whom_is_the_countrys_own(resold, accepted, trade, seller, buyer, code):
    one, other = accepted("buyer", "B-8", buyer_class=seller), accepted("buyer", "B-9", buyer_class=buyer)

    raised = flags(resold("V-1", "1.25", seller=one, buyer=other)).keys() - {"origin_not_established"}
    assert raised == ({code} if code else set())


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_seller_and_buyer_are_each_looked_at(resold, day):
    raised = flags(resold("V-1", "1.25", bought_on=day))

    assert (raised["seller_not_valid"]["number"], raised["buyer_not_valid"]["number"]) == ("B-1", "H-V-1")


def test_a_seller_that_review_rejected_is_flagged(resold, recorded, registrar):
    forged = recorded("buyer", "B-9")
    forged.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Forged.")

    assert flags(resold("V-1", "1.25", seller=forged))["seller_rejected"] == {"number": "B-9"}


def test_a_buyer_who_sells_to_himself_is_flagged(resold, buyer):
    assert flags(resold("V-1", "1.25", buyer=buyer))["same_holder"] == {"carats": "1.25"}


def test_buyers_who_are_in_no_register_are_named_together(resold):
    assert flags(resold("V-1", "1.25", seller="B-98", buyer="H-98"))["unknown_number"] == {"numbers": "B-98, H-98"}


@pytest.mark.parametrize("first", ["sale", "resale"])
def test_a_receipt_and_a_slip_are_one_row_of_numbers_for_both_kinds_of_sale(sold, resold, first):
    one, other = (sold, resold) if first == "sale" else (resold, sold)
    one("R-1", "1.25", slip_number="A 17")

    raised = flags(other("R-1", "1.25", slip_number="A 17"))
    assert raised["duplicate_receipt"] == {"number": "R-1", "first_day": "2026-11-24"}
    assert raised["duplicate_slip"] == {"number": "A 17", "first_day": "2026-11-24"}


def test_what_was_sold_on_was_not_sold_by_whoever_dug(found, sold, resold, licence):
    found("F-1", "1.25")
    resold("V-1", "99.00")

    assert "sold_more_than_found" not in flags(sold("R-1", "1.25"))
