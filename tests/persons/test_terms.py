"""The rows of terms: the later one holds, one's own before that of all; announced, in the journal, ended to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.models import Entry, Payload
from apps.persons.models import Term, terms_on


@pytest.fixture
def administrator(posted, country):
    return posted("ada", Role.ADMINISTRATOR, country)


def put_down(by, participant, *, days=30, **given):
    told = {"kind": "contact", "length": 1, "unit": "years", "after": "activity", "ground": "a law", **given}
    Term(participant=participant, starts_on=timezone.localdate() + timedelta(days=days), **told).put_down(by=by)


@pytest.mark.django_db
def test_the_later_row_holds_and_one_s_own_before_that_of_all(term, participant):
    common, own = term("contact", 5), term("contact", 4, participant)
    newer = term("contact", 3, participant, starts_on=date(2027, 1, 1))

    assert terms_on(date(2026, 6, 1)).of("XA", "contact") == own
    assert terms_on(date(2027, 1, 1)).of("XA", "contact") == newer
    assert terms_on(date(2027, 1, 1)).of("XB", "contact") == common
    assert terms_on(date(2025, 1, 1)).of("XA", "contact") is None


@pytest.mark.django_db
def test_a_term_put_down_is_in_the_journal(administrator, participant):
    put_down(administrator, participant)

    entry = Entry.objects.get(verb="term_set")
    assert (entry.kind, entry.by) == ("persons.term", f"user:{administrator.pk}")
    assert b'"ground":"a law"' in bytes(Payload.objects.get(entry=entry).body)


@pytest.mark.django_db
def test_a_shorter_term_is_announced_and_a_longer_one_holds_at_once(administrator, participant, term):
    term("contact", 5)

    with pytest.raises(ValidationError, match="30 days ahead"):
        put_down(administrator, participant, days=29, length=4)
    put_down(administrator, participant, days=0, length=6)
    with pytest.raises(ValidationError, match="30 days ahead"):
        put_down(administrator, participant, days=29, length=5)
    put_down(administrator, participant, days=30, length=5)
    with pytest.raises(ValidationError, match="past"):
        put_down(administrator, participant, days=-1, length=9)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_who_keeps_the_accounts_of_the_participant_sets_its_terms(posted, country, region, abroad, role):
    for who in (
        posted("somebody", role, country),
        posted("local", Role.ADMINISTRATOR, region),
        posted("far", Role.ADMINISTRATOR, abroad),
    ):
        with pytest.raises(ValidationError, match="do not keep"):
            put_down(who, country.participant)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"after": "decision"}, {"length": 0}, {"ground": ""}, {"unit": "weeks"}])
def test_the_database_refuses_a_term_that_says_nothing(term, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        term("contact", **wrong)


@pytest.mark.parametrize(
    ("length", "unit", "since", "due"),
    [
        (1, "days", date(2026, 12, 31), date(2027, 1, 1)),
        (1, "months", date(2027, 1, 31), date(2027, 2, 28)),
        (14, "months", date(2026, 12, 15), date(2028, 2, 15)),
        (1, "years", date(2028, 2, 29), date(2029, 2, 28)),
        (9000, "years", date(2026, 1, 1), date.max),
    ],
)
def test_a_term_ends_on_a_day_of_the_calendar(length, unit, since, due):
    assert Term(length=length, unit=unit).due(since) == due
