"""Answers that are made up for the tests: valid, and reaching every question."""

import pytest

from apps.forms.dictionary import all_forms
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
