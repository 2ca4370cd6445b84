"""What an officer measures: a position that is waited for, and a site that is walked around, up to the desk."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.seeing import faults_of

LAT, LON = 4.361, 18.555
# Millionths of a degree to a metre, there.
A_METRE = 8.983e-6
HERE = {"latitude": LAT, "longitude": LON, "accuracy": 48}


@pytest.fixture
def outside(server, hand_out):
    """A tablet under the sky, enrolled."""

    def put(**details):
        tablet = hand_out(permissions=["geolocation"], geolocation=HERE, **details)
        tablet.enrol(server.desk("offer", "14")["code"])
        return tablet

    return put


@contextmanager
def at_the_desk(server, chromium, tablet):
    server.desk("password", "renee", PASSWORD)
    desk = DeskPage(chromium.new_page(), server.address)
    desk.page.on("console", lambda message: tablet.hear(message))
    desk.sign_in("renee")
    desk.open_oldest()
    yield desk.page
    desk.page.close()


def begin(tablet, form, given, until):
    """Up to the view that asks for this."""
    tablet.begin(form)
    left = dict(given)
    while until not in tablet.shown():
        tablet.answer_view(left)
        if until in tablet.passed():
            tablet.open_passed(until)
        else:
            tablet.step("Seen with my own eyes.")
    return left


def finish(tablet, left):
    while "#/check/" not in tablet.page.url:
        tablet.answer_view(left)
        tablet.step("Seen with my own eyes.")
    return tablet.save()


def question(tablet, code):
    return tablet.page.locator(f"[data-field={code}]")


def go(tablet, north, east, accuracy=6):
    place = {"latitude": LAT + north * A_METRE, "longitude": LON + east * A_METRE, "accuracy": accuracy}
    tablet.page.context.set_geolocation(place)
    tablet.page.wait_for_timeout(60)


def corners(tablet):
    said = question(tablet, "area").locator(".area-figures").inner_text()
    return int(re.search(r"(\d+) c", said)[1]) if said else 0


def test_the_tablet_waits_for_a_good_position_and_may_be_told_to_take_a_rough_one(outside):
    tablet = outside()
    begin(tablet, "site", answers.SITE, "point")
    point = question(tablet, "point")
    point.get_by_role("button").first.click()
    expect(point).to_contain_text("Known to 48 m. Waiting for 20 m or better")
    tablet.page.wait_for_timeout(7000)
    expect(point).to_contain_text("Known to 48 m.")

    point.get_by_text("Take it as it is").click()
    expect(point).to_contain_text("accurate to 48 m")

    point.get_by_text("Take it again").click()
    go(tablet, 0, 3, accuracy=9)
    expect(point).to_contain_text("accurate to 9 m", timeout=10_000)
    tablet.assert_quiet()


def test_a_site_is_walked_around_past_a_flat_battery_and_seen_at_the_desk(server, outside, chromium):
    tablet = outside()
    left = begin(tablet, "site", answers.SITE, "area")
    area = question(tablet, "area")
    area.get_by_role("button", name="Walk around it").click()
    expect(area).to_contain_text("Waiting for 20 m or better")
    assert corners(tablet) == 0
    for north in range(0, 100, 5):
        go(tablet, north, 0)
    assert corners(tablet) > 6
    before = corners(tablet)

    tablet.open_again()
    tablet.page.click("text=Continue")
    expect(area).to_contain_text("Go on walking")
    assert corners(tablet) == before
    area.get_by_text("Go on walking").click()
    for east in range(0, 100, 5):
        go(tablet, 100, east)
    for north in range(100, 0, -5):
        go(tablet, north, 100)
    for east in range(100, -1, -5):
        go(tablet, 0, east)

    expect(area).to_contain_text("You are back at the first corner.")
    hectares = area.locator(".area-figures b").inner_text()
    assert 0.9 < float(hectares.split()[0]) < 1.05
    number = finish(tablet, left)
    expect(tablet.page.locator("[data-saved]")).to_be_visible()
    tablet.send()
    assert server.desk("cases", number) == {number: "pending"}

    with at_the_desk(server, chromium, tablet) as page:
        expect(page.locator(".ground figcaption")).to_contain_text(hectares)
        expect(page.locator(".ground polygon")).to_be_visible()
    tablet.assert_quiet()


@pytest.mark.parametrize("size", [(360, 740), (800, 1280)], ids=["phone", "tablet"])
def test_corners_are_written_by_the_keyboard_alone_and_a_crossing_is_said(outside, size):
    tablet = outside(width=size[0], height=size[1])
    begin(tablet, "site", answers.SITE, "area")
    area = question(tablet, "area")
    area.locator("summary").focus()
    tablet.page.keyboard.press("Enter")
    expect(area.locator("#corner-latitude")).to_be_visible()
    tablet.page.keyboard.press("Tab")
    for place in [("4.361", "18,555"), ("4,3619", "18.5559"), ("4.3619", "18.555"), ("4.361", "18.5559")]:
        for degrees in place:
            tablet.page.keyboard.type(degrees)
            tablet.page.keyboard.press("Tab")
        tablet.page.keyboard.press("Enter")

    expect(area).to_contain_text("The boundary crosses or touches itself.")
    assert faults_of(tablet.page) == []
    area.get_by_role("button", name="Remove corner 4").press("Enter")
    expect(area).not_to_contain_text("The boundary crosses")
    assert area.locator(".area-figures b").inner_text() == "0.4971 ha"
    tablet.assert_quiet()


# -- signed or marked -------------------------------------------------------------------------------------------------


def draw_a_cross(tablet):
    canvas = tablet.page.locator("canvas.drawing")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for one, other in [((-40, -40), (40, 40)), ((40, -40), (-40, 40))]:
        tablet.page.mouse.move(x + one[0], y + one[1])
        tablet.page.mouse.down()
        tablet.page.mouse.move(x + other[0], y + other[1], steps=8)
        tablet.page.mouse.up()


def test_a_mark_is_drawn_before_a_witness_and_seen_at_the_desk(server, outside, chromium):
    tablet = outside()
    left = begin(tablet, "digger", {**answers.DIGGER, "site": {"find": "bend"}}, "signed")
    tablet.answer_view(left)
    signed = question(tablet, "signed")
    signed.locator("input[value=mark]").check(force=True)
    tablet.next()
    expect(signed).to_contain_text("Nothing is drawn.")
    draw_a_cross(tablet)
    expect(signed).to_contain_text("Draw it again")
    tablet.next()
    expect(signed).to_contain_text("Write who saw the mark being made.")
    assert faults_of(tablet.page) == []

    # A flat battery before the witness is written.
    tablet.open_again()
    tablet.page.click("text=Continue")
    expect(signed.locator("img.photo-shown")).to_be_visible()
    signed.locator("input.input").fill("Josiane Bemba")
    tablet.step("Seen with my own eyes.")
    tablet.call_another()
    expect(tablet.page.locator("[data-answer=signed]")).to_contain_text("before Josiane Bemba")
    expect(tablet.page.locator("[data-answer=signed] img")).to_be_visible()
    number = tablet.save()
    tablet.send()

    [kept] = server.desk("photos", number)
    assert kept["state"] == "kept"
    assert kept["size"] <= 30_000
    with at_the_desk(server, chromium, tablet) as page:
        expect(page.locator(".review-main")).to_contain_text("Mark, made before Josiane Bemba")
        expect(page.locator(".photos img")).to_be_visible()
    tablet.assert_quiet()


def test_who_did_not_sign_has_a_reason_written_by_the_keyboard_alone(outside):
    tablet = outside(width=360, height=740)
    begin(tablet, "digger", {**answers.DIGGER, "site": {"find": "bend"}}, "signed")
    signed = question(tablet, "signed")
    signed.locator("input[value=signature]").focus()
    tablet.page.keyboard.press("Space")
    for _ in range(2):
        tablet.page.keyboard.press("ArrowDown")
    expect(signed.locator("canvas")).to_have_count(0)
    tablet.page.keyboard.press("Tab")
    tablet.page.keyboard.type("Her hand is hurt.")

    assert faults_of(tablet.page) == []
    # Back among those that may be passed by, and from them to the check.
    tablet.step("Seen with my own eyes.")
    tablet.step("Seen with my own eyes.")
    tablet.call_another()
    expect(tablet.page.locator("[data-answer=signed]")).to_contain_text("Her hand is hurt.")
    tablet.assert_quiet()
