"""A sale and its find are written at the same moment, and neither sees the other: no flag may be left of it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from apps.accounts.models import Role, Tablet
from apps.journal.sealing import settle
from apps.ledger.models import Production, Purchase
from apps.registry.models import Buyer
from apps.review.models import Flag
from tests.sync.conftest import Desk, enrol
from tests.sync.making import Writer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def finder(tablet, officer):
    """Pushes finds, as Awa's tablet does."""
    return pushing(tablet, officer)


@pytest.fixture
def seller(office, region, posted):
    """Pushes sales, from another tablet of the office."""
    return pushing(Tablet.objects.create(number=16, office=office), posted("bintou", Role.OFFICER, region))


def pushing(tablet, officer):
    token, writer = enrol(tablet, officer), Writer(str(tablet.pk))

    def push(form, **answers):
        try:
            return Desk(Client(), token).statuses(writer.create(form, **answers))
        finally:
            connection.close()

    return push


def named(**records):
    return {name: {"id": str(record.pk)} for name, record in records.items()}


def until_somebody_waits():
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("The sale never came as far as its commit.")


def test_a_sale_that_commits_after_its_find_was_looked_at_bears_no_flag(
    finder, seller, site, licence, digger, buyer, francs
):
    """The foreign key to its buyer is checked as the sale commits: whoever holds that row holds the sale back."""
    sale = named(site=site, licence=licence, seller=digger, buyer=buyer)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Buyer.objects.select_for_update().get(pk=buyer.pk)
            selling = pool.submit(seller, "purchase", carats="1.25", **sale)
            until_somebody_waits()
            finding = pool.submit(finder, "production", carats="1.25", **named(site=site, licence=licence))
            assert finding.result() == ["applied"]
            pool.submit(settled).result()
        assert selling.result() == ["applied"]
    settle()

    assert flags_of_sales() == 0
    assert Flag.objects.filter(code="sold_more_than_found").count() == 1, "the sale was never flagged: no race"


def test_a_sale_and_its_find_at_once_leave_no_flag(finder, seller, site, licence, digger, buyer, francs):
    sale, find = named(site=site, licence=licence, seller=digger, buyer=buyer), named(site=site, licence=licence)
    for _ in range(12):
        with ThreadPoolExecutor(2) as pool:
            selling = pool.submit(seller, "purchase", carats="1.25", **sale)
            finding = pool.submit(finder, "production", carats="1.25", **find)
            assert selling.result() == finding.result() == ["applied"]
    settle()

    assert (Purchase.objects.count(), Production.objects.count()) == (12, 12)
    assert flags_of_sales() == 0


def settled():
    try:
        settle()
    finally:
        connection.close()


def flags_of_sales():
    return Flag.objects.standing().filter(code="sold_more_than_found").count()
