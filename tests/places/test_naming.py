"""A region is found by any of its names, however they are written, and never guessed."""

from __future__ import annotations

import pytest

from apps.places.models import Participant, Region
from apps.places.naming import Gazetteer, fold


@pytest.mark.parametrize("written", ["Kasaï-Oriental", "KASAI  ORIENTAL", "kasaï oriental", "Kasai\u0308-Oriental"])
def test_accents_case_and_hyphens_make_no_other_place(written):
    assert fold(written) == "kasai oriental"


@pytest.mark.django_db
def test_a_region_is_found_by_name_code_or_other_name_and_never_guessed():
    country = Participant.objects.create(code="XA", name_en="Island", name_fr="Île", source="ours")
    root = Region.objects.create(
        participant=country, code="XA", name="Île", kind="country", level=0, left=1, right=2, also_called=["Island"]
    )
    known = Gazetteer.of("XA")

    assert known.find("ile") == known.find("xa") == known.find("ISLAND") == root
    assert known.find("Isla") is None
