"""A licence is valid from a day to a day, and no longer from the day on which it is revoked."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.registry.models import Buyer, Licence

REVOKED = date(2026, 6, 10)
DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 9), REVOKED, date(2026, 12, 31), date(2027, 1, 1)]
VALID_ON = dict(zip(DAYS, [False, True, True, True, True, False], strict=True))


@pytest.fixture(params=["licence", "buyer"])
def paper(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("revoked", [False, True])
def test_queryset_agrees_with_the_method(paper, registrar, day, revoked):
    if revoked:
        paper.revoke(REVOKED, by=registrar, reason="Sold on.")
    expected = VALID_ON[day] and not (revoked and day >= REVOKED)

    assert paper.is_valid_on(day) is expected
    assert type(paper).objects.valid_on(day).exists() is expected


def test_the_last_valid_day_is_the_one_before_it_was_revoked(licence, registrar):
    assert licence.last_valid_day() == date(2026, 12, 31)

    licence.revoke(REVOKED, by=registrar, reason="Sold on.")

    assert licence.last_valid_day() == date(2026, 6, 9)


def test_revoking_is_in_the_journal_and_counts_a_version(licence, registrar):
    before = licence.case.version

    licence.revoke(REVOKED, by=registrar, reason="Sold on.")

    entry = Entry.objects.get(verb="revoked")
    assert (entry.kind, entry.object_id, entry.by) == ("registry.licence", str(licence.pk), f"user:{registrar.pk}")
    assert entry.version == before + 1


def test_licensing_may_revoke_in_its_region(licence, posted, region):
    licence.revoke(REVOKED, by=posted("lea", Role.LICENSING, region), reason="Sold on.")

    assert Licence.objects.get().revoked_on == REVOKED


def test_a_supervisor_may_not_revoke(licence, supervisor):
    with pytest.raises(ValidationError, match="do not issue or revoke"):
        licence.revoke(REVOKED, by=supervisor, reason="Sold on.")


def test_licensing_of_another_region_may_not_revoke(licence, posted, other_region):
    with pytest.raises(ValidationError, match="do not issue or revoke"):
        licence.revoke(REVOKED, by=posted("lea", Role.LICENSING, other_region), reason="Sold on.")


def test_whoever_revokes_says_why(licence, registrar):
    with pytest.raises(ValidationError, match="Say why"):
        licence.revoke(REVOKED, by=registrar, reason=" ")


def test_what_is_revoked_stays_as_it_was_revoked(licence, registrar):
    Licence.objects.get().revoke(REVOKED, by=registrar, reason="Sold on.")

    with pytest.raises(ValidationError, match="already"):
        licence.revoke(date(2026, 7, 1), by=registrar, reason="Sold on again.")


def test_the_database_refuses_a_paper_that_ends_before_it_starts(paper):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(paper).objects.update(ends_on=date(2025, 1, 1))


def test_the_database_refuses_a_revocation_without_a_reason(paper):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(paper).objects.update(revoked_on=REVOKED)


def test_buyers_are_known_in_the_whole_country(buyer, other_officer):
    assert Buyer.objects.visible_to(other_officer).get() == buyer


def test_licences_are_not(licence, officer, other_officer):
    assert Licence.objects.visible_to(officer).get() == licence
    assert not Licence.objects.visible_to(other_officer).exists()
