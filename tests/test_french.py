"""A reader of French meets no English: every sentence of ours is translated, and says what it names."""

from __future__ import annotations

import pytest

from tests.words import catalogue, catalogues, french, ours, placeholders, sources

OURS = ours()
FRENCH = french()


def test_sentences_are_found_in_code_and_in_pages():
    assert {path.suffix for path in sources()} == {".py", ".html"}
    assert ("", "Work for today") in OURS
    assert ("", "Sign in to the desk") in OURS


def test_every_sentence_of_ours_is_said_in_french():
    assert {sentence: file for sentence, file in OURS.items() if sentence not in FRENCH} == {}


NAMING = [sentence for sentence in OURS if sentence in FRENCH and placeholders(sentence[-1])]


@pytest.mark.parametrize("sentence", NAMING, ids=lambda sentence: sentence[-1][:50])
def test_a_translation_names_what_its_sentence_names(sentence):
    assert all(placeholders(said) == placeholders(sentence[-1]) for said in FRENCH[sentence])


def test_no_word_has_two_meanings_in_two_catalogues():
    """Django keeps one translation of a word for the whole house: a second meaning needs a context."""
    meanings: dict = {}
    for path in catalogues():
        for sentence, said in catalogue(path).items():
            meanings.setdefault(sentence, set()).add(said)

    assert {sentence: said for sentence, said in meanings.items() if len(said) > 1} == {}
