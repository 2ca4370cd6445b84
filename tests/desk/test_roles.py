"""Who may do what at the desk, by the roles of dated postings."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.models import Posting, Role, Tablet
from apps.review.models import Case, Status


def test_an_auditor_reads_all_and_changes_nothing(desk, auditor, found, tablet):
    find = found("F-1", "1.25")
    client = desk(auditor)

    client.post(reverse("admin:review_decide", args=[find.pk]), {"status": "accepted", "seen": 1})
    client.post(reverse("admin:accounts_tablet_revoke", args=[tablet.pk]))
    client.post(reverse("admin:registry_licence_revoke", args=[find.licence_id]), {"day": "2026-11-24", "reason": "x"})

    assert client.get(reverse("admin:ledger_production_change", args=[find.pk])).status_code == 200
    assert Case.objects.get(pk=find.pk).status == Status.PENDING
    assert Tablet.objects.get(pk=tablet.pk).revoked_at is None
    find.licence.refresh_from_db()
    assert find.licence.revoked_on is None


@pytest.mark.parametrize("register", ["registry_digger", "registry_buyer", "ledger_purchase", "review_case"])
def test_the_plenary_desk_opens_no_register_of_persons(desk, posted, register):
    assert desk(posted("paule", "plenary", None)).get(reverse(f"admin:{register}_changelist")).status_code == 403


def test_a_posting_that_has_ended_opens_nothing(desk, registrar):
    Posting.objects.filter(user=registrar).update(ends_on="2026-01-31")

    assert desk(registrar).get(reverse("admin:registry_digger_changelist")).status_code == 403


def test_a_supervisor_makes_no_registrar_of_himself(desk, supervisor, region):
    given = {"user": supervisor.pk, "role": Role.REGISTRAR, "region": region.pk, "starts_on": "01/01/2026"}

    desk(supervisor).post(reverse("admin:accounts_posting_add"), given)

    assert not Posting.objects.filter(user=supervisor, role=Role.REGISTRAR).exists()


def test_a_supervisor_posts_an_officer_in_his_region_only(desk, supervisor, officer, region, other_region):
    given = {"user": officer.pk, "role": Role.OFFICER, "starts_on": "01/02/2026"}
    client = desk(supervisor)

    for place in (region, other_region):
        client.post(reverse("admin:accounts_posting_add"), {**given, "region": place.pk})

    assert list(officer.postings.values_list("region__code", flat=True)) == ["KO", "KO"]


def test_the_hash_of_a_password_is_shown_to_nobody(desk, registrar, officer):
    officer.set_password("a long pass phrase")
    officer.save()

    page = desk(registrar).get(reverse("admin:accounts_user_change", args=[officer.pk])).content.decode()

    assert "argon2" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_deletes_at_the_desk(desk, registrar, digger, method):
    url = reverse("admin:registry_digger_delete", args=[digger.pk])

    answer = getattr(desk(registrar), method)(url, {"post": "yes"})

    assert answer.status_code == 403


def test_who_only_reads_in_a_region_posts_nobody_there(desk, supervisor, country, officer, other_region):
    supervisor.postings.create(role=Role.AUDITOR, region=country, starts_on=date(2026, 1, 1))
    given = {"user": officer.pk, "role": Role.OFFICER, "region": other_region.pk, "starts_on": "01/11/2026"}

    desk(supervisor).post(reverse("admin:accounts_posting_add"), given)

    assert not Posting.objects.filter(user=officer, region=other_region).exists()


def test_who_only_reads_in_a_region_ends_no_posting_there(desk, supervisor, country, other_officer, other_region):
    supervisor.postings.create(role=Role.AUDITOR, region=country, starts_on=date(2026, 1, 1))
    posting = other_officer.postings.get()
    given = {"user": other_officer.pk, "role": Role.OFFICER, "region": other_region.pk, "starts_on": "01/01/2026"}

    page = reverse("admin:accounts_posting_change", args=[posting.pk])

    assert desk(supervisor).post(page, {**given, "ends_on": "02/01/2026"}).status_code == 403


def test_nobody_posts_himself(desk, supervisor, region):
    given = {"user": supervisor.pk, "role": Role.OFFICER, "region": region.pk, "starts_on": "01/11/2026"}

    desk(supervisor).post(reverse("admin:accounts_posting_add"), given)

    assert not Posting.objects.filter(user=supervisor, role=Role.OFFICER).exists()
