"""The size of a piece of ground, and when its boundary is none; Vitest runs the same cases against areas.ts."""

import json
import random
import subprocess

import pytest

from apps.forms.areas import fault_in, metres_outside, square_metres
from apps.forms.freezing import FROZEN
from apps.forms.outlines import area_in, written_area
from tests.forms.test_agreement import JUDGE, NODE

CASES = json.loads((FROZEN.parent / "conformance" / "areas" / "cases.json").read_text())
SQUARE = [(4_361_000, 18_555_000), (4_361_900, 18_555_000), (4_361_900, 18_555_900), (4_361_000, 18_555_900)]


def places(case):
    return [tuple(corner) for corner in case["corners"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_fault_of_a_boundary_is_the_one_written(case):
    assert fault_in(places(case)) == case["fault"]


@pytest.mark.parametrize("case", [case for case in CASES if not case["fault"]], ids=lambda case: case["name"])
def test_the_size_is_that_of_the_ellipsoid(case):
    """`geodesic` is what GeographicLib says, whose sides are the shortest ways and not lines on a map."""
    metres = square_metres(places(case))
    largest_site = 100_000_000

    assert metres == case["square_metres"]
    assert metres == pytest.approx(case["geodesic"], abs=1, rel=5e-6 if metres < largest_site else 5e-5)


def test_tablet_and_server_measure_any_ground_to_the_same_square_metre():
    chance = random.Random(2026)
    grounds = [ground(chance) for _ in range(2000)]
    asked = json.dumps({"forms": {}, "cases": [], "grounds": grounds})

    said = subprocess.run([NODE, JUDGE], input=asked, capture_output=True, text=True, check=True, timeout=60)

    ours = [[square_metres(places), fault_in(places)] for places in grounds]
    assert json.loads(said.stdout) == ours
    assert len({fault for _, fault in ours}) == 4


def ground(chance):
    reach = chance.choice([3, 30, 3_000, 100_000, 600_000])
    lat, lon = chance.randint(-80_000_000, 80_000_000), chance.randint(-170_000_000, 170_000_000)
    return [
        (lat + chance.randint(-reach, reach), lon + chance.randint(-reach, reach)) for _ in range(chance.randint(1, 6))
    ]


def test_a_place_within_the_boundary_lies_nothing_outside_it():
    assert metres_outside((4_361_500, 18_555_500), SQUARE) == 0


@pytest.mark.parametrize(("lat", "lon", "metres"), [(0, -900, 99.9), (1_800, 0, 100.2), (-900, -900, 141.3)])
def test_a_place_beyond_it_lies_as_far_as_the_nearest_side(lat, lon, metres):
    assert metres_outside((4_361_000 + lat, 18_555_000 + lon), SQUARE) == pytest.approx(metres, abs=0.5)


def test_in_a_sheet_an_area_is_a_polygon_in_degrees():
    corners = [{"lat_e6": lat, "lon_e6": lon} for lat, lon in SQUARE[:3]]

    text = "POLYGON ((18.555 4.361, 18.555 4.3619, 18.5559 4.3619, 18.555 4.361))"
    assert written_area(corners) == text
    assert area_in(text) == area_in(text.lower()) == {"corners": corners}


def test_the_accuracy_of_each_measured_corner_stands_in_the_sheet_too():
    corners = [{"lat_e6": -lat, "lon_e6": lon, "accuracy_m": 6} for lat, lon in SQUARE]
    del corners[1]["accuracy_m"]

    assert written_area(corners).startswith("POLYGON M ((18.555 -4.361 6, 18.555 -4.3619 NaN, ")
    assert area_in(written_area(corners)) == {"corners": corners}


@pytest.mark.parametrize(
    "text",
    [
        "a field",
        "POLYGON EMPTY",
        "POLYGON ((1 1, 2 2, 3 1))",
        "POLYGON ((1 1, 2 2, 3 1, 1 1), (0 0, 1 1, 0 0))",
        "POLYGON ((1 1 6, 2 2 6, 3 1 6, 1 1 6))",
        "POLYGON M ((1 1, 2 2, 3 1, 1 1))",
        "POLYGON ((1.0000001 1, 2 2, 3 1, 1.0000001 1))",
        "POLYGON ((1e3 1, 2 2, 3 1, 1e3 1))",
    ],
)
def test_what_is_no_single_closed_ring_is_left_for_the_form_to_refuse(text):
    assert area_in(text) == text
