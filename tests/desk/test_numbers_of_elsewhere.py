"""What a number of another region tells whoever writes it, on a page or in a sheet: valid or not, and nothing else."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.models import Role
from apps.ledger.models import Purchase
from apps.registry.models import Digger

SOLD = {"slip_number": "BRL 104", "bought_on": "2026-11-03", "seller": "D-9", "seller_role": "digger", "buyer": "B-1"}
SOLD |= {"origin_known": "true", "site": "S-1", "carats": "1.25", "price": "700", "currency": "XAF", "payment": "cash"}
DIGS = {"number": "D-70", "names": "Ali", "sex": "man", "birth_year": "1980", "residence": "Kolo", "roles": "digging"}
DIGS |= {"site": "S-9", "legal_basis": "legal_duty"}
WAYS = pytest.mark.parametrize("way", ["page", "sheet"])


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def luc(posted, region):
    """Keeps the register of Kolo, and of no other region."""
    return posted("luc", Role.REGISTRAR, region)


@pytest.fixture
def write(desk, luc):
    """Write a record: `write("page", "ledger_purchase", SOLD)`."""

    def on_a_page(register, answers):
        return desk(luc).post(reverse(f"admin:{register}_add"), answers)

    def in_a_sheet(register, answers):
        stream = StringIO()
        csv.writer(stream, delimiter=";").writerows([answers, answers.values()])
        file = SimpleUploadedFile("sheet.csv", stream.getvalue().encode())
        preview = desk(luc).post(reverse(f"admin:{register}_import"), {"import_file": file, "resource": "0"})
        return desk(luc).post(reverse(f"admin:{register}_process_import"), preview.context["confirm_form"].initial)

    return lambda way, register, answers: {"page": on_a_page, "sheet": in_a_sheet}[way](register, answers)


@pytest.fixture
def sold_by(write, site, buyer, francs):
    """A sale that is written down, and what flags say of it: `sold_by("page", licence="L-9")`."""

    def sell(way, **changes):
        write(way, "ledger_purchase", SOLD | changes)
        sale = Purchase.objects.get()
        return sale, dict(sale.case.flags.values_list("code", "numbers"))

    return sell


@WAYS
def test_a_valid_digger_and_licence_are_taken_and_flagged(way, sold_by, accepted, other_region):
    digger, licence = accepted("digger", "D-9", at=other_region), accepted("licence", "L-9", at=other_region)

    sale, flags = sold_by(way, licence="L-9")

    assert (sale.seller, sale.licence) == (digger, licence)
    assert flags["reference_of_another_region"] == {"numbers": "L-9, D-9"}


@WAYS
def test_one_that_nobody_has_accepted_is_in_no_register(way, sold_by, recorded, other_region):
    recorded("digger", "D-9", at=other_region)

    sale, flags = sold_by(way)

    assert (sale.seller, sale.seller_written) == (None, "D-9")
    assert flags == {"unknown_number": {"numbers": "D-9"}}


@WAYS
def test_of_ones_own_region_it_is(way, sold_by, recorded, region):
    digger = recorded("digger", "D-9", at=region)

    sale, flags = sold_by(way)

    assert (sale.seller, flags) == (digger, {})


@WAYS
def test_a_site_of_elsewhere_is_in_no_register_and_takes_no_record_there(way, write, accepted, other_region, region):
    accepted("site", "S-9", at=other_region, region="LU")

    write(way, "registry_digger", DIGS)

    digger = Digger.objects.get()
    assert (digger.site, digger.site_written, digger.region) == (None, "S-9", region)


def test_who_issues_papers_elsewhere_writes_a_person_where_he_keeps_the_register(write, luc, other_region, region):
    """The newest posting is of another right, by which this page is not opened."""
    luc.postings.create(role=Role.LICENSING, region=other_region, starts_on="2026-10-01")

    write("page", "registry_digger", DIGS)

    assert Digger.objects.get().region == region
