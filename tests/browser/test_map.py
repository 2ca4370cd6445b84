"""The map without a pack, and without a network: where the officer is, what is near, where a site ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.test_capture import begin, corners, go, question

LAT, LON = 4.361, 18.555
HERE = {"latitude": LAT, "longitude": LON, "accuracy": 7}
LOOKS = [(800, 1280, "fr"), (360, 740, "en"), (800, 1280, "en"), (360, 740, "fr")]


@pytest.fixture
def surveyor(server, hand_out):
    """A tablet that has pulled some sites which were measured; the server is gone afterwards."""

    def put(*, located=True, **details):
        server.desk("grounds")
        where = {"permissions": ["geolocation"], "geolocation": HERE} if located else {}
        tablet = hand_out(**where, **details)
        tablet.enrol(server.desk("offer", "14")["code"])
        server.stop()
        return tablet

    return put


def open_map(tablet):
    tablet.home()
    tablet.page.click(".below a[href='#/map']")
    expect(tablet.page.locator("[data-map]")).to_be_visible()


def find_me(tablet):
    """The tablet tells where it is at once only where it is not busy."""
    open_map(tablet)
    tablet.page.click("[data-do=where]")
    expect(tablet.page.locator("[data-here]")).to_be_visible()
    expect(tablet.page.locator("main [role=status]").first).to_contain_text("7 m")
    tablet.page.click("[data-do=where]")


def listed(tablet):
    """The numbers of the sites, in their order."""
    return [text.split()[-1] for text in tablet.page.locator("[data-list] .entry > b").all_inner_texts()]


def test_the_nearest_sites_are_shown_first_with_the_way_to_them(surveyor):
    tablet = surveyor()
    find_me(tablet)
    page = tablet.page

    expect(page.locator("[data-here]")).to_be_visible()
    assert listed(tablet) == ["S-0201", "S-0202", "S-0203"]
    expect(page.locator("[data-list=sites] li").nth(1)).to_contain_text("1.4 km north-east of you")
    expect(page.locator("[data-list=sites] li").nth(2)).to_contain_text("13 km south of you")
    # The one without a position is not forgotten, and nothing of another region is here.
    expect(page.locator("[data-without='1']")).to_be_visible()
    assert "Canary" not in page.locator("body").inner_text()
    tablet.assert_quiet()


def test_an_officer_is_told_where_a_licensed_site_ends(surveyor):
    tablet = surveyor()
    find_me(tablet)
    page = tablet.page
    page.click("[data-list=sites] li:first-child button")
    chosen = page.locator("[data-chosen]")

    expect(chosen).to_contain_text("Red bank")
    expect(chosen).to_contain_text("You are inside its area, 50 m from the edge.")
    expect(chosen).to_contain_text("L-S-0201")
    expect(chosen).to_contain_text("valid to")
    page.click("[data-do=where]")
    go(tablet, 46, 0)
    expect(chosen).to_contain_text("You are at the edge of its area, as nearly as your position is known (6 m).")
    go(tablet, 120, 0)
    expect(chosen).to_contain_text("You are outside its area, 69 m from the edge.")
    expect(chosen).to_contain_text("120 m south of you")
    page.click("[data-do=where]")
    tablet.assert_quiet()


def test_what_was_walked_today_is_on_the_map_before_and_after_it_is_saved(server, hand_out):
    tablet = hand_out(permissions=["geolocation"], geolocation=HERE)
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    left = begin(tablet, "site", answers.SITE, "area")
    question(tablet, "area").get_by_role("button", name="Walk around it").click()
    for north, east in [(0, 0), (40, 0), (40, 40), (0, 40)]:
        go(tablet, north, east)
    assert corners(tablet) == 4
    tablet.page.click("text=Stop walking")

    open_map(tablet)
    today = tablet.page.locator("[data-list=today] li")
    expect(today).to_have_count(1)
    expect(today).to_contain_text("not saved yet")
    expect(tablet.page.locator("[data-outline]")).to_have_count(1)
    today.locator("button").click()
    tablet.page.click("text=Go on with it")
    expect(tablet.page.locator(".questions")).to_be_visible()
    while "#/check/" not in tablet.page.url:
        tablet.answer_view(left)
        tablet.step("Seen with my own eyes.")
    number = tablet.save()

    open_map(tablet)
    expect(today).to_contain_text(number)
    expect(tablet.page.locator("[data-outline]")).to_have_count(1)
    tablet.assert_quiet()


def test_the_map_is_used_by_the_keyboard_alone(surveyor):
    tablet = surveyor()
    find_me(tablet)
    page = tablet.page
    spot = "() => document.querySelector('[data-mark] circle').getAttribute('cx')"
    page.locator("[data-map]").focus()
    before = float(page.evaluate(spot))
    page.keyboard.press("ArrowRight")
    assert float(page.evaluate(spot)) == pytest.approx(before - 80, abs=1)
    bar = page.locator(".map-bar text").first
    wide = bar.text_content()
    for _ in range(4):
        page.keyboard.press("-")
    assert bar.text_content() != wide

    page.locator("[data-list=sites] li:nth-child(2) button").focus()
    page.keyboard.press("Enter")

    expect(page.locator("[data-chosen-title]")).to_be_focused()
    expect(page.locator("[data-chosen]")).to_contain_text("No licence for it is known on this tablet.")
    tablet.assert_quiet()


def test_a_finger_moves_the_map_and_touches_a_site(surveyor):
    tablet = surveyor()
    find_me(tablet)
    page = tablet.page
    box = page.locator("[data-map]").bounding_box()
    dot = page.locator("[data-mark] circle").first.bounding_box()
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 70, steps=5)
    page.mouse.up()
    expect(page.locator("[data-chosen]")).to_have_count(0)

    page.mouse.click(x + 60, y + 40)

    expect(page.locator("[data-chosen]")).to_be_visible()
    tablet.assert_quiet()


def test_the_finder_leads_to_the_site_on_the_map(surveyor):
    tablet = surveyor(located=False)
    tablet.go("#/find")
    tablet.page.fill("#find", "palms")
    tablet.page.click(".results a")

    expect(tablet.page.locator("[data-chosen]")).to_contain_text("Three palms")
    tablet.go("#/find")
    tablet.page.fill("#find", "bemba bend")
    tablet.page.click(".results a")
    expect(tablet.page.locator("main")).to_contain_text("This site has no position yet.")
    tablet.assert_quiet()


def test_without_leave_for_the_position_the_map_says_so_and_shows_the_sites(surveyor):
    tablet = surveyor(located=False)
    open_map(tablet)
    tablet.page.click("[data-do=where]")

    expect(tablet.page.locator("main")).to_contain_text("position", ignore_case=True)
    expect(tablet.page.locator("[data-here]")).to_have_count(0)
    assert listed(tablet) == ["S-0203", "S-0201", "S-0202"]
    tablet.assert_quiet()


@pytest.mark.parametrize(("width", "height", "language"), LOOKS)
def test_the_map_can_be_read_and_touched(surveyor, pictures, width, height, language):
    tablet = surveyor(width=width, height=height, language=language)
    tablet.speak(language)
    find_me(tablet)
    page = tablet.page
    page.screenshot(path=pictures / f"map-{width}-{language}.png")
    faults = faults_of(page)
    page.click("[data-list=sites] li:first-child button")
    page.wait_for_timeout(150)
    page.screenshot(path=pictures / f"map-chosen-{width}-{language}.png")
    faults += faults_of(page)
    page.locator("main").evaluate("main => main.scrollTo(0, 1e6)")
    page.screenshot(path=pictures / f"map-list-{width}-{language}.png")
    faults += faults_of(page)

    assert not faults, "\n".join(faults)
    tablet.assert_quiet()
