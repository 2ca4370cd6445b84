"""The page on which a person's correction is asked for, looked at side by side, and decided."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.journal.models import Entry
from apps.persons.correcting import asked_for
from apps.registry.models import Digger
from apps.review.models import Status

pytestmark = pytest.mark.django_db
CLAIM = {"claim": "I was born in 1979.", "evidence": "The birth certificate, seen."}


@pytest.fixture
def ali(accepted, site):
    digger = accepted("digger", "D-7", names="Ali Traoré", birth_year=1980, residence="Bemba", site=site)
    digger.documents.create(kind="passport", number="P-123", seen=True)
    return digger


@pytest.fixture
def page(desk, registrar, ali):
    """The page, as it is filled in when it is opened: `page(birth_year="1979")` sends it with that."""
    client, address = desk(registrar), reverse("admin:persons_correct", args=[ali.pk])

    def send(act="", **changes):
        form = client.get(address).context["form"]
        filled = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
        return client.post(address, {**filled, **CLAIM, "act": act, **changes}, follow=True)

    return send


def said(answer):
    return html.unescape(answer.content.decode())


def test_it_is_opened_from_the_digger_and_asks_what_stands(desk, registrar, ali):
    client, address = desk(registrar), reverse("admin:persons_correct", args=[ali.pk])
    assert address in said(client.get(reverse("admin:registry_digger_change", args=[ali.pk])))

    form = client.get(address).context["form"]

    assert [form[name].value() for name in ("names", "birth_year", "site")] == ["Ali Traoré", 1980, "S-1"]
    assert not {"number", "legal_basis", "consent_photo", "consent_language"} & set(form.fields)
    # Of a paper's number it is said that there is one.
    assert "P-123" not in said(client.get(address))
    assert not Entry.objects.filter(verb="looked_papers").exists()


def test_nothing_changes_before_it_was_seen_beside_what_stands(page, ali):
    shown = page(birth_year="1979")

    assert all(one in said(shown) for one in ("<del>1980</del>", "<ins>1979</ins>", CLAIM["claim"], CLAIM["evidence"]))
    assert "Ali Traoré</ins>" not in said(shown)
    assert Digger.objects.get().birth_year == 1980


def test_it_is_corrected_from_there_and_the_next_reviewer_reads_why(page, ali, desk, supervisor):
    answer = page("correct", birth_year="1979", document_number="P-124", roles=["digging"])

    assert "It waits for review by somebody else than you." in said(answer)
    digger = Digger.objects.get()
    assert (digger.birth_year, digger.status, digger.names) == (1979, Status.PENDING, "Ali Traoré")
    assert [(one.kind, one.number) for one in digger.documents.all()] == [("passport", "P-124")]
    review = said(desk(supervisor).get(reverse("admin:review", args=[ali.pk])))
    assert all(one in review for one in (CLAIM["claim"], "<del>1980</del>", "<ins>1979</ins>"))
    assert "P-124" not in review


def test_a_number_that_is_left_blank_stays_with_its_paper(page, ali):
    page("correct", document_kind="voter_card")

    assert [(one.kind, one.number) for one in Digger.objects.get().documents.all()] == [("voter_card", "P-123")]


def test_from_side_by_side_the_way_leads_back_to_what_was_typed(page):
    form = page("again", birth_year="1979").context

    assert (form["form"]["birth_year"].value(), "beside" in form) == ("1979", False)


def test_what_is_answered_as_it_stands_corrects_nothing(page):
    assert "Nothing would be changed." in said(page())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"birth_year": "2015"}, "The register takes adults."), ({"claim": ""}, "This field is required.")],
)
def test_what_cannot_be_taken_is_said_at_its_question(page, wrong, sentence):
    assert sentence in said(page("correct", **wrong))
    assert Digger.objects.get().birth_year == 1980


def test_what_cannot_be_taken_is_refused_with_a_reason_that_is_kept(page, ali):
    assert "This field is required." in said(page("refuse", birth_year="2015"))

    answer = page("refuse", birth_year="2015", reason="A child is not registered.")

    assert "why it is refused is kept" in said(answer)
    [asked] = asked_for(ali.pk)
    assert (asked.made, asked.words["asked"]) == (False, {"birth_year": "2015"})
    assert asked.words["reason"] == "A child is not registered."
    assert Digger.objects.get().status == Status.ACCEPTED


def test_what_somebody_else_has_changed_meanwhile_is_read_again(page):
    assert "has changed since you opened it" in said(page("correct", birth_year="1979", seen="1"))


def test_an_old_consent_without_its_day_stands_in_nobodys_way(page):
    Digger.objects.update(consent_photo=True)

    page("correct", birth_year="1979")

    assert (Digger.objects.get().birth_year, Digger.objects.get().consent_photo) == (1979, True)


def test_a_site_is_named_by_its_number_or_taken_away(page, accepted):
    accepted("site", "S-2")
    page("correct", site="S-2")
    assert Digger.objects.get().site.number == "S-2"

    page("correct", site="")

    assert Digger.objects.get().site is None


def test_who_may_everything_and_is_posted_nowhere_corrects_too(desk, ali):
    anyone = User.objects.create(username="root", is_staff=True, is_superuser=True)
    client, address = desk(anyone), reverse("admin:persons_correct", args=[ali.pk])
    form = client.get(address).context["form"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}

    client.post(address, {**filled, **CLAIM, "act": "correct", "names": "Aly Traoré"})

    assert Digger.objects.get().names == "Aly Traoré"


def test_the_page_is_closed_to_everybody_else(desk, ali, supervisor, auditor, posted, other_region):
    address = reverse("admin:persons_correct", args=[ali.pk])

    assert [desk(one).get(address).status_code for one in (supervisor, auditor)] == [403, 403]
    assert desk(posted("far", "registrar", other_region)).get(address).status_code == 404
