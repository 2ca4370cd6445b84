"""Trying often: passwords no faster than an office signs in, calls no more often than a tablet needs."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.sync.throttles import TabletRequests, Window
from tests.security.test_forged_tablets import BRINGS, DOORS, answer_to

pytestmark = pytest.mark.django_db
GOOD = "a long and quiet river"


@pytest.fixture(autouse=True)
def _one_long_minute(monkeypatch):
    """On a busy machine twenty tries may take longer than a minute."""
    monkeypatch.setattr(Window, "seconds", 86_400)


@pytest.fixture
def signing_in(registrar):
    registrar.set_password(GOOD)
    registrar.save()

    def sign_in(password, **address):
        said = {"username": registrar.username, "password": password}
        return Client().post(reverse("admin:login"), said, **address)

    return sign_in


def test_after_twenty_tries_a_minute_not_even_the_right_password_is_looked_at(signing_in):
    for n in range(20):
        signing_in("a guess", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")

    refused = signing_in(GOOD)

    assert refused.status_code == 200
    assert "Too many tries from this address." in refused.content.decode()
    assert signing_in(GOOD, REMOTE_ADDR="10.1.1.1").status_code == 302


def test_who_mistypes_signs_in_all_the_same(signing_in):
    for _ in range(4):
        signing_in("a guess")

    assert signing_in(GOOD).status_code == 302


def test_a_wrong_password_is_answered_as_a_name_that_nobody_has(signing_in, client):
    wrong = signing_in("a guess")
    nobody = client.post(reverse("admin:login"), {"username": "nobody", "password": "a guess"})

    sentences = [answer.context["form"].non_field_errors() for answer in (wrong, nobody)]
    assert sentences[0] == sentences[1]


@pytest.mark.parametrize(("method", "address"), DOORS + BRINGS)
def test_a_tablet_that_runs_in_circles_is_stopped_and_no_other_with_it(
    client, door, other_door, monkeypatch, method, address
):
    monkeypatch.setattr(TabletRequests, "most", 3)
    token, other = (one.headers["HTTP_AUTHORIZATION"].split()[1] for one in (door, other_door))

    last = [answer_to(client, method, address, token) for _ in range(5)][-1]

    assert last.status_code == 429
    assert int(last["Retry-After"]) > 0
    assert answer_to(client, method, address, other).status_code != 429
