"""The columns behind the forms can hold every answer that a form lets through."""

import pytest
from django.apps import apps
from django.db.models import CharField

from apps.forms.dictionary import all_forms
from apps.forms.grammar import Kind
from apps.forms.reading import PLACES, limits_of
from apps.quantities.fields import ScaledIntegerField

QUESTIONS = [
    pytest.param(form, field, id=f"{form.code}.{field.code}")
    for form in all_forms().values()
    for field in form.fields.values()
]


def column_of(form, field):
    columns = {column.name: column for column in apps.get_model(form.model)._meta.get_fields()}
    return columns.get(field.column or field.code)


@pytest.mark.parametrize(("form", "field"), QUESTIONS)
def test_the_column_is_wide_enough(form, field):
    column = column_of(form, field)
    if isinstance(column, CharField):
        codes = [option.code for option in field.choices.options] if field.choices else []
        widest = max(map(len, codes)) if codes else limits_of(field)["max_length"]
        assert widest <= column.max_length


@pytest.mark.parametrize(("form", "field"), QUESTIONS)
def test_the_column_keeps_every_decimal_and_the_most_that_may_be_written(form, field):
    column = column_of(form, field)
    if field.kind in PLACES:
        assert isinstance(column, ScaledIntegerField)
        assert column.decimal_places == PLACES[field.kind]
        assert len(str(limits_of(field)["max"]).replace(".", "")) <= column.max_digits


@pytest.mark.parametrize(("form", "field"), QUESTIONS)
def test_the_choices_of_the_column_are_those_of_the_form_and_perhaps_more(form, field):
    column = column_of(form, field)
    if field.kind == Kind.CHOICE and column is not None and column.choices:
        assert {option.code for option in field.choices.options} <= {code for code, _ in column.choices}


@pytest.mark.parametrize(("form", "field"), QUESTIONS)
def test_a_text_that_need_not_be_answered_may_be_blank(form, field):
    column = column_of(form, field)
    if isinstance(column, CharField) and (not field.required or field.show_if):
        assert column.blank
        assert not column.null
