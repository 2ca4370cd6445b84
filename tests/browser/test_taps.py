"""How often a finger touches the screen for the work of each day; letters on the keyboard are not counted."""

from __future__ import annotations

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.test_tablet_screens import SIZES

TODAY = date.today()
# The most touches that a task may take (issue 5), on a tablet and on a phone; letters and keys of a number are none.
WORK = {
    "digger": (
        25,
        {"names": "Fanta Ouédi", "sex": "woman", "birth_year": 1984, "residence": "Bemba", "roles": ["washing"]},
    ),
    "production": (
        12,
        {
            "site": {"find": "bend"},
            "licence": {"find": "0317"},
            "starts_on": TODAY,
            "ends_on": TODAY,
            "basis": "weighed",
            "carats": "1.25",
        },
    ),
    "purchase": (
        20,
        {
            "bought_on": TODAY,
            "seller": {"find": "lolo"},
            "seller_role": "digger",
            "buyer": {"find": "paul"},
            "origin_known": False,
            "carats": "1.25",
            "price": "180000",
            "currency": "XAL",
            "payment": "cash",
        },
    ),
    "nil": (4, {"site": {"find": "bend"}}),
}


# In ms. So long after a touch no finger touches again but by mistake.
LATER = 450


class Finger:
    """
    An officer's finger, which touches as fingers do: what it does not have to touch, it does not.

    Each touch is kept with the place where it was spent; SPENT=1 prints them.
    """

    def __init__(self, tablet) -> None:
        self.tablet, self.page = tablet, tablet.page
        self.touches: list[str] = []

    def __call__(self, what: str):
        self.page.locator(what).first.tap()
        self.touches.append(what)
        self.page.wait_for_timeout(LATER if self.narrow else 80)

    @property
    def narrow(self):
        return self.page.viewport_size["width"] < 600

    def fill_in(self, given):
        left = dict(given)
        for _ in range(60):
            if "#/check/" in self.page.url:
                return
            before = self.page.url
            while before == self.page.url and (shown := [code for code in self.tablet.shown() if code in left]):
                self.answer(shown[0], left.pop(shown[0]))
            if passed := [code for code in self.open() if code in left]:
                self(f"[data-passed={passed[0]}]")
            elif before == self.page.url:
                self(".foot .primary")
                assert self.page.url != before, self.page.locator(".fault").all_inner_texts()
        raise AssertionError(f"never ends: {self.touches}")

    def open(self):
        """What is proposed as he would answer it, the finger leaves as it is."""
        return [code for code in self.tablet.passed() if self.page.locator(f"[data-passed={code}] .hint").count()]

    def answer(self, code, value):
        question = f"[data-field={code}]"
        if value == TODAY:
            self(f"{question} button")
        elif isinstance(value, dict):
            self.pick(question, value["find"])
        elif isinstance(value, bool | list) or self.page.locator(f"{question} input[type=radio]").count():
            for one in value if isinstance(value, list) else [{True: "yes", False: "no"}.get(value, value)]:
                self(f"{question} label:has(input[value='{one}'])")
        else:
            self.write(f"{question} input", value)

    def pick(self, question, words):
        # Where there are few, or it was named lately, it is there to be touched.
        result = f"{question} .results button:has-text('{words}')"
        if not self.page.locator(result).count():
            self.write(f"{question} input[type=search]", words)
        self(result)

    def write(self, box, value):
        if not self.page.locator(box).evaluate("box => box === document.activeElement"):
            self(box)
        self.page.keyboard.type(str(value))


@pytest.fixture
def in_hand(server, hand_out):
    """A tablet on its home screen, which fingers touch: `in_hand("phone", "fr")`."""

    def take(size, language="en"):
        width, height = SIZES[size]
        tablet = hand_out(width=width, height=height, language=language, has_touch=True)
        tablet.enrol(server.desk("offer", "14")["code"])
        tablet.speak(language)
        tablet.home()
        return tablet

    return take


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", SIZES)
def test_the_work_of_a_day_takes_few_touches(in_hand, size, language):
    tablet = in_hand(size, language)
    spent = {}

    for form, (_, given) in WORK.items():
        finger = Finger(tablet)
        finger(f"[data-form={form}]")
        expect(tablet.page.locator(".questions")).to_be_visible()
        finger.fill_in(given)
        finger(".foot .primary")
        expect(tablet.page.locator("[data-saved]")).to_be_visible()
        spent[form] = list(finger.touches)
        finger(".foot .primary")
        expect(tablet.page.locator(".tiles")).to_be_visible()

    if os.environ.get("SPENT"):
        for form, touches in spent.items():
            print(f"\n{form} {size} {language}: {len(touches)}", *touches, sep="\n  ")
    most = {form: most for form, (most, _) in WORK.items()}
    assert {form: len(touches) for form, touches in spent.items() if len(touches) > most[form]} == {}
    tablet.assert_quiet()


