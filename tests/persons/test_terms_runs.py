"""The run over the terms: by each Participant's own, killed and gone on with, dry, with as few questions for many."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.persons import keeping
from apps.persons.keeping import foreseen, forget_past_terms, go_through
from apps.persons.models import TermsRun
from apps.registry.models import Digger
from tests.persons.canary import CANARY, WHO, words_in_the_database
from tests.persons.past_terms import LATER, PARTS, a_hold, gone_through, numbers


@pytest.mark.django_db
def test_two_participants_have_terms_of_their_own(known, recorded, abroad, posted, term):
    there = recorded("digger", "E-90", at=abroad, **WHO)
    there.case.decide("accepted", by=posted("beatrice", Role.REGISTRAR, abroad), seen=1)
    term("contact", 10)
    term("contact", 1, abroad.participant)

    gone_through()

    assert Digger.objects.get(pk=known.pk).address
    assert not Digger.objects.get(pk=there.pk).address


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_goes_on_where_it_was(recorded, registrar, term, monkeypatch):
    for n in range(6):
        recorded("digger", f"E-{n}", **WHO).case.decide("accepted", by=registrar, seen=1)
    term("contact")
    monkeypatch.setattr(keeping, "BATCH", 2)
    killed_at_the_third(monkeypatch)

    with pytest.raises(KeyboardInterrupt):
        gone_through()
    monkeypatch.undo()
    run = TermsRun.objects.get()
    assert (run.forgotten, run.ended_at) == ({"XA contact": 4}, None)
    assert Digger.objects.exclude(address="").count() == 2
    go_through(run)

    assert run.forgotten == {"XA contact": 6}
    assert not Digger.objects.exclude(address="").exists()
    assert Entry.objects.filter(verb="forgot_contact").count() == 6


def killed_at_the_third(monkeypatch):
    """In the middle of the third batch, after it has forgotten and before it is written down."""
    write_all, batches = keeping.write_all, []

    def kill(acts):
        batches.append(1)
        if len(batches) == 3:
            raise KeyboardInterrupt
        return write_all(acts)

    monkeypatch.setattr(keeping, "write_all", kill)


@pytest.mark.django_db
def test_the_worker_does_it_once_a_day_in_as_many_rounds_as_it_takes(recorded, registrar, term, monkeypatch):
    for n in range(3):
        recorded("digger", f"E-{n}", **WHO).case.decide("accepted", by=registrar, seen=1)
    term("contact", 1, unit="days")
    monkeypatch.setattr(keeping, "BATCH", 1)
    monkeypatch.setattr(keeping, "AT_MOST", -1.0)
    monkeypatch.setattr(keeping.timezone, "localdate", lambda: LATER)

    for left in (2, 1, 0):
        forget_past_terms()
        assert Digger.objects.exclude(address="").count() == left
    forget_past_terms()

    assert TermsRun.objects.get().ended_at
    assert TermsRun.objects.get().forgotten == {"XA contact": 3}


@pytest.mark.django_db
def test_a_dry_run_says_what_would_be_forgotten_and_writes_nothing(known, term, registrar, accepted):
    accepted("digger", "E-81", **WHO)
    a_hold(known, registrar)
    term("contact")
    before, said = words_in_the_database(), StringIO()

    call_command("forget_past_terms", dry_run=True, on=LATER, stdout=said)

    assert words_in_the_database() == before
    lines = said.getvalue().splitlines()
    assert any(line.startswith("XA E-80: Addresses") and "legal hold" in line for line in lines)
    assert lines[-1] == "1 would be forgotten, 1 would stay."
    assert CANARY not in said.getvalue()


@pytest.mark.django_db
def test_the_command_does_what_the_worker_does(known, term):
    term("contact", 1, unit="days")
    term("person", 1000)
    said = StringIO()

    call_command("forget_past_terms", stdout=said)

    assert said.getvalue() == "1 forgotten, 0 past their term stay.\n"
    assert TermsRun.objects.get(day=timezone.localdate()).next_on == date(3026, 11, 24)


@pytest.mark.django_db
def test_as_many_questions_for_many_persons_as_for_one(recorded, registrar, term, django_assert_max_num_queries):
    for n in range(8):
        recorded("digger", f"E-{n}", **WHO).case.decide("accepted", by=registrar, seen=1)
    for kind in ("person", *PARTS):
        term(kind)

    with django_assert_max_num_queries(45):
        assert len(numbers(foreseen(LATER))) == 8
