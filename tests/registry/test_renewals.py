"""A renewal is paid for: by whom, how much, with which receipt; what the database keeps out by itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.registry.models import Fee, Renewal

WHY = "As the letter says."
NEXT_YEAR = date(2027, 12, 31)


@pytest.fixture(params=["licence", "buyer"])
def paper(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def asked(paper, francs):
    """The schedule asks for 150,000 francs."""
    of = {"participant_id": paper.participant_id, "right": paper.right, "paper_class": paper.paper_class}
    days = {"starts_on": date(2020, 1, 1)}
    return Fee.objects.create(**of, **days, act="renewal", amount=Decimal(150_000), currency=francs, source="imaginary")


def renew(paper, by):
    paper.renew(paper.ends_on, NEXT_YEAR, by=by, reason=WHY)


def test_a_renewal_carries_the_receipt_of_its_fee(paper, paid, registrar):
    renew(paid(paper, receipt=" T-77 "), registrar)

    step = paper.case.steps.get()
    assert (step.what, step.receipt, step.renewal.renewed_by) == ("renewed", "T-77", registrar)
    assert Entry.objects.filter(object_id=str(paper.pk), verb="renewal_paid").count() == 1


def test_nobody_renews_without_a_fee_nor_twice_for_one(paper, paid, registrar):
    with pytest.raises(ValidationError, match="not paid yet"):
        renew(paper, registrar)
    renew(paid(paper), registrar)

    with pytest.raises(ValidationError, match="not paid yet"):
        paper.renew(NEXT_YEAR, NEXT_YEAR + timedelta(days=365), by=registrar, reason=WHY)


def test_who_took_the_fee_does_not_renew(paper, paid, registrar):
    paid(paper, by=registrar)

    with pytest.raises(ValidationError, match="three people's acts"):
        renew(paper, registrar)
    assert not paper.case.steps.exists()


def test_less_than_the_schedule_asks_is_not_taken(paper, asked, paid, dollars):
    for wrong in ({"amount": Decimal("149999.99")}, {"currency": dollars}):
        with pytest.raises(ValidationError, match=r"The schedule asks for 150,000\.00 XAF"):
            paid(paper, **wrong)
    paid(paper)


def test_a_fee_has_a_day_that_has_come(paper, paid):
    with pytest.raises(ValidationError, match="has not come yet"):
        paid(paper, day=timezone.localdate() + timedelta(days=1))


def test_what_ended_for_good_takes_no_fee(paper, paid, registrar):
    paper.surrender(date(2026, 6, 1), by=registrar, reason=WHY)

    with pytest.raises(ValidationError, match="cannot be renewed any more"):
        paid(paper)


def test_one_fee_waits_at_a_time(paper, paid):
    paid(paper)

    with pytest.raises(ValidationError, match="paid already"):
        paid(paper)


def test_who_issues_no_papers_here_takes_no_fee(paper, paid, posted, other_region):
    with pytest.raises(ValidationError, match="You do not issue"):
        paid(paper, by=posted("lea", Role.LICENSING, other_region))


def test_the_database_keeps_the_three_acts_apart(paper, paid, registrar):
    renew(paid(paper), registrar)
    [fee] = Renewal.objects.all()
    card = {"issued_on": NEXT_YEAR, "issued_to": "Marie Koné"}

    wrong = [{"renewed_by": fee.paid_by_id}, {"renewed_by": None}, {"amount": -1}, {"receipt": ""}, card]
    for one in [*wrong, *({**card, "issued_by": by} for by in (fee.paid_by_id, registrar))]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Renewal.objects.update(**one)


def test_the_database_keeps_a_certificate_until_after_the_renewal(paper, paid, registrar):
    paid(paper)

    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.update(issued_on=NEXT_YEAR, issued_by=registrar, issued_to="Marie Koné")


def test_another_region_reads_none(paper, paid, posted, other_region, registrar):
    paid(paper)

    assert Renewal.objects.visible_to(registrar).exists()
    assert not Renewal.objects.visible_to(posted("lea", Role.LICENSING, other_region)).exists()
