"""A tablet that was long away still sends: answers to an earlier version are read as the present one asks."""

import json
from datetime import date

import pytest

from apps.forms.checking import validate
from apps.forms.dictionary import all_forms
from apps.forms.freezing import FROZEN
from apps.forms.upcasting import is_taken, unchanged, upcast

CONFORMANCE = FROZEN.parent / "conformance"
EARLIER = [(form, version) for form in all_forms().values() for version in range(1, form.version)]
ids = pytest.mark.parametrize(("form", "version"), EARLIER, ids=lambda one: getattr(one, "code", one))


def frozen(form, version):
    return json.loads((FROZEN / f"{form.code}-v{version}.json").read_text())


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda form: form.code)
def test_there_is_one_step_from_each_version_to_the_next(form):
    assert len(form.upcasters) == form.version - 1
    assert all((FROZEN / f"{form.code}-v{version}.json").exists() for version in range(1, form.version + 1))


@ids
def test_what_an_earlier_version_took_is_taken_still(form, version):
    """Each case of the frozen version that had no fault has none now, and every one of its answers is kept."""
    file = json.loads((CONFORMANCE / f"{form.code}.json").read_text())
    asked = {field["code"] for section in frozen(form, version)["sections"] for field in section["fields"]}
    taken = [case for case in file["cases"] if not case["faults"] and "instead" not in case and "sources" not in case]
    for case in taken:
        answers = {
            code: answer for code, answer in {**file["answers"], **case.get("with", {})}.items() if code in asked
        }
        kept = {code: answer for code, answer in answers.items() if code not in case.get("without", [])}
        today = date.fromisoformat(case.get("today", file["today"]))

        result = validate(form, upcast(form, version, kept), today=today)

        assert result.faults == [], case["name"]
    assert taken


@ids
def test_no_question_of_an_earlier_version_is_lost(form, version):
    asked = {field["code"] for section in frozen(form, version)["sections"] for field in section["fields"]}

    assert asked <= set(form.fields) or unchanged not in form.upcasters[version - 1 :]


@pytest.mark.parametrize("version", [0, -1, 99, "1", 1.0, True, None, 2**70])
def test_a_version_that_never_was_is_not_taken(version):
    assert not is_taken(all_forms()["digger"], version)


@pytest.mark.parametrize("answers", [None, [], "x", 7])
def test_what_is_no_set_of_answers_is_left_to_be_refused(answers):
    assert upcast(all_forms()["digger"], 1, answers) == answers
