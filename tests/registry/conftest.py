"""A second country, whose records are none of the first one's."""

from __future__ import annotations

import pytest

from apps.places.models import Participant, Region


@pytest.fixture
def abroad(country):
    neighbour = Participant.objects.create(code="XB", name_en="Bestland", name_fr="Bestlande", source="imaginary")
    return Region.objects.create(
        participant=neighbour, code="XB", name="Bestland", kind="country", level=0, left=9, right=10
    )
