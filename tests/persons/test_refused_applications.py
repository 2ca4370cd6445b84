"""What was refused and who mistyped are forgotten by terms of their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from apps.journal.models import Entry
from apps.registry.models import Application
from tests.persons.canary import CANARY, canaries_in, words_in_the_database
from tests.persons.past_terms import PARTS, a_hold, gone_through


@pytest.fixture
def turned_down(registrar, region, known):
    said = {"holder_name": CANARY, "address": CANARY, "supporter": CANARY, "area_text": CANARY, "share_rule": CANARY}
    asked = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": known}
    application = Application(number="A-9", region=region, applied_on=date(2026, 11, 2), **asked, **said)
    application.write_down(by=registrar)
    application.turn_down(date(2026, 11, 20), by=registrar, reason=f"{CANARY} was here")
    return application


@pytest.mark.django_db
def test_a_refused_application_is_forgotten_and_still_counts(turned_down, term):
    for kind in ("refused", *PARTS):
        term(kind, after="decision" if kind == "refused" else "activity")

    run = gone_through()

    assert canaries_in(words_in_the_database()) == []
    left = Application.objects.get()
    assert left.applicant == "—"
    assert (left.number, left.refused_on, left.holder, left.region_id) == (
        "A-9", date(2026, 11, 20), None, turned_down.region_id
    )  # fmt: skip
    assert run.forgotten["XA refused"] == 1
    assert Entry.objects.filter(kind="registry.application", verb="forgot_refused").count() == 1
    assert gone_through().forgotten == run.forgotten


@pytest.mark.django_db
def test_who_is_forgotten_is_forgotten_on_his_applications(turned_down, term):
    term("person")

    gone_through()

    assert canaries_in(words_in_the_database()) == []
    assert Application.objects.get().holder.names == ""


@pytest.mark.django_db
def test_a_refused_application_of_who_is_held_stays(turned_down, known, term, registrar):
    a_hold(known, registrar)
    term("refused", after="decision")

    assert gone_through().stayed == {"XA held": 1}
    assert Application.objects.get().holder_name == CANARY


@pytest.mark.django_db
def test_wrong_passwords_go_by_the_term_of_whoever_s_name_it_is(registrar, participant, term):
    for name in (registrar.username, "nobody"):
        AccessAttempt.objects.create(username=name, ip_address="192.0.2.7", failures_since_start=1)
    term("tries", 1, unit="days", after="attempt")
    term("tries", 60, participant, unit="days", after="attempt")

    run = gone_through(timezone.localdate() + timedelta(days=2))

    assert [attempt.username for attempt in AccessAttempt.objects.all()] == [registrar.username]
    assert run.forgotten == {"tries": 1}
    assert Entry.objects.filter(verb="forgot_tries").count() == 1
