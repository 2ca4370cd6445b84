"""An officer registers somebody who may be in the register already: both are shown, and what he says is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.test_tablet_screens import LOOKS, SIZES, Viewer

# In the register stands Abdou Kambé, a man of 1971, number D-003107.
TWIN = {
    **{"names": "Cambe Abdu", "sex": "man", "birth_year": 1972, "birth_year_estimated": True, "residence": "Bemba"},
    **{"birthplace": "Loumé", "roles": ["digging"], "site": {"find": "bemba"}},
}
SAID = {"en": ["In the register", "about 1972", "alike"], "fr": ["Au registre", "vers 1972", "semblable"]}


@pytest.fixture
def tablet(server, hand_out):
    """Awa's tablet, which knows the register and has no network any more."""
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    return tablet


def asked_about(tablet) -> str:
    expect(tablet.page.locator("[data-alike]")).to_be_visible()
    return tablet.page.locator("[data-alike]").inner_text()


def say(tablet, what: str):
    tablet.page.click(f"[data-say={what}]")


def test_another_person_is_registered_and_the_office_reads_who_was_seen(server, tablet, chromium):
    tablet.answer_all("digger", TWIN)
    seen = asked_about(tablet)
    assert all(words in seen for words in ["Abdou Kambé", "D-003107", "1971", "Cambe Abdu", "about 1972", "Loumé"])
    say(tablet, "another")
    expect(tablet.page.locator("[data-another]")).to_contain_text("Abdou Kambé")
    number = tablet.save()
    server.start()
    tablet.send()

    server.desk("password", "renee", PASSWORD)
    desk = DeskPage(chromium.new_page(viewport={"width": 1440, "height": 900}), server.address)
    desk.sign_in("renee")
    desk.open_oldest()
    expect(desk.page.locator("h1")).to_contain_text(number)
    expect(desk.page.locator(".review-side")).to_contain_text("D-003107 Abdou Kambé (1971)")
    if folder := os.environ.get("SCREENS"):
        desk.page.screenshot(path=Path(folder) / "review-other.png")
    desk.page.click("text=D-003107 Abdou Kambé")
    expect(desk.page.locator("h1")).to_contain_text("Abdou Kambé")
    desk.page.close()
    tablet.assert_quiet()


def test_the_same_person_is_shown_and_nothing_new_is_saved(tablet):
    tablet.answer_all("digger", TWIN)
    asked_about(tablet)
    say(tablet, "same")

    expect(tablet.page.locator("h1")).to_contain_text("D-003107")
    expect(tablet.page.locator("[data-person]")).to_contain_text("Bemba bend")
    tablet.home()
    expect(tablet.page.locator(".unfinished .rows")).to_have_count(0)
    assert tablet.counts() == (0, 0, 0)
    tablet.assert_quiet()


def test_who_was_called_the_same_by_mistake_is_asked_about_again(tablet):
    tablet.answer_all("digger", TWIN)
    asked_about(tablet)
    say(tablet, "same")
    tablet.page.click(".undo button")
    asked_about(tablet)
    say(tablet, "another")

    expect(tablet.page.locator("[data-answer=names]")).to_contain_text("Cambe Abdu")
    tablet.page.click("[data-another] button")
    asked_about(tablet)
    say(tablet, "another")
    tablet.save()
    assert tablet.counts() == (1, 0, 0)


def test_who_was_registered_a_minute_ago_is_asked_about_too(tablet):
    tablet.answer_all("digger", TWIN)
    say(tablet, "another")
    first = tablet.save()
    tablet.answer_all("digger", {**TWIN, "birth_year": 1971, "birth_year_estimated": False})

    asked = [asked_about(tablet)]
    say(tablet, "another")
    expect(tablet.page.locator("[data-alike]")).to_contain_text("2 of 2.")
    asked.append(asked_about(tablet))
    assert "1 of 2." in asked[0]
    assert [sum(words in one for one in asked) for words in (first, "made on this tablet", "D-003107")] == [1, 1, 1]
    say(tablet, "another")
    expect(tablet.page.locator("[data-another]")).to_have_count(2)


def test_nobody_comes_up_over_answers_that_are_being_read_and_nobody_is_passed_over(tablet):
    tablet.answer_all("digger", TWIN)
    asked_about(tablet)
    address = tablet.page.url.split("#")[1]
    tablet.lock()
    tablet.unlock()

    tablet.go(f"#{address}")
    expect(tablet.page.locator("dl.answers")).to_be_visible()
    tablet.page.wait_for_timeout(600)
    expect(tablet.page.locator("dl.answers")).to_be_visible()
    tablet.next()
    asked_about(tablet)
    say(tablet, "another")
    tablet.save()


def test_the_answers_are_two_equal_buttons_that_the_keyboard_reaches(tablet):
    tablet.answer_all("digger", TWIN)
    asked_about(tablet)
    expect(tablet.page.locator("[data-alike] h2")).to_be_focused()
    boxes = [tablet.page.locator(f"[data-say={what}]").bounding_box() for what in ("same", "another")]
    styles = tablet.page.locator("[data-say]").evaluate_all(
        "all => all.map((one) => ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'borderColor']"
        ".map((name) => getComputedStyle(one)[name]).join())"
    )

    assert abs(boxes[0]["width"] - boxes[1]["width"]) < 1
    assert boxes[0]["height"] == boxes[1]["height"]
    assert len(set(styles)) == 1
    tablet.page.keyboard.press("Tab")
    expect(tablet.page.locator("[data-say=same]")).to_be_focused()
    tablet.page.keyboard.press("Tab")
    tablet.page.keyboard.press("Enter")
    expect(tablet.page.locator("dl.answers")).to_be_visible()


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_both_can_be_read_side_by_side(server, hand_out, tmp_path, size, language):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    folder = Path(os.environ.get("SCREENS", tmp_path)) / f"doubles-{size}-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    viewer = Viewer(tablet, folder, language)
    tablet.answer_all("digger", TWIN)

    seen = asked_about(tablet)
    viewer.look("alike")
    assert all(words in seen for words in SAID[language])
    here, there = (cell.bounding_box() for cell in tablet.page.locator(".alike tbody >> nth=0").locator("td").all())
    assert here["y"] == there["y"]
    say(tablet, "another")
    viewer.look("another")
    tablet.page.click("[data-another] button")
    say(tablet, "same")
    expect(tablet.page.locator("[data-person]")).to_be_visible()
    viewer.look("person")
    assert not viewer.faults, "\n".join(viewer.faults)
    tablet.assert_quiet()
