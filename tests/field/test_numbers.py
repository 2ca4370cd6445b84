"""Tablet and server print and read the same check digits; Vitest runs the same file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apps.quantities.numbers import is_whole, with_check

VECTORS = json.loads((Path(__file__).parents[2] / "fixtures/conformance/numbers/check_digits.json").read_text())


@pytest.mark.parametrize("number", VECTORS["whole"])
def test_a_number_made_by_either_side_is_whole(number):
    assert is_whole(number)
    assert with_check(number[:-2]) == number


@pytest.mark.parametrize("number", VECTORS["broken"])
def test_a_mistyped_number_is_seen(number):
    assert not is_whole(number)
