"""Acts on licences at the same moment as others, on connections of their own: nothing is lost, nothing done twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.accounts.models import Role, Tablet
from apps.journal.models import Entry
from apps.journal.sealing import settle
from apps.ledger.models import Purchase
from apps.registry.granting import Grant, grant
from apps.registry.models import Application, Licence, Receipt, Renewal, Step
from apps.review.models import Case, Flag
from tests.sync.conftest import enrol
from tests.sync.making import Writer
from tests.sync.test_races import at_once, insisting

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
YEAR = TODAY + timedelta(days=364)


def told(act):
    """An act that answers with the sentence by which it was refused, or with nothing."""

    def do():
        try:
            act()
        except ValidationError as fault:
            return " ".join(fault.messages)
        return ""

    return do


def test_a_licence_revoked_beside_a_push_of_its_sales_loses_neither(
    site, licence, digger, buyer, francs, registrar, office, region, posted
):
    """Six tablets send thirty sales while the licence is revoked; whichever came first, each sale bears the flag."""
    named = {"site": site, "licence": licence, "seller": digger, "buyer": buyer}
    sale = {name: {"id": str(one.pk)} for name, one in named.items()}
    pushes = []
    for number in range(6):
        tablet = Tablet.objects.create(number=30 + number, office=office)
        writer = Writer(str(tablet.pk), seed=number)
        batch = [writer.create("purchase", bought_on="2026-11-20", **sale) for _ in range(5)]
        pushes.append(insisting(enrol(tablet, posted(f"officer-{number}", Role.OFFICER, region)), batch))
    before = Case.objects.get(pk=licence.pk).version

    answers = at_once([*pushes, told(lambda: licence.revoke(date(2026, 11, 10), by=registrar, reason="Sold on."))])
    settle()

    assert [{one["status"] for one in body["answers"]} for _status, body in answers[:-1]] == [{"applied"}] * 6
    assert answers[-1] == ""
    kept = Licence.objects.get(pk=licence.pk)
    assert (kept.revoked_on, kept.revoked_because) == (date(2026, 11, 10), "Sold on.")
    assert Case.objects.get(pk=licence.pk).version == before + 1
    sales = set(Purchase.objects.values_list("pk", flat=True))
    flagged = Flag.objects.standing().filter(code="licence_not_valid").values_list("case", flat=True)
    assert len(sales) == 30
    assert sorted(flagged) == sorted(sales)


@pytest.mark.parametrize(
    ("act", "sentence"), [("suspend", "It is suspended already."), ("surrender", "It was handed back.")]
)
def test_of_four_who_do_the_same_at_once_one_does_it_and_the_others_read_why_not(licence, registrar, act, sentence):
    def do():
        return getattr(Licence.objects.get(pk=licence.pk), act)(date(2026, 11, 10), by=registrar, reason="As written.")

    answers = at_once([told(do)] * 4)

    assert sorted(answers) == ["", *[sentence] * 3]
    assert Step.objects.filter(case=licence.pk).count() == 1


@pytest.fixture
def waiting(region, digger, posted, supervisor, francs):
    """Applications that wait for their grant."""
    clerk, cashier = (posted(name, Role.LICENSING, region) for name in ("ines", "omar"))

    def prepare(number, *, paid=True):
        said = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger}
        application = Application(number=number, region=region, applied_on=TODAY, **said)
        application.write_down(by=clerk)
        application.inspect(TODAY, fit=True, by=supervisor, finding="Dry.")
        if paid:
            application.pay(TODAY, amount=Decimal("1.00"), currency=francs, receipt=f"T-{number}", by=cashier)
        return application

    return prepare


def granting(application, by, number):
    given = Grant(number, TODAY, YEAR, "Ministry of mines", "In order.")
    return told(lambda: grant(Application.objects.get(pk=application.pk), given, by=by))


def test_an_application_that_four_grant_at_once_is_granted_once(waiting, registrar):
    application = waiting("A-1")

    answers = at_once([granting(application, registrar, f"L-7{n}") for n in range(4)])

    assert sorted(answers) == ["", *["It is decided already."] * 3]
    assert Licence.objects.count() == Case.objects.filter(kind="registry.licence").count() == 1
    assert Entry.objects.filter(object_id=str(application.pk), verb="granted").count() == 1


def test_a_number_that_is_given_to_two_at_once_is_given_to_one(waiting, registrar):
    both = [waiting("A-1"), waiting("A-2")]

    answers = at_once([granting(application, registrar, "L-77") for application in both])

    assert sorted(answers) == ["", "Another accepted record has this number."]
    assert Licence.objects.get().number == "L-77"
    assert Application.objects.exclude(granted=None).count() == 1


def test_a_receipt_that_four_take_at_once_pays_once(waiting, licence, buyer, registrar, francs):
    fee = {"amount": Decimal("1.00"), "currency": francs, "by": registrar}
    filed = [waiting(number, paid=False).pk for number in ("A-1", "A-2")]

    answers = at_once(
        [told(lambda pk=pk: Application.objects.get(pk=pk).pay(TODAY, receipt="T-9", **fee)) for pk in filed]
        + [told(lambda paper=paper: paper.pay_renewal(TODAY, receipt="t-9", **fee)) for paper in (licence, buyer)]
    )

    assert sorted(answers) == ["", *["This receipt was taken for another paper or term already."] * 3]
    assert Application.objects.exclude(paid_on=None).count() + Renewal.objects.count() == 1
    assert Receipt.objects.get().number == "T-9"
