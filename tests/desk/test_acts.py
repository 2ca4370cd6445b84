"""What is written and ended at the desk: each through the model's own act, each in the journal."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.registry.models import Licence, Site
from apps.review.models import Status
from apps.sync.models import Submission

VALIDITIES = ("valid", "ending", "expired", "revoked")
SITE = {"number": "S-50", "name": "Pont-Kolo", "region": "KO", "status": "active", "title": "customary"}


def test_a_site_made_at_the_desk_waits_for_somebody_else(desk, registrar, region):
    desk(registrar).post(reverse("admin:registry_site_add"), SITE)

    site = Site.objects.get(number="S-50")
    assert (site.status, site.region, site.case.captured_by) == (Status.PENDING, region, registrar)
    assert Entry.objects.get(object_id=str(site.pk)).verb == "created"


def test_a_fault_stands_at_its_question_and_nothing_is_kept(desk, registrar, region):
    page = desk(registrar).post(reverse("admin:registry_site_add"), {**SITE, "name": ""})

    assert page.context["form"].errors["name"]
    assert not Site.objects.exists()


def test_the_page_takes_adults_only_as_the_tablet_does(desk, registrar, region):
    answers = {"number": "D-50", "names": "Ali", "sex": "man", "birth_year": 2015, "residence": "Kolo"}
    given = {**answers, "roles": ["digging"], "legal_basis": "legal_duty"}

    page = desk(registrar).post(reverse("admin:registry_digger_add"), given)

    assert "adults" in str(page.context["form"].errors["birth_year"])


def test_a_region_of_another_reader_is_not_among_the_choices(desk, posted, region, other_region):
    local = posted("luc", "registrar", other_region)

    page = desk(local).post(reverse("admin:registry_site_add"), SITE)

    assert "region" in page.context["form"].errors
    assert not Site.objects.exists()


def test_a_supervisor_writes_no_site(desk, supervisor):
    assert desk(supervisor).get(reverse("admin:registry_site_add")).status_code == 403


def test_a_licence_is_revoked_from_a_day_for_a_reason(desk, registrar, licence):
    url = reverse("admin:registry_licence_revoke", args=[licence.pk])

    desk(registrar).post(url, {"day": "2026-11-20", "reason": "Sold blank slips."})

    licence.refresh_from_db()
    assert (licence.revoked_on, licence.revoked_because) == (date(2026, 11, 20), "Sold blank slips.")
    assert Entry.objects.filter(object_id=str(licence.pk), verb="revoked").exists()


def test_revoking_without_a_reason_is_asked_again(desk, registrar, licence):
    url = reverse("admin:registry_licence_revoke", args=[licence.pk])

    page = desk(registrar).post(url, {"day": "2026-11-20", "reason": ""})

    assert page.context["form"].errors["reason"]
    assert Licence.objects.get().revoked_on is None


@pytest.mark.parametrize(("asked", "days"), [("valid", 200), ("ending", 0), ("ending", 30), ("expired", -1)])
def test_licences_are_found_by_their_validity(desk, registrar, licence, asked, days):
    Licence.objects.update(ends_on=timezone.localdate() + timedelta(days=days))
    client, url = desk(registrar), reverse("admin:registry_licence_changelist")

    found = {name for name in VALIDITIES if client.get(url, {"validity": name}).context["cl"].result_count}

    assert asked in found
    assert ("ending" in found) == (asked == "ending")


def test_a_revoked_licence_is_found_as_such_alone(desk, registrar, licence):
    licence.revoke(date(2026, 11, 1), by=registrar, reason="Sold blank slips.")
    client, url = desk(registrar), reverse("admin:registry_licence_changelist")

    found = {name for name in VALIDITIES if client.get(url, {"validity": name}).context["cl"].result_count}

    assert found == {"revoked"}


def test_quarantine_is_read_word_for_word(desk, registrar, tablet, officer, region):
    body = '{"names": "Marie <b>Koné</b>"}'.encode()
    reason = {"code": "form", "en": "This form is not known here.", "fr": "Ce formulaire n’est pas connu ici."}
    kept = Submission.objects.create(
        id="0190a0a0-0000-7000-8000-000000000001", tablet=tablet, officer=officer, region=region, body=body,
        sha256=b"0" * 32, salt=b"0" * 16, status="quarantined", reason=reason,
    )  # fmt: skip

    page = desk(registrar).get(reverse("admin:sync_submission_change", args=[kept.pk])).content.decode()

    assert "{&quot;names&quot;: &quot;Marie &lt;b&gt;Koné&lt;/b&gt;&quot;}" in page
    assert "This form is not known here." in page


def turn(client, paper, what, **said):
    name = f"admin:registry_{paper._meta.model_name}_turn"
    return client.post(reverse(name, args=[paper.pk, what]), {"day": "2026-11-20", "reason": "As written.", **said})


@pytest.mark.parametrize("kind", ["licence", "buyer"])
def test_a_paper_is_suspended_resumed_renewed_and_handed_back_at_the_desk(
    desk, registrar, request, kind, posted, country, francs
):
    paper, client = request.getfixturevalue(kind), desk(registrar)
    cashier = desk(posted("colette", Role.LICENSING, country))
    fee = {"amount": "150000", "currency": francs.pk, "receipt": "T-12"}

    answers = [
        turn(client, paper, "suspended"),
        turn(client, paper, "resumed", day="2026-11-22"),
        turn(cashier, paper, "renewal_fee", **fee),
        turn(client, paper, "renewed", day="2026-11-23", until="2027-12-31"),
        turn(client, paper, "surrendered", day="2026-11-24"),
    ]

    assert [answer.status_code for answer in answers] == [302] * 5
    assert [step.what for step in paper.case.steps.in_order()] == ["suspended", "resumed", "renewed", "surrendered"]
    assert paper.case.steps.get(what="renewed").receipt == "T-12"
    paper.refresh_from_db()
    assert (paper.ends_on, paper.pauses) == (date(2027, 12, 31), "2026-11-20/2026-11-21 2026-11-24/..")


def test_the_page_of_a_licence_tells_its_history_and_offers_what_can_follow(desk, registrar, licence):
    client, page = desk(registrar), reverse("admin:registry_licence_change", args=[licence.pk])
    turn(client, licence, "suspended", reason="Dug in the river bed.")

    shown = client.get(page).content.decode()

    assert "Dug in the river bed." in shown
    assert "Lift the suspension" in shown
    assert "Renew" not in shown


def test_a_turn_that_cannot_be_is_said_at_the_form(desk, registrar, licence):
    answer = turn(desk(registrar), licence, "resumed")

    assert "It is not suspended." in answer.content.decode()


def test_a_renewal_without_a_last_day_is_asked_again(desk, registrar, licence):
    assert turn(desk(registrar), licence, "renewed").context["form"].errors["until"]


def test_the_fee_comes_first_and_another_renews(desk, registrar, licence, francs):
    client, page = desk(registrar), reverse("admin:registry_licence_change", args=[licence.pk])
    assert "is not paid yet" in turn(client, licence, "renewed", until="2027-12-31").content.decode()

    turn(client, licence, "renewal_fee", amount="150000", currency=francs.pk, receipt="T-12")

    shown = client.get(page).content.decode()
    assert "150,000.00 XAF" in shown
    assert "waits for somebody else to renew" in shown
    again = turn(client, licence, "renewed", until="2027-12-31").content.decode()
    assert "three people's acts" in html.unescape(again)
    assert not licence.case.steps.exists()


def test_an_unknown_turn_is_not_found(desk, registrar, licence):
    assert turn(desk(registrar), licence, "revoked").status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_who_issues_no_papers_turns_none(desk, posted, region, licence, role):
    assert turn(desk(posted("helper", role, region)), licence, "suspended").status_code == 403
    assert not licence.case.steps.exists()


def test_suspended_licences_are_found_as_such(desk, registrar, licence):
    licence.suspend(date(2026, 11, 1), by=registrar, reason="Dug in the river bed.")
    client, url = desk(registrar), reverse("admin:registry_licence_changelist")

    found = {name for name in (*VALIDITIES, "paused") if client.get(url, {"validity": name}).context["cl"].result_count}

    assert found == {"paused"}
