"""What lies on the map: sites at their places, and licences with an outline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.registry.grounding import draw
from tests.desk.map.seen import square


@pytest.fixture
def at(accepted):
    """A site that lies somewhere: `at("S-7", 4_361_000, 18_555_000)`."""

    def put(number, lat, lon, **given):
        return accepted("site", number, point={"lat_e6": lat, "lon_e6": lon, "accuracy_m": 6}, **given)

    return put


@pytest.fixture
def outlined(accepted, registrar):
    """A licence with an outline: `outlined("L-7", *MIDDLE)`."""

    def put(number, lat, lon, half=450, **given):
        days = {"starts_on": date(2026, 1, 1), "ends_on": timezone.localdate() + timedelta(days=90)}
        licence = accepted("licence", number, **{**days, **given})
        draw(licence, square(lat, lon, half), by=registrar)
        return licence

    return put