AGREES = {"consent_programmes": True, "consent_on": TODAY}


def touches_of(tablet, names):
    """Of somebody who agrees to be told of programmes, from the tile to the tick; what is proposed is left as it is."""
    finger = Finger(tablet)
    tablet.home()
    finger("[data-form=digger]")
    finger.fill_in(WORK["digger"][1] | AGREES | {"names": names})
    finger(".foot .primary")
    expect(tablet.page.locator("[data-saved]")).to_be_visible()
    return len(finger.touches)


@pytest.mark.parametrize("size", SIZES)
def test_the_language_of_a_consent_is_proposed_and_costs_no_touch(in_hand, server, size):
    """At first that of the screen, then the one that was spoken last."""
    tablet = in_hand(size)

    first = touches_of(tablet, "Sira Diané")
    tablet.record("digger", WORK["digger"][1] | AGREES | {"names": "Abou Kéita", "consent_language": "qlu"})
    second = touches_of(tablet, "Josiane Bemba")

    if os.environ.get("SPENT"):
        print(f"\ndigger who agrees {size}: {first}, {second}")
    assert first == second <= WORK["digger"][0]
    tablet.send()
    assert server.desk("spoken_in") == ["en", "qlu", "qlu"]
    tablet.assert_quiet()


def asks(tablet, code):
    expect(tablet.page.locator(f"[data-field={code}], [data-passed={code}]").first).to_be_visible()


def test_a_touched_answer_leads_a_finger_on_and_back_leads_to_it(in_hand):
    tablet = in_hand("phone")
    page = tablet.page
    tablet.begin("production")
    page.locator("[data-field=site] .results button").first.tap()
    asks(tablet, "starts_on")
    page.wait_for_timeout(LATER)

    page.locator("[data-field=starts_on] .day-near button").first.tap()
    asks(tablet, "licence")
    page.locator(".foot .primary").tap()
    asks(tablet, "basis")
    page.wait_for_timeout(LATER)
    page.locator("[data-field=basis] label").first.tap()
    asks(tablet, "nil")
    # A wet finger touches twice: the second time nobody has read what is asked.
    page.locator("[data-field=nil] label").last.tap()
    expect(page.locator("[data-field=nil] input:checked")).to_have_count(0)

    page.locator(".foot .secondary").tap()
    asks(tablet, "basis")
    expect(page.locator("[data-field=basis] input[value=weighed]")).to_be_checked()
    page.wait_for_timeout(LATER)
    page.locator("[data-field=basis] label").nth(1).tap()
    asks(tablet, "nil")
    tablet.assert_quiet()


def test_a_key_a_mouse_or_whoever_hears_the_screen_is_never_led_on(in_hand):
    tablet = in_hand("phone")
    page = tablet.page
    tablet.begin("production")
    here = page.url
    result = page.locator("[data-field=site] .results button").first
    # What presses in the stead of a finger for whoever hears the screen makes a click, and no pointer.
    for press in [lambda: result.press("Enter"), lambda: result.evaluate("one => one.click()"), lambda: result.click()]:
        press()
        expect(page.locator("[data-field=site] .picked")).to_be_visible()
        page.wait_for_timeout(400)
        assert page.url == here
        page.locator(".picked button").click()
    result.click()
    tablet.next()
    asks(tablet, "starts_on")
    page.locator(".day-near button").first.press("Enter")
    page.wait_for_timeout(400)
    asks(tablet, "starts_on")
    tablet.next()
    tablet.next()
    asks(tablet, "basis")
    page.locator("[data-field=basis] input").first.press("Space")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)
    asks(tablet, "basis")
    expect(page.locator("[data-field=basis] input[value=notebook]")).to_be_checked()


def test_what_lacks_its_answer_is_said_among_those_that_were_passed_by(in_hand):
    tablet = in_hand("phone", "fr")
    page = tablet.page
    tablet.begin("digger")
    given = WORK["digger"][1]
    for code in ["names", "sex", "birth_year", "nickname", "nationality", "residence", "address", "roles"]:
        asks(tablet, code)
        if code in given:
            tablet.answer(code, given[code])
        tablet.next()
    tablet.answer_passed("consent_photo", True)
    asks(tablet, "consent_on")

    tablet.next()

    expect(page.locator("[data-passed=consent_on] .fault")).to_be_visible()
    expect(page.locator("[data-passed=consent_on]")).to_be_focused()
    tablet.answer_passed("consent_on", TODAY)
    tablet.next()
    tablet.call_another()
    expect(page.locator("dl.answers")).to_be_visible()
    tablet.assert_quiet()
