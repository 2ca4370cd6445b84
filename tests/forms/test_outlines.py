"""An area in steps, as tablets pull it: fixtures/conformance/outlines holds the tablet to the same."""

import json
from pathlib import Path

import pytest

from apps.forms.outlines import in_steps

CASES = json.loads((Path(__file__).parents[2] / "fixtures/conformance/outlines/cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_area_is_told_from_corner_to_corner(case):
    corners = case["corners"] and [{"lat_e6": lat, "lon_e6": lon, "accuracy_m": 4} for lat, lon in case["corners"]]

    assert in_steps(corners and {"corners": corners}) == case["steps"]
