"""After five wrong passwords a name waits, at that address only, and nothing of what was mistyped is kept."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.test import Client

from apps.persons.keeping import forget_past_terms
from apps.persons.loading import load_reference
from tests.desk.signing_in.typed import typed

pytestmark = pytest.mark.django_db


def test_after_five_wrong_passwords_a_name_waits_at_that_address_only(person):
    for _each in range(5):
        last = typed(Client(), "a guess")

    assert last.status_code == 429
    assert "five wrong passwords" in last.content.decode()
    assert typed(Client()).status_code == 429
    assert typed(Client(), REMOTE_ADDR="10.1.1.1").status_code == 302


def test_a_name_that_nobody_has_waits_as_well(person):
    for _each in range(5):
        last = typed(Client(), "a guess", username="nobody")

    assert last.status_code == 429


def test_the_wait_ends_and_trying_does_not_make_it_longer(person):
    for _each in range(7):
        typed(Client(), "a guess")

    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=16))

    assert typed(Client()).status_code == 302


def test_no_password_is_kept_of_those_who_mistyped(person):
    typed(Client(), "almost a long river")

    assert "almost" not in str(list(AccessAttempt.objects.values()))


def test_tries_of_yesterday_are_forgotten(person):
    typed(Client(), "a guess")
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(days=2))
    load_reference(configured.BASE_DIR / "fixtures" / "reference", lambda line: None)

    forget_past_terms()

    assert not AccessAttempt.objects.exists()
