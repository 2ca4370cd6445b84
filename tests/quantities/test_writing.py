from __future__ import annotations

import pytest

from apps.quantities.writing import guarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\0", "＝1", "＋1", "－1", "＠A", "==1+1", "=cmd|' /C calc'!A0"]
)
def test_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Kasaï-Oriental", "", "'tis", "1.25", "O'Brien"])
def test_any_other_text_stays_as_it_is(text):
    assert guarded(text) == text
