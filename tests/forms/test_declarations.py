"""The declarations themselves: whole, in two languages, and consistent with one another."""

import pytest

from apps.forms.describing import as_json
from apps.forms.grammar import Kind, Text
from apps.forms.reading import reader_of
from apps.inspections.forms import FORMS as INSPECTIONS
from apps.ledger.forms import FORMS as LEDGER
from apps.registry.forms import FORMS as REGISTRY

FORMS = [*REGISTRY, *LEDGER, *INSPECTIONS]
CODES = {form.code for form in FORMS}


@pytest.fixture(params=FORMS, ids=lambda form: form.code)
def form(request):
    return request.param


def texts(value):
    if isinstance(value, dict) and value.keys() == {"en", "fr"}:
        yield Text(**value)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def test_every_text_is_written_in_both_languages(form):
    written = list(texts(as_json(form)))

    assert written
    assert all(text.en.strip() and text.fr.strip() for text in written)


def test_every_sentence_ends_as_one(form):
    sentences = [check.sentence for check in form.checks]

    assert all(text.en.endswith(".") and text.fr.endswith(".") for text in sentences)


def test_no_label_is_used_for_two_fields_of_a_form(form):
    for language in ("en", "fr"):
        labels = [field.label.in_language(language) for field in form.fields.values()]
        assert len(set(labels)) == len(labels)


def test_a_condition_asks_only_of_fields_that_come_before(form):
    codes = list(form.fields)
    for field in form.fields.values():
        earlier = codes[: codes.index(field.code)]
        assert not field.show_if or set(field.show_if.fields) <= set(earlier)


def test_a_check_names_fields_of_its_form(form):
    for check in form.checks:
        assert set(check.fields) <= set(form.fields)
        assert not check.when or set(check.when.fields) <= set(form.fields)


def test_no_two_checks_of_a_form_have_one_code(form):
    codes = [check.code for check in form.checks]

    assert len(set(codes)) == len(codes)


def test_a_field_has_what_its_kind_needs(form):
    for field in form.fields.values():
        reader_of(field)
        assert (field.choices is not None) == (field.kind in (Kind.CHOICE, Kind.CHOICES))
        assert (field.refers_to in CODES) == (field.kind == Kind.REFERENCE)
        assert bool(field.parts) == (field.kind == Kind.ROWS)


def test_what_a_row_asks_is_declared_as_any_question(form):
    """By the first part people know a row; a row within a row would fit no sheet, and a condition no line of paper."""
    for field in form.fields.values():
        codes = [part.code for part in field.parts]
        assert len(set(codes)) == len(codes)
        assert field.each_once in {None, *codes[:1]}
        for part in field.parts:
            assert part.kind in {Kind.CHOICE, Kind.INTEGER, Kind.CARATS, Kind.REFERENCE}
            assert not part.show_if
            assert (part.choices is not None) == (part.kind == Kind.CHOICE)
            assert (part.refers_to in CODES) == (part.kind == Kind.REFERENCE)


def test_a_default_is_an_answer_that_the_field_takes(form):
    for field in form.fields.values():
        if field.default is not None:
            assert reader_of(field)(field.default) == field.default


def test_one_language_gives_plain_strings(form):
    french = as_json(form, "fr")

    assert french["title"] == form.title.fr
    assert not list(texts(french))
