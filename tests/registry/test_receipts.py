"""A receipt of the treasury pays once, be it for a paper or for another term of one, and the database says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.accounts.models import Role
from apps.places.models import Participant
from apps.registry.models import Application, Receipt, Renewal
from apps.registry.models.receipts import paying_with
from apps.registry.receipt_guards import BEFORE

FILED, TODAY = date(2026, 11, 2), timezone.localdate()


@pytest.fixture
def cashier(posted, country):
    return posted("omar", Role.LICENSING, country)


@pytest.fixture
def for_a_paper(region, cashier, francs):
    """Pay for the grant of a paper that was applied for."""

    def pay(receipt):
        number = f"A-{Application.objects.count()}"
        asked = {"right": "buy", "paper_class": "collector", "holder_kind": "person", "holder_name": "Paul Sow"}
        application = Application(number=number, region=region, applied_on=FILED, **asked)
        application.write_down(by=cashier)
        application.pay(TODAY, amount=Decimal(1), currency=francs, receipt=receipt, by=cashier)
        return application

    return pay


@pytest.fixture
def for_a_term(accepted, cashier, francs):
    """Pay for another term of a paper that there is."""
    numbers = count(1)

    def pay(receipt):
        paper = accepted("buyer", f"B-{next(numbers)}")
        paper.pay_renewal(TODAY, amount=Decimal(1), currency=francs, receipt=receipt, by=cashier)
        return paper.case.renewals.get()

    return pay


@pytest.fixture(params=["for_a_paper", "for_a_term"])
def pay(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["for_a_paper", "for_a_term"])
def pay_first(request):
    return request.getfixturevalue(request.param)


def test_a_receipt_pays_once_whatever_it_pays_for(pay_first, pay):
    pay_first("T-9")

    with pytest.raises(ValidationError, match="taken for another paper or term already"):
        pay(" t-9 ")

    assert Application.objects.exclude(paid_on=None).count() + Renewal.objects.count() == 1
    pay("T-10")


def test_a_receipt_has_a_number(pay):
    with pytest.raises(ValidationError, match="A receipt has a number"):
        pay(" ")


def test_the_database_refuses_it_whoever_writes(pay_first, for_a_paper, for_a_term, licence, cashier, francs):
    pay_first("T-9")
    for_a_paper("T-10")
    for_a_term("T-11")
    paid = {"paid_on": TODAY, "paid_by": cashier, "amount": Decimal(1), "currency": francs, "receipt": "T-9"}

    for write in (
        lambda: Application.objects.filter(treasury_receipt="T-10").update(treasury_receipt="t-9"),
        lambda: Renewal.objects.filter(receipt="T-11").update(receipt="t-9"),
        lambda: Renewal.objects.create(case=licence.case, participant=licence.participant, **paid),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_another_fault_of_the_database_is_not_taken_for_a_receipt(participant):
    with pytest.raises(IntegrityError), paying_with("T-9", participant=participant.pk):
        raise IntegrityError("of something else")


def test_another_country_has_receipts_of_its_own(for_a_paper):
    application = for_a_paper("T-9")
    other = Participant.objects.create(code="XB", name_en="Other", name_fr="Autre")

    Receipt.objects.create(participant=other, number="T-9")

    assert Receipt.objects.filter(participant=application.participant).count() == 1


def test_what_was_paid_before_receipts_were_kept_pays_nothing_more(for_a_paper, for_a_term):
    """Two applications may have been paid with one receipt then: both stay as they are."""
    for pay_then in (for_a_paper, for_a_paper, for_a_term):
        pay_then("T-9")
        Receipt.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(BEFORE)

    assert Receipt.objects.get().number == "T-9"
    with pytest.raises(ValidationError, match="taken for another paper or term already"):
        for_a_paper("T-9")
