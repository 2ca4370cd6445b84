"""Ground is drawn at the desk by mouse and finger, or its corners are typed; both are one list, and that is sent."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import ROOT
from tests.browser.test_desk_pages import desk, faults, wider_than_the_screen  # noqa: F401

CASES = json.loads((ROOT / "fixtures/conformance/areas/cases.json").read_text())
SQUARE = "-9.469000 -20.671000\n-9.469000 -20.670200\n-9.469800 -20.670200\n-9.469800 -20.671000"
CROSSING = "-9.4690 -20.6710\n-9.4698 -20.6702\n-9.4690 -20.6702\n-9.4698 -20.6710"
# Of the plan's width and height: a square around the site in its middle.
AROUND = [(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)]
SCREENS = {"desk": (1440, 900), "small": (1024, 768), "phone": (360, 740)}


@pytest.fixture
def plan(desk, server):  # noqa: F811
    """The page on which the ground of an application is drawn: `plan(language="fr")`."""
    key = server.desk("asked", "A-2026-4")

    def open_plan(*, screen="desk", **how):
        seat = desk(**how)
        width, height = SCREENS[screen]
        seat.page.set_viewport_size({"width": width, "height": height})
        seat.page.goto(f"{seat.address}/desk/registry/application/{key}/act/draw/")
        return Plan(seat)

    return open_plan


class Plan:
    """A hand over the plan; places are parts of its width and height."""

    def __init__(self, seat):
        self.page, self.complaints = seat.page, seat.complaints
        self.said = self.page.locator(".told output")

    def at(self, x, y):
        box = self.page.locator(".around > svg").bounding_box()
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def click(self, x, y):
        self.page.mouse.click(*self.at(x, y))

    def drag(self, one, other):
        self.page.mouse.move(*self.at(*one))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(*other), steps=4)
        self.page.mouse.up()

    def draw(self):
        self.page.locator(".around > svg").scroll_into_view_if_needed()
        for place in AROUND:
            self.click(*place)

    @property
    def written(self):
        return self.page.input_value("#id_corners").splitlines()

    def press(self, name):
        self.page.click(f".ways >> text={name}")

    def save(self):
        with self.page.expect_navigation():
            self.page.click("input[type=submit].default")


def test_four_clicks_are_a_piece_of_ground_and_the_server_says_its_hectares(plan):
    drawn = plan()

    drawn.draw()
    about = float(re.search(r"About ([\d.]+) ha", drawn.said.inner_text())[1])
    sent = drawn.written
    drawn.save()

    told = drawn.page.locator(".plan figcaption").inner_text()
    assert len(sent) == 4
    assert float(told.split(" ha")[0]) == pytest.approx(about, rel=0.006)
    assert "4 corners" in told
    expect(drawn.page.locator(".plan tbody")).to_contain_text("compliant with the Process")
    assert drawn.complaints == []


def test_a_corner_is_dragged_put_between_taken_out_and_undone(plan):
    drawn = plan()
    drawn.draw()
    square = drawn.written

    drawn.drag((0.6, 0.6), (0.7, 0.65))
    assert drawn.written[:2] + drawn.written[3:] == square[:2] + square[3:]
    assert drawn.written[2] != square[2]
    drawn.click(0.5, 0.4)
    assert len(drawn.written) == 5
    assert drawn.written[0] == square[0]
    assert drawn.written[2] == square[1]
    drawn.press("Take this corner out")
    assert len(drawn.written) == 4
    for _n in range(3):
        drawn.press("Undo")
    assert drawn.written == square
    assert drawn.complaints == []


def test_a_boundary_that_crosses_itself_is_shown_as_it_happens_and_refused(plan):
    drawn = plan()
    drawn.draw()
    assert drawn.page.locator(".around .crossed").count() == 0

    drawn.drag((0.4, 0.4), (0.7, 0.5))
    expect(drawn.said).to_contain_text("the side from corner 2 to 3 meets that from 4 to 1")
    assert drawn.page.locator(".around .crossed").count() == 2
    drawn.save()

    expect(drawn.page.locator(".errornote")).to_contain_text("meets that from")
    assert drawn.page.locator(".around .crossed").count() == 2


def test_what_is_typed_is_drawn_and_a_line_that_cannot_be_read_is_named(plan):
    drawn = plan()
    drawn.page.focus("#id_corners")

    drawn.page.keyboard.type(SQUARE)
    expect(drawn.said).to_contain_text("0.777 ha")
    assert drawn.page.locator(".around text", has_text=re.compile("^[1-4]$")).count() == 4
    drawn.page.keyboard.type("\nabout here")
    expect(drawn.said).to_contain_text("Line 5 of the list")
    drawn.click(0.1, 0.1)
    assert len(drawn.written) == 5
    drawn.page.fill("#id_corners", SQUARE)
    drawn.save()

    assert "0.7773 ha" in drawn.page.locator(".plan figcaption").inner_text()


def test_the_ground_that_lies_there_is_drawn_anew_from_where_it_lies(plan):
    drawn = plan()
    drawn.page.fill("#id_corners", SQUARE)
    drawn.save()

    drawn.page.click(".tools >> text=Bring the outline")
    assert drawn.written == SQUARE.splitlines()
    drawn.page.wait_for_selector(".around .drawn")
    drawn.page.click(".around [data-corner='1'] >> nth=0", force=True)
    drawn.press("Take this corner out")
    drawn.save()

    assert "3 corners" in drawn.page.locator(".plan figcaption").inner_text()


def test_a_place_that_is_clicked_is_that_place_however_close(plan):
    """By the plan's own bounds, and not by the script's word."""
    drawn = plan()
    drawn.page.wait_for_selector(".ways:visible")
    for step in ("Closer", "East", "Closer", "Farther"):
        drawn.press(step)
    drawn.click(0.25, 0.75)

    svg = drawn.page.locator(".around > svg")
    view, bounds = svg.evaluate("svg => [svg.getAttribute('viewBox'), {...svg.dataset}]")
    left, top, wide, high = map(float, view.split())
    across = (float(bounds["east"]) - float(bounds["west"])) / float(bounds["wide"])
    down = (float(bounds["north"]) - float(bounds["south"])) / float(bounds["high"])
    lat, lon = (float(one) * 1e6 for one in drawn.written[0].split())
    assert lat == pytest.approx(float(bounds["north"]) - (top + 0.75 * high) * down, abs=0.005 * high * down)
    assert lon == pytest.approx(float(bounds["west"]) + (left + 0.25 * wide) * across, abs=0.005 * wide * across)


def test_a_finger_draws_and_two_come_closer(plan):
    drawn = plan(screen="phone")
    client = drawn.page.context.new_cdp_session(drawn.page)
    drawn.page.locator(".around > svg").scroll_into_view_if_needed()

    def touch(kind, *places):
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(drawn.at(*one) for one in places)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for place in AROUND[:3]:
        touch("touchStart", place)
        touch("touchEnd")
    before = drawn.page.locator("[data-across]").inner_text()
    touch("touchStart", (0.45, 0.5))
    touch("touchStart", (0.45, 0.5), (0.55, 0.5))
    touch("touchMove", (0.2, 0.5), (0.8, 0.5))
    touch("touchEnd")

    assert len(drawn.written) == 3
    assert float(drawn.page.locator("[data-across]").inner_text().split()[0]) < float(before.split()[0]) / 2


def test_without_a_script_the_corners_are_typed_beside_the_plan(plan):
    drawn = plan(scripts=False)

    assert drawn.page.locator(".around .other").count() >= 1
    assert not drawn.page.locator(".ways").is_visible()
    drawn.page.fill("#id_corners", CROSSING)
    drawn.save()
    expect(drawn.page.locator(".errornote")).to_contain_text("meets that from")
    drawn.page.fill("#id_corners", SQUARE)
    drawn.save()

    assert "4 corners" in drawn.page.locator(".plan figcaption").inner_text()


def test_what_the_script_measures_and_judges_is_what_the_server_does(plan):
    found = plan().page.evaluate(
        """async (cases) => {
            const ours = await import("/static/kpfield/corners.js");
            const told = (one) => [ours.hectares(one), Boolean(ours.crossing(one)), ours.read(ours.write(one)).corners];
            return cases.map(({ corners }) => told(corners));
        }""",
        CASES,
    )

    for case, (hectares, crosses, read) in zip(CASES, found, strict=True):
        if case["fault"] == "":
            assert hectares * 10_000 == pytest.approx(case["square_metres"], abs=1), case["name"]
            assert read == case["corners"]
        assert crosses == (case["fault"] == "crossing") or case["fault"] in {"no_area", "too_wide"}, case["name"]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_reads_well_at_any_size(plan, pictures, screen, language):
    drawn = plan(screen=screen, language=language)
    drawn.draw()

    drawn.page.screenshot(path=pictures / f"drawing-{screen}-{language}.png", full_page=True)

    expect(drawn.said).to_contain_text({"en": "About", "fr": "Environ"}[language])
    assert drawn.complaints == []
    assert not wider_than_the_screen(drawn.page)
    assert faults(drawn.page) == []
