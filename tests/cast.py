"""The cast of every story: a country, its regions and offices, and who is posted to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from django.utils import timezone

from apps.accounts.models import Role, Tablet, User
from apps.places.models import Office, Participant, Region

# -- where ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def participant(db):
    return Participant.objects.create(
        code="XA", name_en="Arenland", name_fr="Arénie", artisanal=True, demo=True, source="imaginary"
    )


@pytest.fixture
def country(participant):
    return Region.objects.create(
        participant=participant, code="XA", name="Arenland", kind="country", level=0, left=1, right=8
    )


@pytest.fixture
def region(country):
    return Region.objects.create(
        participant=country.participant,
        parent=country,
        code="KO",
        name="Kolo",
        kind="province",
        level=1,
        left=2,
        right=5,
    )


@pytest.fixture
def district(region):
    return Region.objects.create(
        participant=region.participant,
        parent=region,
        code="KO-1",
        name="Bemba",
        kind="district",
        level=2,
        left=3,
        right=4,
    )


@pytest.fixture
def other_region(country):
    return Region.objects.create(
        participant=country.participant,
        parent=country,
        code="LU",
        name="Lubi",
        kind="province",
        level=1,
        left=6,
        right=7,
    )


@pytest.fixture
def office(region):
    return Office.objects.create(code="KO-01", name="Kolo office", region=region)


@pytest.fixture
def other_office(other_region):
    return Office.objects.create(code="LU-01", name="Lubi office", region=other_region)


# -- who ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def posted(db):
    """Post somebody from the first of January on: `posted("awa", Role.OFFICER, region)`."""

    def post(username, role, region, **details):
        user = User.objects.create(username=username, is_staff=role != Role.OFFICER, **details)
        user.postings.create(role=role, region=region, starts_on=date(2026, 1, 1))
        return user

    return post


@pytest.fixture
def officer(posted, region):
    return posted("awa", Role.OFFICER, region, first_name="Awa", last_name="Doumbia", language="fr")


@pytest.fixture
def other_officer(posted, other_region):
    """Works in another region and must see nothing of the first."""
    return posted("bako", Role.OFFICER, other_region)


@pytest.fixture
def supervisor(posted, region):
    return posted("salif", Role.SUPERVISOR, region)


@pytest.fixture
def other_supervisor(posted, other_region):
    return posted("mariam", Role.SUPERVISOR, other_region)


@pytest.fixture
def registrar(posted, country):
    return posted("renee", Role.REGISTRAR, country)


@pytest.fixture
def paid(posted, country, francs):
    """Let somebody else take the fee of a renewal: `paid(licence).renew(…, by=registrar)`."""
    cashier, numbers = posted("colette", Role.LICENSING, country), count(1)

    def pay(paper, **given):
        fee = {"amount": Decimal("150000"), "currency": francs, "receipt": f"T-{next(numbers)}", "by": cashier, **given}
        paper.pay_renewal(fee.pop("day", timezone.localdate()), **fee)
        return paper

    return pay


@pytest.fixture
def auditor(posted, country):
    return posted("amara", Role.AUDITOR, country)


@pytest.fixture
def tablet(office):
    return Tablet.objects.create(number=14, office=office)


@pytest.fixture
def other_tablet(other_office):
    return Tablet.objects.create(number=15, office=other_office)
