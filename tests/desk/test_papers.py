"""Forms on paper and as blank sheets: they ask what the tablet asks, in both languages, and are read back."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from apps.forms.dictionary import all_forms
from apps.forms.grammar import Kind
from apps.forms.sheets import sheet_columns
from apps.registry.sheets.columns import keys_under
from kpfield.papers.questions import blocks_of, condition_of
from kpfield.papers.sheet import blank_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.either]
FORMS = pytest.mark.parametrize("form", all_forms().values(), ids=all_forms().keys())
LANGUAGES = pytest.mark.parametrize("language", ["en", "fr"])


@FORMS
@LANGUAGES
def test_the_paper_asks_each_question_of_the_form_in_its_order(form, language):
    asked = [field.label.in_language(language) for field in form.fields.values() if field.kind != Kind.IDENTIFIER]
    with override(language):
        assert [question.label for block in blocks_of(form) for question in block.questions] == asked


@FORMS
def test_every_question_has_room_for_its_answer(form):
    for block in blocks_of(form):
        for question in block.questions:
            rooms = [question.ticks, question.groups, question.lines, question.square, question.columns]
            assert list(map(bool, rooms)).count(True) == 1, question.label


@FORMS
@LANGUAGES
def test_no_condition_is_said_in_codes(form, language):
    codes = {option.code for field in form.fields.values() if field.choices for option in field.choices.options}
    words = {
        option.label.in_language(language)
        for field in form.fields.values()
        if field.choices
        for option in field.choices.options
    }
    with override(language):
        for condition in form.conditions():
            said = condition_of(form, condition).rpartition(": ")[2].rstrip(".").split(", ")
            assert not (set(said) & codes) - words, said


@FORMS
@LANGUAGES
def test_the_blank_sheet_is_read_back_by_its_own_headings(form, language):
    with override(language):
        sheet = load_workbook(BytesIO(blank_sheet(form))).worksheets[0]
    headings = [cell.value for cell in sheet[1]]

    assert keys_under(form, headings) == [column.key for column in sheet_columns(form, language)]


def test_a_clerk_is_warned_and_never_stopped():
    with override("en"):
        sheet = load_workbook(BytesIO(blank_sheet(all_forms()["digger"]))).worksheets[0]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}

    assert rules["D2"].formula1 == '"Woman,Man,Not stated"'
    assert {rule.errorStyle for rule in rules.values()} == {"warning"}


@LANGUAGES
def test_the_list_and_each_paper_open_at_the_desk(client, supervisor, language, django_assert_max_num_queries):
    client.force_login(supervisor)
    client.cookies["django_language"] = language
    with django_assert_max_num_queries(8):
        page = client.get(reverse("admin:forms")).content.decode()
    for form in all_forms().values():
        assert form.title.in_language(language) in page.replace("&#x27;", "'")
        assert client.get(reverse("admin:paper", args=[form.code])).status_code == 200
        sheet = client.get(reverse("admin:blank_sheet", args=[form.code]))
        assert sheet["Content-Disposition"] == f'attachment; filename="{form.code}-{form.version}.xlsx"'


def test_the_list_leads_whoever_keeps_the_registers_to_where_each_sheet_is_read(client, registrar, supervisor):
    client.force_login(registrar)
    page = client.get(reverse("admin:forms")).content.decode()
    assert page.count("Read the sheet in") == len(all_forms())
    assert reverse("admin:ledger_production_import") in page

    client.force_login(supervisor)
    page = client.get(reverse("admin:forms")).content.decode()
    assert page.count("Whoever keeps the register reads it in") == len(all_forms())


def test_a_form_that_there_is_not_is_not_found(client, supervisor):
    client.force_login(supervisor)
    assert client.get(reverse("admin:paper", args=["nothing"])).status_code == 404


def test_nobody_prints_without_signing_in(client):
    answer = client.get(reverse("admin:forms"))
    assert answer.status_code == 302
    assert "login" in answer["Location"]
