"""Slips that came on paper, keyed in at the desk: quickly, and none beside what a tablet has sent."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.ledger.keying import following
from apps.ledger.models import Purchase
from apps.review.models import Status
from tests.desk.conftest import desk

__all__ = ["desk"]

ADD = "admin:ledger_purchase_add"
SAID = {
    "slip_number": "BRL 104", "bought_on": "2026-11-03", "seller_role": "digger", "seller": "D-1", "buyer": "B-1",
    "origin_known": "true", "site": "S-1", "licence": "L-1", "carats": "1.25", "price": "700", "currency": "XAF",
    "payment": "cash",
}  # fmt: skip


@pytest.fixture
def key(desk, registrar, digger, licence, buyer, francs):
    """Key in a slip as the page does: `key(slip_number="BRL 105")`."""
    client = desk(registrar)

    def post(**given):
        return client.post(reverse(ADD), SAID | given)

    post.client = client
    return post


def test_a_slip_is_a_sale_that_waits_for_somebody_else(key, registrar):
    answer = key()

    sale = Purchase.objects.get()
    assert answer.status_code == 302
    assert (sale.number, sale.slip_number, sale.status) == ("BRL 104", "BRL 104", Status.PENDING)
    assert (sale.buyer.number, sale.site.number, sale.case.captured_by) == ("B-1", "S-1", registrar)


def test_the_next_slip_begins_where_the_last_one_ended(key):
    key()

    form = key.client.get(reverse(ADD)).context["form"]

    begun = {code: form[code].value() for code in ("slip_number", "bought_on", "buyer", "site", "currency", "carats")}
    assert begun == {
        "slip_number": "BRL 105", "bought_on": "2026-11-03", "buyer": "B-1", "site": "S-1", "currency": "XAF",
        "carats": None,
    }  # fmt: skip


@pytest.mark.parametrize("spelled", ["BRL 104", "brl-00104"])
def test_what_a_tablet_has_sent_is_not_keyed_in_beside_it(key, sold, spelled):
    sold("R-1", "1.25", slip_number="BRL 104")

    answer = key(slip_number=spelled)

    assert "is recorded already, as R-1" in answer.content.decode()
    assert Purchase.objects.count() == 1


def test_a_slip_whose_record_was_rejected_is_keyed_in(key, sold, supervisor):
    sold("R-1", "1.25", slip_number="BRL 104").case.decide(Status.REJECTED, by=supervisor, seen=1, reason="Forged.")

    key()

    assert Purchase.objects.count() == 2


def test_what_a_tablet_sends_later_is_flagged_and_seen_beside_the_slip(key, sold, desk, supervisor):
    key()
    later = sold("R-1", "1.30", slip_number="BRL-104")

    page = desk(supervisor).get(reverse("admin:review", args=[later.pk])).content.decode()

    assert "duplicate_slip" in set(later.case.flags.values_list("code", flat=True))
    assert "Recorded on the same slip" in page
    assert "BRL 104" in page


def test_a_fault_stands_at_its_question(key):
    answer = key(seller_role="")

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Purchase.objects.exists()


def test_a_supervisor_reads_sales_and_keys_none_in(desk, supervisor):
    assert desk(supervisor).get(reverse(ADD)).status_code == 403


@pytest.mark.parametrize(
    ("slip", "then"), [("BRL 099", "BRL 100"), ("104", "105"), ("A", ""), ("", ""), ("9" * 20, "")]
)
def test_slips_are_counted_as_they_are_printed(slip, then):
    assert following(slip) == then
