"""Sessions are seen by whose they are and ended by him, by the day, and with his account."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import SignedIn, User
from tests.desk.signing_in.typed import typed

pytestmark = pytest.mark.django_db


def test_a_person_sees_where_he_is_signed_in_and_ends_the_rest(person):
    here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    typed(here)
    typed(there)

    page = here.get(reverse("admin:signed_in")).content.decode()
    here.post(reverse("admin:signed_in"))

    assert "Firefox, Windows" in page
    assert here.session.session_key not in page
    assert here.get(reverse("admin:index")).status_code == 200
    assert there.get(reverse("admin:index")).status_code == 302


def test_an_account_that_is_closed_is_out_with_its_next_page(desk, person):
    client = desk(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get(reverse("admin:index")).status_code == 302


def test_a_session_lasts_a_day_of_work_however_busy(desk, person, monkeypatch):
    client = desk(person)
    now = time.time()

    monkeypatch.setattr("apps.accounts.sessions.time.time", lambda: now + 11.9 * 3600)
    assert client.get(reverse("admin:index")).status_code == 200
    monkeypatch.setattr("apps.accounts.sessions.time.time", lambda: now + 12.1 * 3600)
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_page_more_changes_a_session_once_in_five_minutes(desk, person, monkeypatch):
    client = desk(person)
    begun = SignedIn.objects.get().seen_at
    client.get(reverse("admin:index"))
    assert SignedIn.objects.get().seen_at == begun

    monkeypatch.setattr("apps.accounts.sessions.time.time", lambda: begun.timestamp() + 301)
    client.get(reverse("admin:index"))

    assert SignedIn.objects.get().seen_at == begun + timedelta(seconds=301)
