"""What the database keeps out of the ledger, whoever writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.ledger.models import Production, PublishedTotal, Purchase
from apps.review.models import Case


def refused(rows, **wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2026, 11, 1)},
        {"nil": True},
        {"carats": Decimal("-0.01")},
        {"carats": Decimal("1000000000.01")},
        {"largest_stone": Decimal("1.26")},
        {"basis": "guessed"},
        {"channel": "unknown"},
        {"channel": "all"},
        {"basis": "published"},
        {"period": "2026-Q4"},
        {"company": "SACIM"},
        {"site": None},
        {"void": True},
        {"status": "lost"},
    ],
    ids=str,
)
def test_a_production_that_contradicts_itself_is_refused(found, wrong):
    found("F-1", "1.25")

    refused(Production.objects.all(), **wrong)


def test_a_site_that_is_only_written_is_enough(found):
    assert found("F-1", "1.25", site="S-77").site_written == "S-77"


@pytest.mark.parametrize(
    "wrong",
    [
        {"carats": Decimal(0)},
        {"price": Decimal("-1")},
        {"debt_deducted": Decimal("-1")},
        {"cash_paid": Decimal("-1")},
        {"usd": None},
        {"usd_rate": None},
        {"usd": Decimal("1000000000.01")},
        {"origin_known": False},
        {"stage": "resale"},
        {"seller_buyer_written": "B-2"},
        {"payment": "barter"},
    ],
    ids=str,
)
def test_a_purchase_that_contradicts_itself_is_refused(sold, wrong):
    sold("R-1", "1.25")

    refused(Purchase.objects.all(), **wrong)


def test_a_resale_is_by_a_buyer(sold, accepted):
    sold("R-1", "1.25")
    collector = accepted("buyer", "B-2")

    Purchase.objects.update(stage="resale", seller=None, seller_role="", seller_buyer=collector)

    assert collector.sales.count() == 1


@pytest.fixture
def publish(country, registrar):
    def publish(number, **given):
        case = Case.objects.create(kind="ledger.production", number=number, region=country, status="accepted")
        values = {"carats": Decimal("28.80"), "period": "2023-Q1", "basis": "published", "status": "accepted", **given}
        return Production.objects.create(
            case=case, number=number, region=country, starts_on=date(2023, 1, 1), ends_on=date(2023, 3, 31), **values
        )

    return publish


def test_a_published_total_has_a_period_and_no_site(publish):
    publish("P-1")

    refused(Production.objects.all(), period="")


def test_a_published_zero_is_a_figure(publish):
    assert publish("P-1", carats=Decimal(0)).nil is False


def test_one_published_figure_stands_for_a_period_and_place(publish):
    publish("P-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        publish("P-2")


def test_another_company_or_channel_is_another_figure(publish):
    publish("P-1")
    publish("P-2", channel="industrial", company="SACIM")
    publish("P-3", channel="industrial", company="MIBA")

    assert Production.objects.published().count() == 3


def test_one_printed_total_stands(participant):
    printed = {"participant": participant, "period": "2023-Q1", "channel": "all", "carats": Decimal("2035090.71")}
    days = {"starts_on": date(2023, 1, 1), "ends_on": date(2023, 3, 31)}
    PublishedTotal.objects.create(**printed, **days, standing=False)
    PublishedTotal.objects.create(**printed, **days)

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedTotal.objects.create(**printed, **days)
    assert PublishedTotal.objects.standing().count() == 1


def test_ten_million_of_the_largest_rows_still_fit_in_a_bigint():
    largest = Decimal(1_000_000_000) * 100

    assert largest * 10_000_000 < 2**63
