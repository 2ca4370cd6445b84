"""The page on which a consent is taken back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.persons.withdrawing import taken_back
from apps.places.models import Participant, SpokenLanguage
from apps.registry.models import Digger

LINGALA = {"name_en": "Lingala", "name_fr": "lingala"}
pytestmark = pytest.mark.django_db
SAID = {"language": "ln", "said_by": "The person, at the counter."}


@pytest.fixture
def lingala(participant):
    return SpokenLanguage.objects.create(participant=participant, code="ln", **LINGALA, position=0)


@pytest.fixture
def agreed(accepted, lingala):
    return accepted("digger", "D-7", consent_photo=True, consent_programmes=True)


@pytest.fixture
def take_back(desk, registrar, agreed):
    """As the page does: `take_back(language="ln")`; the page that follows."""

    def post(**typed):
        given = {"purposes": "photo", "day": timezone.localdate().isoformat(), **SAID, "seen": current(agreed)}
        page = reverse("admin:persons_withdraw", args=[agreed.pk])
        return desk(registrar).post(page, given | typed, follow=True).content.decode()

    return post


def test_the_page_is_opened_from_the_digger_and_offers_what_was_agreed_to(desk, registrar, agreed, take_back):
    client, page = desk(registrar), reverse("admin:persons_withdraw", args=[agreed.pk])
    Digger.objects.filter(pk=agreed.pk).update(consent_programmes=False)
    assert page in client.get(reverse("admin:registry_digger_change", args=[agreed.pk])).content.decode()
    assert "Programmes" not in client.get(page).content.decode()

    said = take_back()

    assert "What was agreed to does not hold any more." in said
    assert page not in said
    assert not Digger.objects.get(pk=agreed.pk).consent_photo


def test_its_language_is_one_of_the_countrys_and_that_of_the_consent_is_proposed(desk, registrar, agreed):
    other = Participant.objects.create(code="XB", name_en="B", name_fr="B", source="imaginary")
    SpokenLanguage.objects.create(participant=other, code="sg", name_en="Sango", name_fr="sango", position=0)
    Digger.objects.filter(pk=agreed.pk).update(consent_on=timezone.localdate(), consent_language="ln")

    page = desk(registrar).get(reverse("admin:persons_withdraw", args=[agreed.pk])).content.decode()

    assert '<option value="ln" selected>Lingala</option>' in page
    assert "Sango" not in page


def test_a_language_that_is_in_no_list_is_not_taken(take_back, agreed):
    assert "Lingala of the river is not one of the available choices" in take_back(language="Lingala of the river")
    assert not list(taken_back(agreed.pk))


def test_who_speaks_one_that_is_in_no_list_takes_it_back_all_the_same(take_back, agreed):
    take_back(language="")

    assert [words["language"] for _at, words in taken_back(agreed.pk)] == [""]


def current(digger):
    return Digger.objects.select_related("case").get(pk=digger.pk).case.version
