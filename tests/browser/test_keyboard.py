"""The work of a day by the keyboard alone, at both sizes; at no moment is it unseen where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.browser.tablet import PASSPHRASE
from tests.browser.test_tablet_screens import SIZES
from tests.browser.test_taps import WORK


@pytest.fixture
def keyed(server, hand_out):
    """A tablet on its home screen, and its keys."""

    def take(size):
        width, height = SIZES[size]
        tablet = hand_out(width=width, height=height)
        tablet.enrol(server.desk("offer", "14")["code"])
        tablet.home()
        return tablet, Keys(tablet)

    return take


@pytest.mark.parametrize("size", SIZES)
def test_the_work_of_a_day_is_done_by_keys_alone(keyed, size):
    tablet, keys = keyed(size)

    for form, (_, given) in WORK.items():
        keys.press(f"[data-form={form}]")
        expect(tablet.page.locator(".questions")).to_be_visible()
        keys.fill(given)
        keys.press(".foot .primary")
        expect(tablet.page.locator("[data-saved]")).to_be_visible()
        keys.press(".foot a.primary")
        expect(tablet.page.locator(".tiles")).to_be_visible()

    assert keys.lost == []
    tablet.assert_quiet()


@pytest.mark.parametrize("size", SIZES)
def test_what_is_looked_up_is_found_by_keys_alone(keyed, size):
    tablet, keys = keyed(size)
    page = tablet.page

    keys.press("a[href='#/find']")
    keys.type("#find", "lolo")
    keys.press(".results a")
    expect(page.locator("[data-person]")).to_be_visible()
    keys.press("a[href='#/']")
    keys.press("a[href='#/papers']")
    keys.type("#paper-number", "D-004218")
    keys("Enter")
    expect(page.locator("[data-verdict]")).to_be_visible(timeout=15_000)
    keys.press("a[href='#/']")
    keys.press(".bar-right button:last-child")
    expect(page.locator("#passphrase")).to_be_visible()
    keys.look("Enter")
    keys.type("#passphrase", PASSPHRASE)
    keys("Enter")
    expect(page.locator(".tiles")).to_be_visible(timeout=30_000)

    assert keys.lost == []


@pytest.mark.parametrize("size", SIZES)
def test_a_page_of_a_collector_is_keyed_by_keys_alone(keyed, size):
    tablet, keys = keyed(size)
    page = tablet.page

    keys.press("[data-form=month]")
    expect(page.locator("#month")).to_be_visible()
    for code, value in [("buyer", {"find": "paul"}), ("origin_known", False), ("currency", "XAL")]:
        keys.answer(code, value)
    keys.press(".foot .primary")
    for words in ["BRL 101", "4", "0.45", "38000"]:
        page.keyboard.type(words)
        keys("Enter")
    page.keyboard.type("lolo")
    keys.press("[data-seller]")
    keys.press("[data-line='1']")
    keys.press("[data-do=remove]")
    keys.press("[data-do=undo]")
    keys.press("[data-do=done]")
    keys.press(".foot .primary")
    expect(page.locator("[data-month-saved]")).to_be_visible(timeout=30_000)
    keys.look("Enter")

    assert keys.lost == []


def test_what_is_taken_away_leaves_the_keyboard_where_it_was(keyed):
    tablet, keys = keyed("phone")
    page = tablet.page

    keys.press("[data-form=production]")
    keys.press("[data-field=site] .results button")
    assert keys.is_on(".picked button")
    keys("Enter")
    assert keys.is_on("[data-field=site] input[type=search]")
    keys.press("[data-field=site] .results button")
    keys.press(".foot .primary")
    keys.press(".foot .primary")
    # What is missing is where the keyboard goes.
    assert keys.is_on("[data-field=starts_on] input")
    keys.press("header button")
    keys.press(".unfinished .quiet")
    assert keys.is_on(".undo button")
    keys("Enter")
    assert keys.is_on(".unfinished h2, .unfinished a")

    assert keys.lost == []
    assert page.locator(".unfinished li").count() == 1
