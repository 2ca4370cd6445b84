"""Who is flagged, held, accused or named in something open stays past his term; and who places and lifts a hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.persons import keeping
from apps.persons.erasing import ask
from apps.persons.holds import lift
from apps.persons.models import Hold
from apps.registry.models import Application, Digger
from apps.review.models import Case, Flag
from tests.persons.canary import sent
from tests.persons.past_terms import LATER, PARTS, a_hold, gone_through, left_of


def a_flag(digger, **cast):
    Flag.objects.create(case_id=digger.pk, code="canary")


def an_open_case(digger, **cast):
    Case.objects.filter(pk=digger.pk).update(status="pending")


def a_conflict(digger, tablet, officer, region, **cast):
    sent(b"{}", digger, status="conflict", tablet=tablet, officer=officer, region=region)


def a_pending_sale(digger, sold, **cast):
    sold("R-81", "1.25", seller=digger)


def an_infraction(digger, accepted, **cast):
    accepted("infraction", "I-80", concerned="digger", digger=digger)


def a_licence(digger, accepted, site, **cast):
    accepted("licence", "L-81", holder=digger, site=site, starts_on=date(2026, 1, 1), ends_on=LATER)


def an_application(digger, registrar, region, **cast):
    asked = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger}
    Application(number="A-80", region=region, applied_on=date(2026, 11, 2), **asked).write_down(by=registrar)


HOLDING = {
    "flagged": a_flag, "held": a_hold, "open": an_open_case, "sent": a_conflict, "accused": an_infraction,
    "applied": an_application,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("why", HOLDING)
def test_what_is_not_settled_stays(known, term, registrar, tablet, officer, region, accepted, why):
    HOLDING[why](known, registrar=registrar, tablet=tablet, officer=officer, region=region, accepted=accepted)
    for kind in ("person", *PARTS):
        term(kind)

    run = gone_through()

    assert left_of(known) == set(PARTS)
    assert (run.forgotten, run.stayed) == ({}, {f"XA {why}": 1})


@pytest.mark.django_db
@pytest.mark.parametrize(("why", "something"), [("open", a_pending_sale), ("licensed", a_licence)])
def test_who_is_named_in_something_open_or_licensed_stays(known, term, accepted, sold, site, why, something):
    something(known, accepted=accepted, sold=sold, site=site)
    term("contact", 1, unit="days")

    run = gone_through(LATER - timedelta(days=1))

    assert "contact" in left_of(known)
    assert run.stayed.get(f"XA {why}", 0) == (1 if why == "open" else 0)


@pytest.mark.django_db
def test_a_hold_that_is_lifted_holds_no_more(known, term, registrar):
    a_hold(known, registrar)
    term("person")
    gone_through()
    assert Digger.objects.get(pk=known.pk).names

    lift(Hold.objects.get(), by=registrar)
    gone_through()

    assert not Digger.objects.get(pk=known.pk).names


@pytest.mark.django_db
def test_who_comes_by_between_the_look_and_the_lock_stays(known, term, registrar, monkeypatch):
    term("contact")
    due_of, looked = keeping.due_of, []

    def look_and_be_overtaken(*asked):
        found = due_of(*asked)
        if not looked:
            a_hold(known, registrar)
        looked.append(1)
        return found

    monkeypatch.setattr(keeping, "due_of", look_and_be_overtaken)

    run = gone_through()

    assert "contact" in left_of(known)
    assert run.stayed == {"XA held": 1}


@pytest.mark.django_db
def test_who_is_held_is_erased_by_nobody(known, registrar):
    a_hold(known, registrar)

    with pytest.raises(ValidationError, match="legal hold"):
        ask(known, why="asked", by=registrar, seen=Case.objects.get(pk=known.pk).version)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.LICENSING, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_who_keeps_the_register_places_and_lifts_a_hold(known, registrar, posted, country, role):
    who = posted("somebody", role, country)
    with pytest.raises(ValidationError, match="do not keep"):
        a_hold(known, who)
    a_hold(known, registrar)

    with pytest.raises(ValidationError, match="do not keep"):
        lift(Hold.objects.get(), by=who)
    with pytest.raises(ValidationError, match="stands already"):
        a_hold(known, registrar)
    assert list(Entry.objects.filter(verb__startswith="hold").values_list("verb", flat=True)) == ["hold_placed"]
