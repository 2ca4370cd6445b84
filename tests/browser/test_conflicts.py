"""The same answer changed on the tablet and at the office: both see both, a person decides, the officer reads what."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.seeing import faults_of
from tests.browser.test_tablet_screens import LOOKS, SIZES, Viewer


def collide(server, tablet) -> str:
    """A site is returned; the officer corrects place and name while the office changes the place."""
    number = tablet.record("site", answers.SITE)
    tablet.send()
    server.desk("decide", number, "returned", "Which village?")
    tablet.send()
    tablet.open_record(number)
    tablet.page.click(".standing-card .primary")
    for code, value in [("place", "Tshala"), ("name", "Upper Bemba")]:
        tablet.page.click(f"[data-answer={code}] a")
        tablet.answer(code, value)
        tablet.next()
    server.desk("rewrite", number, "place", "Boya")
    tablet.save()
    tablet.send()
    return number


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_what_two_have_changed_is_shown_answer_by_answer_and_decided(
    server, hand_out, chromium, tmp_path, size, language
):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    folder = Path(os.environ.get("SCREENS", tmp_path)) / f"conflict-{size}-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    viewer = Viewer(tablet, folder, language)

    number = collide(server, tablet)

    tablet.open_record(number)
    expect(tablet.page.locator("[data-collisions]")).to_contain_text("Tshala")
    expect(tablet.page.locator("[data-collisions]")).to_contain_text("Boya")
    viewer.look("record")
    assert decide(server, chromium, folder, language) == []
    tablet.send()
    tablet.open_record(number)
    expect(tablet.page.locator(".standing-card")).to_have_attribute("data-state", "received")
    expect(tablet.page.locator(".timeline")).to_contain_text({"en": "As you wrote it:", "fr": "Comme vous"}[language])
    viewer.look("decided")
    assert not viewer.faults, "\n".join(viewer.faults)
    tablet.assert_quiet()


def decide(server, chromium, folder, language) -> list[str]:
    """The registrar takes what the officer wrote; what is wrong with her page."""
    server.desk("password", "renee", PASSWORD)
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    desk = DeskPage(context.new_page(), server.address)
    desk.sign_in("renee")
    spoken = {"en": "en-gb"}.get(language, language)
    context.add_cookies([{"name": "django_language", "value": spoken, "url": server.address}])
    desk.page.goto(f"{server.address}/desk/sync/submission/?kept=conflict")
    desk.page.click("#result_list tbody tr:first-child a")
    expect(desk.page.locator("#collisions")).to_contain_text("Boya")
    expect(desk.page.locator("h1")).to_have_text({"en": "Submission site 2", "fr": "Envoi site 2"}[language])
    faults = [fault for fault in faults_of(desk.page) if fault.startswith(("axe", "wider"))]
    desk.page.screenshot(path=folder / "desk.png")
    desk.page.check("#collisions input[value=wrote]")
    desk.page.click("#collisions input[type=submit]")
    expect(desk.page.locator(".messagelist")).to_contain_text({"en": "Decided.", "fr": "Décidé."}[language])
    context.close()
    return faults
