"""The calendar of ends: what ends in which month, whose holder is to be reminded, and that he was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.registry.calendar import coming
from apps.registry.models import Licence
from kpfield.home.work import applications, holders_to_remind

TODAY = timezone.localdate()
LIST = reverse("admin:registry_licence_changelist")


@pytest.fixture
def ends(accepted):
    """A licence that ends so many days from today: `ends("L-2", 40)`."""

    def record(number, days, **said):
        last = TODAY + timedelta(days=days)
        said = {"holder_kind": "company", "holder_name": "Gravel", **said}
        return accepted("licence", number, starts_on=TODAY - timedelta(days=400), ends_on=last, **said)

    return record


def test_the_coming_months_are_twelve_from_this_one():
    assert [first.isoformat() for first in coming(date(2026, 11, 30))[:3]] == ["2026-11-01", "2026-12-01", "2027-01-01"]
    assert coming(date(2026, 11, 30))[-1] == date(2027, 10, 1)


def test_licences_are_found_by_the_month_in_which_they_end(desk, registrar, ends):
    soon, later = ends("L-2", 0), ends("L-3", 70)
    ends("L-4", 70).revoke(TODAY, by=registrar, reason="Sold on.")
    client = desk(registrar)

    def found(day):
        return set(client.get(LIST, {"ends": day.isoformat()[:7]}).context["cl"].queryset)

    assert found(soon.ends_on) == {soon}
    assert found(later.ends_on) == {later}


@pytest.mark.parametrize(("days", "asked"), [(0, 1), (60, 1), (61, 0), (-1, 0)])
def test_holders_are_reminded_in_the_sixty_days_before_the_end(registrar, ends, days, asked):
    ends("L-2", days)

    assert holders_to_remind(registrar).count == asked


def test_who_was_reminded_is_reminded_once_and_again_only_of_another_end(desk, registrar, paid, ends):
    licence, other = ends("L-2", 10), ends("L-3", 20)
    client = desk(registrar)

    client.post(LIST, {"action": "remind", "_selected_action": [licence.pk]})

    assert Entry.objects.filter(object_id=str(licence.pk), verb="reminded", by=f"user:{registrar.pk}").count() == 1
    assert set(client.get(LIST, {"validity": "remind"}).context["cl"].queryset) == {other}
    again = client.post(LIST, {"action": "remind", "_selected_action": [licence.pk, other.pk]}, follow=True)
    assert "The holder of L-2 was reminded already." in again.content.decode()
    assert "1 holder was reminded." in again.content.decode()
    paid(Licence.objects.get(pk=licence.pk)).renew(TODAY, TODAY + timedelta(days=50), by=registrar, reason="As asked.")
    assert set(client.get(LIST, {"validity": "remind"}).context["cl"].queryset) == {licence}


def test_the_home_page_leads_to_who_is_to_be_reminded(desk, registrar, ends, digger, region):
    ends("L-2", 10)
    ends("L-3", 20)

    shown = desk(registrar).get(reverse("admin:index")).content.decode()

    assert "holders to remind of a licence&#x27;s end" in shown
    assert "?validity=remind" in shown


def test_who_issues_no_papers_is_asked_for_none(supervisor, auditor, ends):
    ends("L-2", 10)

    assert [holders_to_remind(one).count for one in (supervisor, auditor)] == [0, 0]
    assert [applications(one).count for one in (supervisor, auditor)] == [0, 0]


def test_who_issues_no_papers_there_reminds_nobody(ends, posted, other_region, supervisor):
    licence = ends("L-2", 10)

    for stranger in (supervisor, posted("lea", Role.LICENSING, other_region)):
        with pytest.raises(ValidationError, match="do not issue"):
            licence.remind(by=stranger)
