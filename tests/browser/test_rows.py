"""What is asked several times over: the size classes of a find, written class by class, up to the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.test_capture import at_the_desk, begin, finish, question

SIZES = {"tablet": (800, 1280), "phone": (360, 740)}
FIND = {**answers.PRODUCTION, "site": {"find": "bend"}, "licence": {"find": "0317"}, "finder": {"find": "lolo"}}


@pytest.fixture
def enrolled(server, hand_out):
    def enrol(size="tablet", **details):
        width, height = SIZES[size]
        tablet = hand_out(width=width, height=height, **details)
        tablet.enrol(server.desk("offer", "14")["code"])
        return tablet

    return enrol


def weigh(tablet, name, carats, stones=""):
    line = question(tablet, "sizes").locator(f"tr[data-class='dtc-sieve-rough.1.{name}']")
    line.locator("input").nth(0).fill(stones)
    line.locator("input").nth(1).fill(carats)


@pytest.mark.parametrize("size", SIZES)
def test_a_find_is_weighed_class_by_class(server, enrolled, chromium, size):
    tablet = enrolled(size)
    left = begin(tablet, "production", FIND, "sizes")
    sizes = question(tablet, "sizes")

    # Most finds are not sorted: nothing is in the way until it is asked for.
    expect(sizes.locator("table")).to_have_count(0)
    sizes.locator("[data-do=open-rows]").click()
    weigh(tablet, "11", "0.85", "2")
    weigh(tablet, "12", "0,4", "1")
    expect(sizes.locator("[data-sum]")).to_contain_text("1.25 ct of 1.25 ct" if size == "phone" else "1.25 ct")
    assert faults_of(tablet.page) == []
    number = finish(tablet, left)
    tablet.send()

    with at_the_desk(server, chromium, tablet) as desk:
        expect(desk.locator("body")).to_contain_text("11: 2 stones, 0.85 ct; 12: 1 stone, 0.40 ct")
    assert number


def test_classes_that_do_not_add_up_want_a_reason_and_are_no_wall(server, enrolled, chromium):
    tablet = enrolled()
    left = begin(tablet, "production", FIND, "sizes")
    question(tablet, "sizes").locator("[data-do=open-rows]").click()
    weigh(tablet, "11", "0.85")
    tablet.answer_view(left)
    tablet.step("Seen with my own eyes.")
    finish(tablet, left)
    tablet.send()

    with at_the_desk(server, chromium, tablet) as desk:
        expect(desk.locator("body")).to_contain_text("add up to 0.85 ct, and all the stones weigh 1.25 ct")


def test_a_class_without_carats_stops_and_says_where(enrolled):
    tablet = enrolled()
    left = begin(tablet, "production", FIND, "sizes")
    question(tablet, "sizes").locator("[data-do=open-rows]").click()
    weigh(tablet, "11", "", "2")
    tablet.answer_view(left)
    tablet.page.locator(".foot .primary").click()

    expect(tablet.page.locator(".fault")).to_contain_text("not filled in to its end")
    expect(question(tablet, "sizes").locator("[aria-invalid]")).to_have_count(1)
