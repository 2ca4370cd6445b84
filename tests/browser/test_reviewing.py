"""A morning by the keyboard alone: ten records reviewed, one returned with a sentence that its officer reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.seeing import faults_of

TEN = [f"F-{n:02d}" for n in range(10)]
SPOKEN = {"en": "en-gb", "fr": "fr"}
WEIGHT = {
    "en": "The weight is not that of the slip or notebook. Read it again.",
    "fr": "Le poids n’est pas celui du bordereau ou du cahier. Relisez-le.",
}
MOST = 80


@pytest.fixture
def at_the_desk(chromium, server):
    """Somebody who works without a mouse: `at_the_desk("salif", "fr")`."""
    opened = []

    def sign_in(username, language="en", size=(1440, 900)):
        server.desk("password", username, PASSWORD)
        opened.append(chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB"))
        desk = DeskPage(opened[-1].new_page(), server.address)
        desk.sign_in(username)
        cookie = {"name": "django_language", "value": SPOKEN[language], "url": server.address}
        opened[-1].add_cookies([cookie])
        return desk.page

    yield sign_in
    for context in opened:
        context.close()


@pytest.fixture
def folder(tmp_path):
    folder = Path(os.environ.get("SCREENS", tmp_path)) / "reviewing"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def press(page, key, *, goes_on=True):
    if not goes_on:
        page.keyboard.press(key)
        return
    with page.expect_navigation():
        page.keyboard.press(key)


def walk_to(page, what):
    for _ in range(MOST):
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {what}")


def look(page, folder, name):
    page.screenshot(path=folder / f"{name}.png")
    assert [fault for fault in faults_of(page) if fault.startswith(("axe", "wider"))] == []


@pytest.mark.parametrize(("language", "size"), [("en", (1440, 900)), ("fr", (1024, 768))])
def test_ten_records_are_reviewed_by_the_keyboard_alone(server, at_the_desk, folder, language, size):
    server.desk("queue", "10")
    page = at_the_desk("salif", language, size)
    page.goto(f"{server.address}/desk/")
    look(page, folder, f"home-{language}")

    walk_to(page, ".work a")
    press(page, "Enter")
    walk_to(page, "#result_list tbody a")
    press(page, "Enter")
    look(page, folder, f"two-decide-{language}")
    press(page, "a")
    return_with_a_sentence(page, folder, language)
    for _ in TEN[2:]:
        press(page, "a")

    assert page.url.endswith("/desk/review/case/")
    came = server.desk("cases", *TEN)
    assert came == {"F-00": "pending", "F-01": "returned"} | dict.fromkeys(TEN[2:], "accepted")
    taken_back_and_passed_on_again(server, page, folder, language)
    decided_by_a_second(server, at_the_desk, folder, language, size)


def taken_back_and_passed_on_again(server, page, folder, language):
    """T asks why; whoever took it back stands on the same record and may decide anew."""
    page.goto(f"{server.address}/desk/review/case/?stands=second")
    walk_to(page, "#result_list tbody a")
    press(page, "Enter")
    press(page, "t", goes_on=False)
    page.keyboard.type("8.00 ?")
    look(page, folder, f"take-back-{language}")
    page.keyboard.press("Tab")
    press(page, "Enter")
    look(page, folder, f"taken-back-{language}")
    press(page, "a")


def return_with_a_sentence(page, folder, language):
    """R opens the sentences, the arrows choose one, Enter sends it."""
    press(page, "r", goes_on=False)
    for _ in range(MOST):
        if page.locator("input[name=phrase]:checked").count() and WEIGHT[language] in chosen(page):
            break
        page.keyboard.press("ArrowDown")
    look(page, folder, f"return-{language}")
    press(page, "Enter")


def chosen(page):
    return page.locator("label:has(input[name=phrase]:checked)").inner_text()


def decided_by_a_second(server, at_the_desk, folder, language, size):
    page = at_the_desk("renee", language, size)
    page.goto(f"{server.address}/desk/review/case/?stands=second")
    walk_to(page, "#result_list tbody a")
    press(page, "Enter")
    look(page, folder, f"second-{language}")
    press(page, "a")

    assert server.desk("cases", "F-00") == {"F-00": "accepted"}


def test_a_return_is_read_on_the_tablet_in_the_officers_language(server, at_the_desk, hand_out):
    tablet = hand_out(language="fr")
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak("fr")
    number = tablet.record("site", answers.SITE)
    tablet.send()
    page = at_the_desk("salif")
    page.goto(f"{server.address}/desk/review/case/")
    walk_to(page, "#result_list tbody a")
    press(page, "Enter")
    page.keyboard.press("r")
    page.keyboard.press("Space")
    press(page, "Enter")
    tablet.send()

    tablet.open_record(number)

    expect(tablet.page.locator("main")).to_contain_text("La photo est illisible. Reprenez-la.")
    tablet.assert_quiet()
