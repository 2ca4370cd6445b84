"""Staff come in with a password and a code from the telephone; who has lost it is let in by a second person."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.browser.ministry import PASSWORD
from tests.browser.test_desk_pages import SIZES, WORDS, faults, wider_than_the_screen

TITLES = {
    "en": ["Register your telephone", "Your recovery codes", "Enter the code from your telephone"],
    "fr": ["Enregistrez votre téléphone", "Vos codes de secours", "Saisissez le code de votre téléphone"],
}


@pytest.fixture
def asking(server):
    """A server that asks for the second factor, as a real one does."""
    server.desk("password", "renee", PASSWORD)
    server.stop()
    server.set["SECOND_FACTOR"] = "1"
    server.start()
    return server


@pytest.fixture
def at_the_door(chromium, asking):
    contexts = []

    def open_at(size, language="en"):
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=WORDS[language])
        spoken = {"en": "en-gb"}.get(language, language)
        context.add_cookies([{"name": "django_language", "value": spoken, "url": asking.address}])
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        return page

    yield open_at
    for context in contexts:
        context.close()


def looked_at(page):
    """Its own policy first: axe itself styles what it measures, and the policy complains of that."""
    assert page.complaints == []
    assert not wider_than_the_screen(page)
    assert faults(page) == []
    page.complaints.clear()


def sign_in(page, address):
    page.goto(f"{address}/desk/")
    page.fill("#id_username", "renee")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor/**")


def shown_key(page) -> bytes:
    return b32decode(page.locator("ol code").inner_text().replace(" ", ""))


def type_code(page, code):
    """By keys alone: the field has the focus."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "fr")])
def test_a_telephone_is_registered_once_and_asked_for_each_time(at_the_door, asking, pictures, size, language):
    page = at_the_door(size, language)
    new, codes, asked = TITLES[language]
    sign_in(page, asking.address)
    expect(page.locator("h1")).to_have_text(new)
    key = shown_key(page)
    page.screenshot(path=pictures / f"telephone-{size}-{language}.png", full_page=True)
    looked_at(page)

    type_code(page, f"{TOTP(key).token():06d}")
    expect(page.locator("h1")).to_have_text(codes)
    page.screenshot(path=pictures / f"recovery-codes-{size}-{language}.png", full_page=True)
    looked_at(page)
    recovery = page.locator("ul.codes code").all_inner_texts()
    page.locator("#content a.button").click()
    page.wait_for_selector(".home-body, .home .empty")

    page.locator("#logout-form button").click()
    sign_in(page, asking.address)
    expect(page.locator("h1")).to_have_text(asked)
    type_code(page, "000000")
    expect(page.locator(".errornote")).to_be_visible()
    page.screenshot(path=pictures / f"code-{size}-{language}.png", full_page=True)
    looked_at(page)
    type_code(page, recovery[0])
    page.wait_for_selector(".home-body, .home .empty")
    expect(page.locator(".messagelist")).to_contain_text(re.compile(r"\b9\b"))
    page.goto(f"{asking.address}/desk/signed-in/")
    page.screenshot(path=pictures / f"signed-in-{size}-{language}.png", full_page=True)
    looked_at(page)


def test_after_five_wrong_passwords_the_page_says_how_long_to_wait(at_the_door, asking, pictures):
    page = at_the_door("desk")
    for _each in range(5):
        page.goto(f"{asking.address}/desk/")
        page.fill("#id_username", "renee")
        page.fill("#id_password", "a guess")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator(".errornote")).to_contain_text("15 minutes")
    page.screenshot(path=pictures / "locked-out.png", full_page=True)
    # The browser tells of the answer's own number.
    page.complaints = [said for said in page.complaints if "429" not in said]
    looked_at(page)
