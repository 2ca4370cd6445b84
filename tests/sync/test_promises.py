"""How large a picture may be: as its question says, whether it is a photo or the drawing of a signature."""

from __future__ import annotations

import pytest

from apps.files.cleaning import MOST_KEPT
from apps.forms.dictionary import all_forms
from apps.sync.promises import allowed


@pytest.mark.parametrize(
    ("form", "field", "most"),
    [
        ("digger", "signed", 30_000),
        ("digger", "photo", 120_000),
        ("digger", "names", MOST_KEPT),
        ("digger", "no such", MOST_KEPT),
        ("site", "area", MOST_KEPT),
    ],
)
def test_a_picture_is_allowed_what_its_question_says(form, field, most):
    assert allowed(all_forms()[form], field) == most
