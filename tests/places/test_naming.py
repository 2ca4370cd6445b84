"""A name is the same one however it is written."""

from __future__ import annotations

import pytest

from apps.places.naming import fold


@pytest.mark.parametrize("written", ["Kasaï-Oriental", "KASAI  ORIENTAL", "kasaï oriental", "Kasai\u0308-Oriental"])
def test_accents_case_and_hyphens_make_no_other_place(written):
    assert fold(written) == "kasai oriental"
