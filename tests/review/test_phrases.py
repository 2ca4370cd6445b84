"""Why a record comes back: a sentence that is chosen, read by each in his own language, and what is added to it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.journal.models import Entry
from apps.review.models import Decision, Phrase, Status


@pytest.fixture
def phrase(db):
    words = {"en": "The photo cannot be read.", "fr": "La photo est illisible."}
    return Phrase.objects.create(code="photo", status=Status.RETURNED, **words)


@pytest.fixture
def returned(recorded, supervisor, phrase):
    """A site that came back for its photo, in these words more: `returned("At noon.")`."""

    def act(reason=""):
        case = recorded("site", "S-9").case
        return case.decide(Status.RETURNED, by=supervisor, seen=1, reason=reason, phrase=phrase)

    return act


def test_a_phrase_is_reason_enough(returned):
    assert returned().said("en") == "The photo cannot be read."


def test_own_words_follow_it_as_they_were_written(returned):
    decision = returned("At noon.")

    assert decision.said("fr-fr") == "La photo est illisible. At noon."
    with override("fr"):
        assert Decision.objects.get().sentence == "La photo est illisible. At noon."


def test_a_decision_keeps_the_words_it_was_made_with(returned, phrase):
    returned()
    Phrase.objects.update(en="Photo!")

    assert Decision.objects.get().said("en") == "The photo cannot be read."


def test_a_phrase_is_for_its_own_decision_and_kinds(recorded, supervisor, phrase):
    case = recorded("site", "S-9").case
    with pytest.raises(ValidationError, match="not for such a record"):
        case.decide(Status.REJECTED, by=supervisor, seen=1, phrase=phrase)

    phrase.kinds = ["registry.licence"]
    with pytest.raises(ValidationError, match="not for such a record"):
        case.decide(Status.RETURNED, by=supervisor, seen=1, phrase=phrase)


def test_the_journal_has_the_phrase_and_the_words(returned):
    returned("At noon.")

    body = bytes(Entry.objects.get(verb="returned").payload.body).decode()
    assert '"code":"photo"' in body
    assert '"reason":"At noon."' in body


def test_a_country_has_its_own_beside_the_common_ones(phrase, participant):
    words = {"en": "Ask the chief.", "fr": "Demandez au chef."}
    Phrase.objects.create(code="chief", status=Status.RETURNED, participant=participant, **words)
    Phrase.objects.create(code="old", status=Status.RETURNED, in_use=False, **words)

    assert {one.code for one in Phrase.objects.offered("XA")} == {"chief", "photo"}
    assert {one.code for one in Phrase.objects.offered("XB")} == {"photo"}


@pytest.mark.parametrize("wrong", [{"status": "accepted"}, {"fr": ""}])
def test_the_database_refuses_a_phrase_out_of_order(phrase, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Phrase.objects.update(**wrong)


def test_without_a_phrase_the_database_wants_words(returned):
    returned()

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(phrase=None)


def test_where_phrases_are_taken_out_again_their_words_stay(returned):
    returned("At noon.")

    import_module("apps.review.migrations.0005_phrases_back_into_words").into_words(apps, None)

    assert Decision.objects.get().reason == "The photo cannot be read. At noon."
