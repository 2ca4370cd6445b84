"""From an application to a licence: inspection, fee and grant, by three people, each with its day and its reason."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.registry.granting import Grant, grant
from apps.registry.limits import beyond, months_later
from apps.registry.models import Application, Buyer, Fee, Licence, LicenceClass, Step

TODAY = timezone.localdate()
APPLIED, SEEN, PAID = (TODAY - timedelta(days=n) for n in (9, 6, 3))
YEAR = TODAY + timedelta(days=364)
GIVEN = Grant("L-77", TODAY, YEAR, "Ministry of mines", "All is in order.")


@pytest.fixture
def clerk(posted, region):
    return posted("ines", Role.LICENSING, region)


@pytest.fixture
def cashier(posted, region):
    return posted("omar", Role.LICENSING, region)


@pytest.fixture
def schedule(participant, francs):
    return Fee.objects.create(
        participant=participant, right="dig", paper_class="artisanal", act="grant", amount=Decimal("2500.00"),
        currency=francs, starts_on=date(2020, 1, 1), source="Order 12",
    )  # fmt: skip


@pytest.fixture
def applied(region, digger, site, clerk):
    """An application on file: `applied("A-1", right="buy")`."""

    def put_on_file(number="A-1", **said):
        given = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger, "site": site}
        given |= {"region": region, "applied_on": APPLIED, "hectares": Decimal("0.8000"), **said}
        application = Application(number=number, **given)
        application.write_down(by=clerk)
        return application

    return put_on_file


@pytest.fixture
def paid(applied, schedule, supervisor, cashier, francs):
    """One that waits for its grant."""

    def prepare(number="A-1", **said):
        application = applied(number, **said)
        application.inspect(SEEN, fit=True, by=supervisor, finding="No pit in the river bed.")
        application.pay(PAID, amount=Decimal("2500.00"), currency=francs, receipt="T-9", by=cashier)
        return application

    return prepare


def test_an_application_becomes_a_licence_with_its_history(paid, registrar, clerk, digger, site):
    grant(paid(), GIVEN, by=registrar)

    licence = Licence.objects.get(number="L-77")
    assert (licence.status, licence.holder, licence.site) == ("accepted", digger, site)
    assert (licence.fee, licence.treasury_receipt, licence.hectares) == (Decimal("2500.00"), "T-9", Decimal("0.8000"))
    assert licence.case.captured_by == clerk
    days = [APPLIED - timedelta(days=1), APPLIED, SEEN, PAID, TODAY, YEAR, YEAR + timedelta(days=1)]
    states = [Licence.objects.state_on(day).get(pk=licence.pk).state_then for day in days]
    assert states == ["not_yet", "applied", "inspected", "fee_paid", "granted", "granted", "expired"]
    steps = Step.objects.of_paper(licence.pk).in_order()
    assert [step.what for step in steps] == ["applied", "inspected", "fee_paid", "granted"]


def test_between_its_grant_and_its_first_day_it_is_what_it_was(paid, registrar):
    first = TODAY + timedelta(days=20)
    paper = grant(paid(), Grant("L-77", first, YEAR, "Ministry of mines", "In order."), by=registrar)

    states = [Licence.objects.state_on(day).get(pk=paper.pk).state_then for day in (first - timedelta(days=1), first)]
    assert states == ["fee_paid", "granted"]
    assert not paper.is_valid_on(TODAY)


def test_a_buyer_is_licensed_in_the_same_way(paid, registrar):
    application = paid(right="buy", paper_class="collector", holder=None, holder_name="Paul Sow", supporter="Bank")

    grant(application, GIVEN, by=registrar)

    buyer = Buyer.objects.get(number="L-77")
    assert (buyer.names, buyer.buyer_class, buyer.financier, buyer.status) == (
        "Paul Sow",
        "collector",
        "Bank",
        "accepted",
    )
    assert buyer.is_valid_on(TODAY)


def test_each_act_is_in_the_journal(paid, registrar):
    application = paid()
    grant(application, GIVEN, by=registrar)

    verbs = Entry.objects.filter(object_id=str(application.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["applied", "inspected", "fee_paid", "granted"]


def test_three_people_grant_take_the_fee_and_write_it_down(paid, clerk, cashier):
    application = paid()

    with pytest.raises(ValidationError, match="three people's acts"):
        grant(application, GIVEN, by=cashier)
    with pytest.raises(ValidationError, match="wrote down himself"):
        grant(application, GIVEN, by=clerk)
    assert not Licence.objects.filter(number="L-77").exists()


@pytest.mark.parametrize("other", ["paid_by", "written_by"])
def test_the_database_refuses_one_person_for_two_acts(paid, registrar, other):
    application = paid()
    grant(application, GIVEN, by=registrar)

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(granted_by=getattr(application, other))


def test_the_database_refuses_a_grant_before_inspection_or_fee(paid, registrar):
    grant(paid(), GIVEN, by=registrar)

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(fit=False)


def test_nothing_is_granted_before_it_is_inspected_and_paid(applied, supervisor, registrar, schedule):
    application = applied()
    with pytest.raises(ValidationError, match="not been inspected"):
        grant(application, GIVEN, by=registrar)
    application.inspect(SEEN, fit=False, by=supervisor, finding="In the river bed.")
    with pytest.raises(ValidationError, match="not been inspected"):
        grant(application, GIVEN, by=registrar)
    application.inspect(PAID, fit=True, by=supervisor, finding="The pit was filled.")
    with pytest.raises(ValidationError, match="not paid"):
        grant(application, GIVEN, by=registrar)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Grant("L-77", PAID - timedelta(days=1), YEAR, "M", "So."), "cannot lie before"),
        (Grant("L-77", TODAY, PAID, "M", "So."), "last day"),
        (Grant("L-77", TODAY, YEAR, "M", " "), "Say why"),
        (Grant("L-1", TODAY, YEAR, "M", "So."), "Another accepted record"),
    ],
)
def test_a_grant_that_cannot_be_is_said_and_leaves_nothing(paid, registrar, licence, given, sentence):
    application = paid()

    with pytest.raises(ValidationError, match=sentence):
        grant(application, given, by=registrar)

    application.refresh_from_db()
    assert application.granted is None
    assert Licence.objects.count() == 1


def test_less_than_the_schedule_asks_is_not_taken(applied, schedule, cashier, francs, dollars):
    application = applied()

    for amount, currency in ((Decimal("2499.99"), francs), (Decimal("2500.00"), dollars)):
        with pytest.raises(ValidationError, match=r"The schedule asks for 2,500\.00 XAF"):
            application.pay(PAID, amount=amount, currency=currency, receipt="T-9", by=cashier)


def test_what_the_schedule_asks_is_said_as_the_reader_writes_numbers(applied, schedule, cashier, francs):
    application = applied()

    with translation.override("fr"), pytest.raises(ValidationError) as refused:
        application.pay(PAID, amount=Decimal(1), currency=francs, receipt="T-9", by=cashier)

    with translation.override("fr"):
        assert refused.value.messages == ["Le barème demande 2\u202f500,00 XAF."]


def test_the_schedule_of_the_day_is_asked_and_for_each_hectare_where_it_says_so(applied, schedule):
    Fee.objects.update(per_hectare=True, ends_on=APPLIED)
    dear = {"amount": Decimal("9000.00"), "starts_on": TODAY, "pk": None}
    Fee(**{field.attname: getattr(schedule, field.attname) for field in Fee._meta.concrete_fields} | dear).save()

    due = applied().due()

    assert due.for_ground(Decimal("0.8000")) == Decimal("2000.00")


def test_a_decided_application_stays_as_it_was_decided(applied, registrar, supervisor):
    application = applied()
    application.turn_down(TODAY, by=registrar, reason="In the reserve.")

    with pytest.raises(ValidationError, match="decided already"):
        Application.objects.get().inspect(TODAY, fit=True, by=supervisor, finding="Dry.")


def test_an_act_lies_between_the_application_and_today(applied, supervisor):
    for day in (APPLIED - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError, match="between that of the application"):
            applied(f"A-{day}").inspect(day, fit=True, by=supervisor, finding="Dry.")


def test_who_issues_no_papers_there_does_nothing(applied, posted, other_region, supervisor, auditor, francs):
    application, elsewhere = applied(), posted("lea", Role.LICENSING, other_region)

    for stranger in (elsewhere, auditor):
        with pytest.raises(ValidationError, match="do not inspect"):
            application.inspect(SEEN, fit=True, by=stranger, finding="Dry.")
    for stranger in (elsewhere, auditor, supervisor):
        with pytest.raises(ValidationError, match="do not issue"):
            application.pay(PAID, amount=Decimal(1), currency=francs, receipt="T", by=stranger)
        with pytest.raises(ValidationError, match="do not issue"):
            grant(application, GIVEN, by=stranger)


def test_what_goes_beyond_the_limits_of_a_class_is_said(applied, participant, licence):
    application = applied(hectares=Decimal("1.5000"))
    term = {"starts_on": date(2026, 1, 31), "ends_on": date(2026, 7, 31)}
    assert list(beyond(application, **term)) == []
    limits = {"months": 6, "hectares": Decimal("1.0000"), "most_held": 1}
    LicenceClass.objects.create(participant=participant, code="artisanal", name_en="A", name_fr="A", **limits)

    said = list(beyond(application, **term))

    assert [sentence.split()[0] for sentence in said] == ["1.5000", "The", "The"]
    assert "has 1 licence already" in said[1]
    assert not list(beyond(applied("A-2"), starts_on=date(2026, 1, 31), ends_on=date(2026, 7, 30)))[1:]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_counted_as_a_calendar_does(day, months, later):
    assert months_later(day, months) == later
