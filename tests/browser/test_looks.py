"""What is seen more rarely, in the dark, in the sun, and twice as large: nothing cut off, nothing that moves."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.test_capture import HERE, begin, question
from tests.browser.test_month import LINES, MonthPage
from tests.browser.test_tablet_screens import SIZES, Viewer

# A tablet and a phone whose words are twice as large, as the browser then measures them.
WIDE = {**SIZES, "tablet at 200 %": (400, 640), "phone at 200 %": (320, 568)}
WAYS = {
    "dark": {"color_scheme": "dark"},
    "sun": {},
    "still": {"reduced_motion": "reduce"},
}
LOOKS = [("phone", "dark", "fr"), ("tablet", "sun", "en"), ("phone at 200 %", "still", "fr")]
if os.environ.get("EVERYTHING"):
    LOOKS = [(size, way, "fr" if at % 2 else "en") for at, size in enumerate(WIDE) for way in WAYS]
MOVING = """() => [...document.querySelectorAll("*")]
  .filter((one) => getComputedStyle(one).transitionDuration.split(",").some((time) => parseFloat(time) > 0))
  .map((one) => `moves: ${one.tagName} ${one.className}`)"""
SALE = {
    "bought_on": answers.TODAY, "seller": {"find": "lolo"}, "seller_role": "digger", "buyer": {"find": "paul"},
    "origin_known": False, "carats": "1.25", "price": "180000", "currency": "XAL", "payment": "cash",
}  # fmt: skip


class Looker(Viewer):
    def __init__(self, tablet, folder, language, *, still) -> None:
        super().__init__(tablet, folder, language)
        self.still = still

    def look(self, name: str):
        """The top of a screen, and its end."""
        super().look(name)
        if self.still:
            self.faults += [f"{name}: {fault}" for fault in self.tablet.page.evaluate(MOVING)]
        if self.tablet.page.evaluate(
            "() => { const m = document.querySelector('main'); return m.scrollHeight > m.clientHeight + 8 }"
        ):
            self.tablet.page.evaluate("() => document.querySelector('main').scrollTo(0, 1e6)")
            super().look(f"{name}-end")


@pytest.mark.parametrize(("size", "way", "language"), LOOKS)
def test_what_is_seen_more_rarely_can_be_read_whatever_the_light(server, hand_out, pictures, size, way, language):
    width, height = WIDE[size]
    place = {"permissions": ["geolocation"], "geolocation": {**HERE, "accuracy": 6}}
    tablet = hand_out(width=width, height=height, language=language, **WAYS[way], **place)
    folder = pictures / f"{size}-{way}-{language}"
    folder.mkdir(exist_ok=True)
    looker = Looker(tablet, folder, language, still=way == "still")
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    if way == "sun":
        tablet.page.click(".bar-right button >> nth=0")

    look_at_what_is_measured(tablet, looker)
    look_at_papers(tablet, looker)
    look_at_a_month(tablet, looker)
    for page in ["diary", "handover", "map"]:
        tablet.go(f"#/{page}")
        looker.look(page)
    tablet.lock()
    practise(tablet, looker)

    assert not looker.faults, "\n".join(looker.faults)
    tablet.assert_quiet()


def look_at_what_is_measured(tablet, looker):
    for code, form, given in [("point", "site", answers.SITE), ("area", "site", answers.SITE)]:
        begin(tablet, form, given, code)
        question(tablet, code).locator("button").first.click()
        looker.look(code)
    begin(tablet, "digger", {**answers.DIGGER, "site": {"find": "bend"}}, "signed")
    for how in ["signature", "mark", "none"]:
        question(tablet, "signed").locator(f"input[value={how}]").check(force=True)
        looker.look(how)


def look_at_papers(tablet, looker):
    digger = {**answers.DIGGER, "site": {"find": "bend"}}
    for form, given in [("digger", digger), ("purchase", SALE)]:
        number = tablet.record(form, given)
        tablet.open_record(number)
        tablet.page.click("[data-show-paper]")
        expect(tablet.page.locator("[data-code]")).to_be_visible()
        looker.look(f"paper-{form}")
    tablet.go("#/papers")
    looker.look("papers")
    tablet.page.fill("#paper-number", "D-004218")
    tablet.page.click("form button")
    expect(tablet.page.locator("[data-verdict]")).to_be_visible(timeout=15_000)
    looker.look("papers-told")


def look_at_a_month(tablet, looker):
    month = MonthPage(tablet)
    month.begin()
    looker.look("month-about")
    month.first_line()
    month.line(*LINES[1])
    looker.look("month-lines")
    tablet.page.click("[data-do=done]")
    looker.look("month-check")


def practise(tablet, looker):
    tablet.page.click("[data-do=practise]")
    expect(tablet.page.locator("aside.practice")).to_be_visible()
    looker.look("practice")
    tablet.page.click("[data-form=purchase]")
    looker.look("practice-form")
