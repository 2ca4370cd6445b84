"""A page that cannot be shown says why in a sentence, what is safe, and the way back; in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django.views.defaults import server_error

FRENCH = {"headers": {"accept-language": "fr"}}


def test_an_address_where_nothing_is(db):
    answer = Client().get("/nowhere/", **FRENCH)

    assert answer.status_code == 404
    assert "Il n’y a rien à cette adresse." in answer.text
    assert '<html lang="fr">' in answer.text


def test_a_page_that_the_role_does_not_open(desk, auditor):
    answer = desk(auditor).get(reverse("admin:accounts_tablet_add"))

    assert answer.status_code == 403
    assert "Your role or your region does not allow it. Nothing was changed." in answer.text


def test_a_form_that_was_open_too_long(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "x"}, **FRENCH)

    assert answer.status_code == 403
    assert "Rien n’a été enregistré." in answer.text


@pytest.mark.django_db
def test_a_mistake_of_ours_even_where_no_static_file_was_collected(rf, settings, tmp_path):
    kept = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": kept}
    settings.STATIC_ROOT = tmp_path

    with override("en"):
        answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "What was stored before is safe." in answer.content.decode()
    assert "{%" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/nowhere/", "/api/sync/v1/nowhere/"])
def test_no_refusal_loads_what_the_policy_forbids(db, path):
    answer = Client().get(path)

    assert "<style" not in answer.text
    assert "<script" not in answer.text
    assert answer["Cache-Control"] == "no-store"
