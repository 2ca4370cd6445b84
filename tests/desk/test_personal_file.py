"""Whoever asks what the ministry holds on him gets it as a file, in his language; the journal knows of it."""

from __future__ import annotations

import html
import json
from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.persons.merging import merge
from apps.registry.models import Digger
from apps.review.models import Case
from apps.sync.models import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(accepted, sold, tablet, officer, region, registrar):
    """Somebody of whom several things are held, under two numbers."""
    digger = accepted("digger", "E-1", names="Kassandou Zibelda", mother_names="Awa Banda", address="12 rue Loumé")
    digger.documents.create(kind="passport", number="P-123")
    other = accepted("digger", "E-2", names="Cassandou Zibelda")
    sold("R-1", "1.25", seller=other)
    merge(other, into=digger, by=registrar, seen=dict(Case.objects.values_list("pk", "version")))
    body = b'{"names": "Kassandou said"}'
    Submission.objects.create(
        id=uuid4(), record=digger.pk, act="create", body=body, sha256=sha256(body).digest(), salt=b"0" * 16,
        status="applied", tablet=tablet, officer=officer, region=region,
    )  # fmt: skip
    return Digger.objects.get(pk=other.pk)


def made(client, digger, language="en", kind="html"):
    return client.post(reverse("admin:personal_file", args=[digger.pk]), {"language": language, "kind": kind})


def test_the_file_holds_all_entries_and_what_hangs_on_them(desk, registrar, known):
    page = html.unescape(made(desk(registrar), known, "en-gb").content.decode())

    for said in ("E-1", "E-2", "Awa Banda", "12 rue Loumé", "P-123", "R-1", "Kassandou said", "Purchase"):
        assert said in page, said


def test_it_says_in_which_language_a_consent_was_read_out_or_that_nobody_asked(desk, registrar, accepted):
    agreed = {"consent_photo": True, "consent_on": date(2026, 11, 24)}
    new, old = accepted("digger", "E-8", **agreed, consent_language="sg"), accepted("digger", "E-9", **agreed)

    said = [html.unescape(made(desk(registrar), one, "fr").content.decode()) for one in (new, old)]

    assert all("Langue dans laquelle cela a été lu" in page for page in said)
    assert ["non noté" in page for page in said] == [False, True]


def test_it_is_in_the_language_of_the_person(desk, registrar, known):
    answer = made(desk(registrar), known, "fr")

    assert '<html lang="fr">' in answer.content.decode()
    assert "Noms de la mère" in html.unescape(answer.content.decode())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="E-1.html"'


def test_the_same_as_data(desk, registrar, known):
    said = json.loads(made(desk(registrar), known, "en-gb", "json").content)

    assert [entry["number"] for entry in said["entries"]] == ["E-1", "E-2"]
    assert ["Mother’s names", "Awa Banda"] in [row for part in said["entries"][0]["parts"] for row in part["rows"]]


def test_that_it_was_made_is_in_the_journal_and_asking_is_not(desk, registrar, known):
    client = desk(registrar)
    client.get(reverse("admin:personal_file", args=[known.pk]))
    assert not Entry.objects.filter(verb="file_made").exists()

    made(client, known, "en-gb")

    assert Entry.objects.filter(verb="file_made", by=f"user:{registrar.pk}").count() == 2


@pytest.mark.parametrize(("outcome", "named"), [("penalty", True), ("dismissed", False)])
def test_an_infraction_is_named_only_after_a_final_decision_against_the_person(
    desk, registrar, known, accepted, outcome, named
):
    decided = {"outcome": outcome, "decided_on": "2026-11-20", "decided_by": "Court"}
    infraction = accepted("infraction", "I-1", concerned="digger", digger=known)
    assert "I-1" not in made(desk(registrar), known, "en-gb").content.decode()

    type(infraction).objects.filter(pk=infraction.pk).update(**only_columns(infraction, decided))

    assert ("I-1" in made(desk(registrar), known, "en-gb").content.decode()) is named


def only_columns(record, values):
    names = {field.name for field in record._meta.concrete_fields}
    return {name: value for name, value in values.items() if name in names}


def test_who_does_not_keep_both_regions_makes_none(desk, posted, region, other_region, accepted, registrar):
    here, there = accepted("digger", "E-1", at=region), accepted("digger", "E-2", at=other_region)
    merge(here, into=there, by=registrar, seen=dict(Case.objects.values_list("pk", "version")))

    assert made(desk(posted("local", Role.REGISTRAR, region)), here, "en-gb").status_code == 403
    assert made(desk(posted("read", Role.AUDITOR, region)), here, "en-gb").status_code == 403
    assert made(desk(posted("far", Role.REGISTRAR, other_region)), here, "en-gb").status_code == 404
    assert made(desk(registrar), here, "en-gb").status_code == 200
