from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from apps.figures.values import NOT_APPLICABLE
from apps.ledger.models import Production, Purchase
from apps.review.models import Status

D = Decimal


@pytest.fixture
def accept(registrar):
    def decide(record):
        record.case.decide(Status.ACCEPTED, by=registrar, seen=record.case.version)
        return record

    return decide


def test_purchases_add_carats_and_gross_dollars(accept, sold, total):
    accept(sold("R-1", "1.25", price=D("600.00")))
    accept(sold("R-2", "0.75", price=D("1200.00")))

    assert total("purchases_carats") == D("2.00")
    assert total("purchases_usd") == D("3.00")
    assert total("purchases_usd_per_carat").value == D("1.50")


def test_a_rate_is_worked_out_from_totals_and_not_averaged(accept, sold, total):
    accept(sold("R-1", "1.00", price=D("600.00")))
    accept(sold("R-2", "9.00", price=D("54000.00")))

    assert total("purchases_usd_per_carat").value == D("9.10")


def test_a_pending_purchase_does_not_count(sold, total):
    sold("R-1", "1.25")

    assert total("purchases_carats") is None
    assert total("records_pending") == 1


def test_the_share_paid_through_banks_is_of_the_value(accept, sold, total):
    accept(sold("R-1", "1.00", price=D("600.00"), payment="bank", bank_reference="B-1"))
    accept(sold("R-2", "1.00", price=D("1800.00")))

    assert total("bank_share_first_purchase").value == D("25.00")


def test_without_any_bank_the_share_is_zero_and_not_blank(accept, sold, total):
    accept(sold("R-1", "1.00"))

    assert total("bank_share_first_purchase").value == D("0.00")
    assert total("bank_share_resale") is None


def test_purchases_without_a_rate_are_told(accept, sold, total, figures):
    accept(sold("R-1", "1.00", price=D("600.00")))
    accept(sold("R-2", "1.00", bought_on=date(2026, 10, 2)))

    assert Purchase.objects.filter(usd=None).count() == 1
    assert total("purchases_usd_per_carat").value == D("1.00")
    (check,) = figures("2026-Q4").checks
    assert (check.code, check.column, check.numbers) == ("no_rate", "purchases_usd", {"purchases": "1"})


def test_the_gap_is_signed(accept, found, sold, total):
    accept(found("F-1", "4.00"))
    accept(sold("R-1", "3.00"))

    assert total("gap_carats") == D("-1.00")
    assert total("gap_percent").value == D("-25.00")


def test_more_bought_than_found_is_a_positive_gap(accept, found, sold, total):
    accept(found("F-1", "4.00"))
    accept(sold("R-1", "5.00"))

    assert total("gap_carats") == D("1.00")


def test_without_one_of_the_steps_there_is_no_gap(accept, found, total):
    accept(found("F-1", "4.00"))

    assert total("gap_carats") is None
    assert total("gap_percent") is None


def test_a_gap_over_no_production_has_no_rate(accept, found, sold, total):
    accept(found("F-1", "0.00", nil=True))
    accept(sold("R-1", "5.00"))

    assert total("gap_carats") == D("5.00")
    assert total("gap_percent").value is NOT_APPLICABLE


def test_production_derived_from_its_sale_cannot_check_it(accept, sold_with_find, total):
    accept(sold_with_find)

    assert Production.objects.get().status == Status.ACCEPTED
    assert total("production_derived_carats") == D("1.25")
    assert total("gap_carats") is NOT_APPLICABLE
    assert total("gap_percent") is NOT_APPLICABLE


def test_a_purchase_is_traced_from_a_known_site_to_a_licensed_buyer(accept, sold, total):
    accept(sold("R-1", "3.00"))
    accept(sold("R-2", "1.00", origin_known=False, site=None))

    assert total("share_traced").value == D("75.00")


def test_a_buyer_out_of_licence_traces_nothing(accept, sold, buyer, total):
    accept(sold("R-1", "3.00"))
    type(buyer).objects.update(ends_on=date(2026, 6, 30))

    assert total("share_traced").value == D("0.00")


def test_a_buyer_under_suspension_traces_nothing(accept, sold, buyer, registrar, total):
    accept(sold("R-1", "3.00", bought_on=date(2026, 11, 3)))
    accept(sold("R-2", "1.00", bought_on=date(2026, 11, 5)))
    buyer.suspend(date(2026, 11, 2), by=registrar, reason="No books.")
    buyer.resume(date(2026, 11, 4), by=registrar, reason="The books are kept.")

    assert total("share_traced").value == D("25.00")


# What a resale says of itself, and of when somebody was last heard.
OF_RESALES = {"bank_share_resale", "last_update"}


def test_no_figure_of_first_purchases_moves_with_a_resale(accept, found, sold, resold, site, accepted, figures, total):
    def others():
        return {code: value for code, value in figures("2026-Q4").total.items() if code not in OF_RESALES}

    accept(found("F-1", "2.00"))
    accept(sold("R-1", "1.25", price=D("600.00"), payment="bank", bank_reference="B-1"))
    accept(sold("R-2", "0.25"))
    house = accepted("buyer", "H-1", buyer_class="comptoir")
    before = others()

    accept(resold("V-1", "50.00", buyer=house, origin_known=True, site=site, price=D("60000.00")))
    accept(resold("V-2", "1.00", buyer=house, bought_on=date(2026, 10, 2)))

    assert (before["purchases_carats"], before["gap_carats"]) == (D("1.50"), D("-0.50"))
    assert others() == before
    assert total("bank_share_resale").value == D("100.00")


def test_the_share_of_resales_paid_through_banks_is_of_resales_alone(accept, sold, resold, total):
    accept(sold("R-1", "1.00", price=D("600.00")))
    accept(resold("V-1", "1.00", price=D("600.00")))
    accept(resold("V-2", "1.00", price=D("1800.00"), payment="cash", bank_reference=""))

    assert total("bank_share_resale").value == D("25.00")
    assert total("bank_share_first_purchase").value == D("0.00")
