"""Guessing at the desk: passwords are tried no faster than an office signs in, whatever address is claimed."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
GOOD = "a long and quiet river"


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
    for _ in range(5):
        signing_in("a guess")

    assert signing_in(GOOD).status_code == 302


def test_a_wrong_password_is_answered_as_a_name_that_nobody_has(signing_in, client):
    wrong = signing_in("a guess")
    nobody = client.post(reverse("admin:login"), {"username": "nobody", "password": "a guess"})

    sentences = [answer.context["form"].non_field_errors() for answer in (wrong, nobody)]
    assert sentences[0] == sentences[1]
