"""A collector’s month: the page of his register is photographed, its lines are keyed, and all or none are saved."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser.killing import kill
from tests.browser.seeing import faults_of
from tests.browser.test_tablet_screens import LOOKS, SIZES
from tests.files.conftest import located

# In carats and thousands; ten lines add up to 12.50 ct and 1,045,000.
LINES = [("0.45", "38"), ("1.10", "95"), ("0.80", "71"), ("2.05", "180"), ("1.50", "120")]
LINES += [("0.95", "77"), ("1.25", "103"), ("0.40", "31"), ("3.10", "260"), ("0.90", "70")]


class MonthPage:
    """The screen as fingers meet it; each touch is counted."""

    def __init__(self, tablet):
        self.tablet, self.page, self.taps = tablet, tablet.page, 0

    def tap(self, target):
        self.taps += 1
        self.page.click(target)

    def key(self, keys):
        for key in keys:
            self.tap(f".keypad button:text-is('{key}')")

    def next(self):
        self.tap("[data-do=next]")

    def begin(self):
        self.tablet.home()
        self.page.click("[data-form=month]")
        expect(self.page.locator("#month")).to_be_visible()
        for code, value in [("buyer", {"find": "paul"}), ("origin_known", False), ("currency", "XAL")]:
            self.tablet.answer(code, value)

    def first_line(self, seller="lolo"):
        self.page.click(".foot .primary")
        self.page.fill("#cell-slip", "BRL 101")
        self.next()
        self.key("4")
        self.next()
        self.line(*LINES[0], seller)

    def line(self, carats, thousands, seller=""):
        """From the carats on: the slip and the day go on by themselves."""
        comma = "," if self.page.locator("html").get_attribute("lang") == "fr" else "."
        self.key(carats.replace(".", comma))
        self.next()
        self.key([*thousands, "000"])
        self.next()
        if seller:
            self.page.fill("#cell-seller", seller)
            self.tap("[data-seller] >> nth=0")
        else:
            self.tap(".month-sellers button >> nth=0")

    def save(self):
        self.page.click("[data-do=done]")
        self.page.click(".foot .primary")
        expect(self.page.locator("[data-month-saved]")).to_be_visible(timeout=30_000)


def test_ten_lines_keyed_through_a_flat_battery_arrive_as_ten_purchases(server, profile, camera):
    tablet = profile()
    tablet.enrol(server.desk("offer", "14")["code"])
    month = MonthPage(tablet)
    month.begin()
    camera(located(1200, 1600))(tablet, "slip_photo")
    expect(tablet.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)
    month.first_line()
    for carats, thousands in LINES[1:4]:
        month.line(carats, thousands)
    month.key("1.5")
    server.stop()
    tablet.page.wait_for_timeout(500)
    kill(profile.folder)
    with suppress(Error):
        tablet.page.context.close()

    tablet = profile()
    tablet.page.goto(f"{server.address}/field/")
    tablet.unlock()
    tablet.page.click(".unfinished a.secondary")
    month = MonthPage(tablet)
    expect(tablet.page.locator("#cell-carats")).to_have_value("1.5")
    expect(tablet.page.locator("#cell-carats")).to_be_focused()
    month.key("0")
    month.next()
    month.key([*"120", "000"])
    month.next()
    month.tap(".month-sellers button >> nth=0")
    for carats, thousands in LINES[5:]:
        month.line(carats, thousands)
    expect(tablet.page.locator("[data-totals]")).to_contain_text("10 lines")
    expect(tablet.page.locator("[data-totals]")).to_contain_text("12.50 ct · 1,045,000.00 XAL")
    month.save()
    server.start()
    tablet.send()

    rows = server.desk("slips")
    assert [(slip, carats, price) for _, slip, carats, price, _ in rows] == [
        (f"BRL {101 + n}", carats, f"{int(thousands)}000.00") for n, (carats, thousands) in enumerate(LINES)
    ]
    assert {day[-2:] for *_, day in rows} == {"04"}
    assert all([one["state"] for one in server.desk("photos", number)] == ["kept"] for number, *_ in rows)
    assert server.desk("came", "14")["submissions"] == 10
    tablet.assert_quiet()


def test_a_line_takes_a_dozen_touches(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    month = MonthPage(tablet)
    month.begin()
    month.first_line()

    before = month.taps
    for carats, thousands in LINES[1:]:
        month.line(carats, thousands)

    assert month.taps - before <= 12 * (len(LINES) - 1)


def test_a_wrong_line_is_taken_back_and_one_that_lacks_its_price_stops_the_page(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    month = MonthPage(tablet)
    month.begin()
    month.first_line()
    month.line(*LINES[1])
    month.tap("[data-line='2']")
    month.tap("[data-do=remove]")
    expect(tablet.page.locator("[data-totals]")).to_contain_text("1 line ")

    month.tap("[data-do=undo]")
    expect(tablet.page.locator("[data-totals]")).to_contain_text("2 lines")
    month.tap("[data-line='2']")
    tablet.page.fill("#cell-price", "")
    tablet.page.click("[data-do=done]")

    expect(tablet.page.locator(".foot .primary")).to_be_disabled()
    expect(tablet.page.locator(".month-check .fault")).to_contain_text("Full price")


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_a_page_of_the_register_can_be_read_and_touched(server, hand_out, pictures, size, language):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    month, faults = MonthPage(tablet), []

    def look(name):
        tablet.page.wait_for_timeout(150)
        tablet.page.screenshot(path=pictures / f"month-{name}-{size}-{language}.png")
        faults.extend(f"{name}: {fault}" for fault in faults_of(tablet.page))

    month.begin()
    tablet.page.fill("#q-page_carats", "4")
    look("about")
    month.first_line()
    look("second")
    for carats, thousands in LINES[1:4]:
        month.line(carats, thousands)
    month.key("9")
    month.next()
    month.key("1")
    month.next()
    look("seller")
    tablet.page.fill("#cell-seller", "kamb")
    look("sought")
    tablet.page.click("[data-do=done]")
    look("check")
    tablet.home()
    tablet.page.locator("main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    look("home")

    assert not faults, "\n".join(faults)
    tablet.assert_quiet()
