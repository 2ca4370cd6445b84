"""Answers that are made up for the tests: valid, reaching every question, and the same in a sheet and back."""

from datetime import date

import pytest

from apps.forms.checking import as_answers, validate
from apps.forms.dictionary import all_forms
from apps.forms.sheets import answers_of, row_of
from tests.forms.answering import NOT_MADE, Answering

CODES = {"regions": ["KO"], "countries": ["XA"], "currencies": ["XAF"], "size_classes": ["sieve.1.11", "sieve.1.12"]}
CODES |= {"licence_classes": ["artisanal"], "buyer_classes": ["collector"]}
NUMBERS = {kind: [f"{kind}-1".upper(), f"{kind}-2".upper()] for kind in all_forms()}
FORMS = pytest.mark.parametrize("code", list(all_forms()))


def made_up(code, times):
    somebody = Answering(all_forms()[code], 7, numbers=NUMBERS, codes=CODES)
    return [somebody.answers() for _ in range(times)]


@FORMS
def test_every_question_is_answered_sooner_or_later(code):
    asked = {field.code for field in all_forms()[code].fields.values() if field.kind not in NOT_MADE}

    assert {question for answers in made_up(code, 100) for question in answers} == asked


@FORMS
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_row_of_any_form_reads_back_as_the_same_answers(code, language):
    form = all_forms()[code]
    for answers in made_up(code, 20):
        cleaned = validate(form, answers, today=date(2026, 11, 24)).cleaned
        # What a tablet makes for itself has no column.
        written = {question: answer for question, answer in as_answers(cleaned).items() if question != "find_id"}
        assert answers_of(form, row_of(form, cleaned, language)) == written
