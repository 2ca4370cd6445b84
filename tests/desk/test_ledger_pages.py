"""The ledger at the desk: what was sold first and what was sold on are two lists, and each record reads as its form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags


@pytest.fixture
def page(desk, registrar):
    """The words of a page: `page("resale_changelist")`, `page("transfer_change", record.pk)`."""
    client = desk(registrar)

    def read(name, *keys, language="en"):
        answer = client.get(reverse(f"admin:ledger_{name}", args=keys), headers={"accept-language": language})
        assert answer.status_code == 200
        return " ".join(strip_tags(answer.content.decode()).split())

    return read


def test_first_sales_and_resales_are_two_lists_with_two_sums(page, sold, resold):
    sold("R-1", "1.25")
    resold("V-1", "50.00")

    first, later = page("purchase_changelist"), page("resale_changelist")
    assert ("R-1" in first, "V-1" in first, "1.25 ct" in first) == (True, False, True)
    assert ("R-1" in later, "V-1" in later, "50.00 ct" in later) == (False, True, True)


def test_a_resale_is_not_read_as_a_first_sale(desk, registrar, resold):
    answer = desk(registrar).get(reverse("admin:ledger_purchase_change", args=[resold("V-1", "1.25").pk]))

    assert answer.status_code == 404


def test_a_resale_reads_as_its_form(page, resold):
    shown = page("resale_change", resold("V-1", "1.25").pk)

    assert all(words in shown for words in ["Buyer who sells", "B-1", "VIR 1", "1.25 ct"])


def test_a_find_reads_with_its_size_classes(page, found, size_classes):
    rows = [("11", "0.85", 2), ("12", "0.40", None)]
    sizes = [{"class": f"dtc-sieve-rough.1.{name}", "carats": Decimal(ct), "stones": n} for name, ct, n in rows]

    shown = page("production_change", found("F-1", "1.25", sizes=sizes).pk)

    assert "By size class 11: 2 stones, 0.85 ct; 12: 0.40 ct" in shown


def test_counts_of_a_stock_are_not_added(page, counted):
    for n, carats in [(1, "12.50"), (2, "13.25")]:
        counted(f"C-{n}", carats)

    shown = page("stockcount_changelist")
    assert all(words in shown for words in ["C-1", "C-2", "B-1", "12.50", "13.25"])
    assert "25.75" not in shown


def test_a_transfer_says_from_whom_to_whom(page, moved):
    transfer = moved("T-1", "1.25", seal="KO 17")

    listed, shown = page("transfer_changelist"), page("transfer_change", transfer.pk)
    assert all(words in listed for words in ["D-1", "L-1", "1.25"])
    assert all(words in shown for words in ["D-1", "L-1", "KO 17", "To be sold for the owner"])


@pytest.mark.parametrize(
    ("kind", "words"),
    [("resale", "Acheteur qui vend"), ("stockcount", "Qui détient les pierres"), ("transfer", "Qui remet les pierres")],
)
def test_a_record_reads_in_french(page, resold, counted, moved, kind, words):
    make = {"resale": resold, "stockcount": counted, "transfer": moved}[kind]

    assert words in page(f"{kind}_change", make("N-1", "1.25").pk, language="fr")
