"""The page on which a consent is taken back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.registry.models import Digger

pytestmark = pytest.mark.django_db
SAID = {"language": "Lingala", "said_by": "The person, at the counter."}


@pytest.fixture
def agreed(accepted):
    return accepted("digger", "D-7", consent_photo=True, consent_programmes=True)


def test_the_page_is_opened_from_the_digger_and_offers_what_was_agreed_to(desk, registrar, agreed):
    client, page = desk(registrar), reverse("admin:persons_withdraw", args=[agreed.pk])
    Digger.objects.filter(pk=agreed.pk).update(consent_programmes=False)
    assert page in client.get(reverse("admin:registry_digger_change", args=[agreed.pk])).content.decode()
    assert "Programmes" not in client.get(page).content.decode()

    typed = {"purposes": "photo", "day": timezone.localdate().isoformat(), **SAID, "seen": current(agreed)}
    said = client.post(page, typed, follow=True).content.decode()

    assert "What was agreed to does not hold any more." in said
    assert page not in said
    assert not Digger.objects.get(pk=agreed.pk).consent_photo


def current(digger):
    return Digger.objects.select_related("case").get(pk=digger.pk).case.version
