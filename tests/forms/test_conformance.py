"""The cases on which tablet and server must agree; Vitest runs the same files against checking.ts."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from apps.forms.checking import as_answers, validate
from apps.forms.dictionary import all_forms

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "conformance"


def cases_of(code):
    """One set of answers a file; a case takes some away, changes some (`with`) or says something else `instead`."""
    file = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    for case in file["cases"]:
        kept = {key: value for key, value in file["answers"].items() if key not in case.get("without", [])}
        yield {"today": file["today"], **case, "answers": case.get("instead", {**kept, **case.get("with", {})})}


CASES = [pytest.param(code, case, id=f"{code}: {case['name']}") for code in all_forms() for case in cases_of(code)]


@pytest.fixture
def judge():
    def judged(code, case):
        today = date.fromisoformat(case["today"])
        return validate(all_forms()[code], case["answers"], today=today, sources=case.get("sources", {}))

    return judged


def said(findings):
    return sorted((one.field, one.code) for one in findings)


def expected(findings):
    return sorted((one["field"], one["code"]) for one in findings)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_the_verdict_is_the_one_written(judge, code, case):
    result = judge(code, case)

    assert said(result.faults) == expected(case["faults"])
    assert said(result.warnings) == expected(case["warnings"])


@pytest.mark.parametrize(("code", "case"), [case for case in CASES if "cleaned" in case.values[1]])
def test_what_is_kept_is_what_is_written(judge, code, case):
    cleaned = as_answers(judge(code, case).cleaned)

    assert {key: cleaned.get(key) for key in case["cleaned"]} == case["cleaned"]


@pytest.mark.parametrize(("code", "case"), CASES)
def test_what_was_kept_is_taken_again_unchanged(judge, code, case):
    cleaned = as_answers(judge(code, case).cleaned)

    again = judge(code, {**case, "answers": cleaned})

    assert as_answers(again.cleaned) == cleaned


def test_each_check_is_tried_both_ways():
    for code, form in all_forms().items():
        found = [{one["code"] for one in (*case["faults"], *case["warnings"])} for case in cases_of(code)]
        for check in form.checks:
            assert any(check.code in codes for codes in found), f"{code}: no case breaks {check.code}"
            assert any(check.code not in codes for codes in found)


def test_each_form_has_its_cases():
    assert all(len(list(cases_of(code))) >= 15 for code in all_forms())
