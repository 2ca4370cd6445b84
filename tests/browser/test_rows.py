"""What is asked several times over: the size classes of a find, written class by class, up to the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.test_capture import at_the_desk, finish, question

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


def reach(tablet, code):
    """Up to this question; on a phone it is one of those that may be passed by, and is opened."""
    tablet.begin("production")
    left = dict(FIND)
    while code not in tablet.shown():
        if code in tablet.passed():
            tablet.page.click(f"[data-passed={code}]")
            expect(question(tablet, code)).to_be_visible()
            break
        tablet.answer_view(left)
        tablet.step("Seen with my own eyes.")
    return left


def weigh(tablet, name, carats, stones=""):
    line = question(tablet, "sizes").locator(f"tr[data-class='dtc-sieve-rough.1.{name}']")
    line.locator("input").nth(0).fill(stones)
    line.locator("input").nth(1).fill(carats)


@pytest.mark.parametrize("size", SIZES)
def test_a_find_is_weighed_class_by_class(server, enrolled, chromium, size):
    tablet = enrolled(size)
    left = reach(tablet, "sizes")
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
    left = reach(tablet, "sizes")
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
    left = reach(tablet, "sizes")
    question(tablet, "sizes").locator("[data-do=open-rows]").click()
    weigh(tablet, "11", "", "2")
    tablet.answer_view(left)
    tablet.page.locator(".foot .primary").click()

    expect(tablet.page.locator(".fault")).to_contain_text("not filled in to its end")
    expect(question(tablet, "sizes").locator("[aria-invalid]")).to_have_count(1)


def finder(tablet, n):
    return question(tablet, "finders").locator(f"[data-row='{n}']")


@pytest.mark.parametrize("size", SIZES)
def test_a_gang_shares_its_find(server, enrolled, chromium, size):
    tablet = enrolled(size)
    left = reach(tablet, "finders")
    tablet.answer_view(left)
    finders = question(tablet, "finders")

    expect(finders.locator("[data-row]")).to_have_count(0)
    for n, (who, carats) in enumerate([("lolo", "0.75"), ("abdou", "0.30"), ("lolo", "0,5")], 1):
        finders.locator("[data-do=add-row]").click()
        finder(tablet, n).locator("input[type=search]").fill(who)
        finder(tablet, n).locator(".results button").first.click()
        finder(tablet, n).locator("input.number").nth(0).fill(carats)
    assert faults_of(tablet.page) == []
    # One was a mistake: taken away, brought back, taken away again.
    finder(tablet, 3).locator("[data-do=remove-row]").click()
    expect(finders.locator("[data-row]")).to_have_count(2)
    finders.locator("[data-do=undo-row]").click()
    expect(finders.locator("[data-row]")).to_have_count(3)
    finder(tablet, 3).locator("[data-do=remove-row]").click()
    finder(tablet, 2).locator("input.number").nth(0).fill("0.50")
    expect(finders.locator("[data-sum]")).to_contain_text("1.25 ct")
    tablet.step("Seen with my own eyes.")
    finish(tablet, left)
    tablet.send()

    with at_the_desk(server, chromium, tablet) as desk:
        expect(desk.locator("body")).to_contain_text("Who shares the find")
        expect(desk.locator("body")).to_contain_text("0.75 ct; ")


def test_one_finder_twice_stops(enrolled):
    tablet = enrolled()
    left = reach(tablet, "finders")
    for n in (1, 2):
        question(tablet, "finders").locator("[data-do=add-row]").click()
        finder(tablet, n).locator("input[type=search]").fill("lolo")
        finder(tablet, n).locator(".results button").first.click()
    tablet.answer_view(left)
    tablet.page.locator(".foot .primary").click()

    expect(tablet.page.locator(".fault")).to_contain_text("Two rows are about the same")


def test_what_was_entered_of_a_gang_is_there_after_a_flat_battery(enrolled):
    tablet = enrolled()
    reach(tablet, "finders")
    question(tablet, "finders").locator("[data-do=add-row]").click()
    finder(tablet, 1).locator("input[type=search]").fill("lolo")
    finder(tablet, 1).locator(".results button").first.click()
    finder(tablet, 1).locator("input.number").nth(1).fill("2")
    where = tablet.page.url
    # Each letter is on the disk a moment after it is typed.
    tablet.page.wait_for_timeout(300)
    tablet.open_again()
    tablet.go(where.partition("#")[2])

    expect(finder(tablet, 1)).to_contain_text("Lolo")
    expect(finder(tablet, 1).locator("input.number").nth(1)).to_have_value("2")
