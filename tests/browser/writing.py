"""Who writes at the desk in the browser tests, and a record as the door stores it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import uuid4

from django.db import transaction

from apps.accounts.models import Role, Tablet, User
from apps.places.models import Region
from apps.registry.kinds import Prepared, Reference, all_kinds, insert
from apps.registry.models import Site
from apps.review.models import Case, Status

TOWN = "XA-KO1"


def person(username, first, last, role, region):
    user = User.objects.create(
        username=username, first_name=first, last_name=last, language="en", is_staff=role != Role.OFFICER
    )
    user.postings.create(role=role, region=region, starts_on=date(2026, 1, 1))
    return user


def writer(region, officer, tablet, registrar):
    """What is written and accepted."""
    record = recorder(region, officer, tablet)

    def write(code, number, **answers):
        made = record(code, number, **answers)
        accept(Case.objects.get(pk=made.pk), registrar)
        return made

    return write


def recorder(region, officer, tablet):
    def record(code, number, **answers):
        kind = all_kinds()[code]
        named = {name: answers.pop(name) for name in [*answers] if kind.form.fields[name].kind == "reference"}
        prepared = Prepared(
            record=uuid4(),
            act="create",
            answers={"number": number, **answers},
            references={name: Reference(id=other.pk) for name, other in named.items()},
            region_id=region.pk,
            by_id=officer.pk,
            tablet_id=tablet.pk,
            captured_at=datetime.combine(date(2026, 1, 5), time(10), UTC),
            captured_on=date(2026, 1, 5),
        )
        made = kind.make([prepared])
        with transaction.atomic():
            insert(made)
        return made[0].record

    return record


def accept(case, registrar):
    """By the registrar, after another where two decide."""
    if case.asks_for_two([]):
        case.decide(Status.ACCEPTED, by=User.objects.get(username="adele"), seen=case.version)
        case.refresh_from_db()
    case.decide(Status.ACCEPTED, by=registrar, seen=case.version)


def pen():
    awa, renee = User.objects.get(username="awa"), User.objects.get(username="renee")
    region = Region.objects.get(participant="XA", code=TOWN)
    site = Site.objects.get(number="S-0142")
    return writer(region, awa, Tablet.objects.get(number=14), renee), site
