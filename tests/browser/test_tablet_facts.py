"""What an officer records more rarely than the six of each day, from the home screen to the tick."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.test_tablet_screens import SIZES


class Taps:
    """An officer's finger: each touch is counted."""

    def __init__(self, page) -> None:
        self.page, self.n = page, 0

    def __call__(self, what: str):
        self.page.locator(what).first.click()
        self.n += 1


@pytest.mark.parametrize(("size", "language"), [("tablet", "en"), ("phone", "fr")])
def test_that_nothing_was_found_takes_four_taps(server, hand_out, pictures, size, language):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    tablet.home()
    tap, faults = Taps(tablet.page), []

    def look(name):
        # A button that has just become one is still between two colours.
        tablet.page.evaluate("() => Promise.allSettled(document.getAnimations().map((one) => one.finished))")
        tablet.page.screenshot(path=pictures / f"{name}-{size}-{language}.png")
        faults.extend(f"{name}: {fault}" for fault in faults_of(tablet.page))

    look("nil-home")
    tap("[data-form=nil]")
    look("nil-site")
    tap("[data-field=site] .results button")
    tap(".foot .primary")
    expect(tablet.page.locator(".read-back")).to_be_visible()
    expect(tablet.page.locator(".foot .primary")).to_be_enabled()
    look("nil-check")
    tap(".foot .primary")

    expect(tablet.page.locator("[data-saved]")).to_be_visible()
    look("nil-saved")
    assert tap.n == 4
    assert not faults, "\n".join(faults)


def test_a_nil_period_goes_on_from_the_last_find_and_is_a_production_at_the_office(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    week_ago = date.today() - timedelta(days=7)
    find = {**answers.PRODUCTION, "site": {"find": "bend"}, "licence": {"find": "0317"}, "finder": {"find": "lolo"}}
    tablet.record("production", {**find, "starts_on": week_ago, "ends_on": week_ago})

    tablet.begin("nil")
    tablet.answer("site", {"find": "bend"})
    tablet.next()
    number = tablet.save()
    tablet.send()

    assert tablet.state_of(number) == "received"
    tablet.open_record(number)
    shown = tablet.page.locator("dl.answers").inner_text()
    first = week_ago + timedelta(days=1)
    assert f"{first.day} {first:%b} {first.year}" in shown.replace("Sept", "Sep")
    tablet.assert_quiet()


@pytest.mark.parametrize(("size", "language"), [("tablet", "en"), ("phone", "fr")])
def test_what_is_recorded_more_rarely_can_be_read_and_touched(server, hand_out, pictures, size, language):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    faults = []

    def look(name):
        tablet.page.wait_for_timeout(120)
        tablet.page.screenshot(path=pictures / f"{name}-{size}-{language}.png")
        faults.extend(f"{name}: {fault}" for fault in faults_of(tablet.page))

    for form, given in answers.MORE.items():
        steps = iter(range(99))
        tablet.fill(form, given, each=lambda form=form, steps=steps: look(f"{form}-{next(steps)}"))
        look(f"{form}-check")
        tablet.page.locator("main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
        look(f"{form}-check-end")
        number = tablet.save()
        look(f"{form}-saved")
        tablet.open_record(number)
        look(f"{form}-record")
    tablet.go("#/records")
    look("more-records")
    tablet.home()
    look("more-home")
    tablet.page.locator("main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    look("more-home-end")

    assert not faults, "\n".join(faults)
    tablet.assert_quiet()


def test_what_is_recorded_more_rarely_arrives(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    numbers = [tablet.record(form, given) for form, given in answers.MORE.items()]

    tablet.send()

    assert [tablet.state_of(number) for number in numbers] == ["received"] * len(numbers)
