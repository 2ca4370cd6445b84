"""Every screen of the tablet, on a tablet and a phone, in both languages: nothing cut off, nothing left in English."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of

SIZES = {"tablet": (800, 1280), "phone": (360, 740)}
# A page of its own is looked at once in each size and each language; `make test-all` looks at every pair of them.
LOOKS = [("tablet", "fr"), ("phone", "en")]
LOOKS += [("tablet", "en"), ("phone", "fr")] if os.environ.get("EVERYTHING") else []
# Words that stand in both languages, and names of people and places.
ENGLISH = ["Save and leave", "Back", "Next", "optional", "Home", "Records", "with the server", "Send now"]
FRENCH = ["Enregistrer et quitter", "Retour", "Suivant", "facultatif", "Accueil", "Fiches", "au serveur", "Envoyer"]


class Viewer:
    """Looks at each screen as the story goes on; pictures go to SCREENS, where a person looks at them."""

    def __init__(self, tablet, folder: Path, language: str) -> None:
        self.tablet, self.folder, self.language = tablet, folder, language
        self.faults: list[str] = []
        self.seen = 0

    def look(self, name: str):
        page = self.tablet.page
        # Nothing is drawn before it can be said.
        page.wait_for_selector("main")
        page.wait_for_timeout(120)
        # A button that has just become one is still between two colours.
        page.evaluate("() => Promise.allSettled(document.getAnimations().map((one) => one.finished))")
        self.seen += 1
        page.screenshot(path=self.folder / f"{self.seen:03d}-{name}.png")
        text = page.locator("body").inner_text()
        foreign = FRENCH if self.language == "en" else ENGLISH
        mixed = [f"in the other language: {word}" for word in foreign if word in text]
        self.faults += [f"{name}: {fault}" for fault in [*faults_of(page), *mixed]]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_can_be_read_and_touched(server, hand_out, tmp_path, size, language):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    folder = Path(os.environ.get("SCREENS", tmp_path)) / f"{size}-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    viewer = Viewer(tablet, folder, language)

    tell_the_story(server, tablet, viewer, language)

    assert not viewer.faults, "\n".join(viewer.faults)
    tablet.assert_quiet()


def test_the_dark_screens_can_be_read(server, hand_out, tmp_path):
    tablet = hand_out(width=360, height=740, color_scheme="dark")
    viewer = Viewer(tablet, tmp_path, "en")

    tablet.enrol(server.desk("offer", "14")["code"])
    viewer.look("home")
    write(tablet, viewer, "buyer", {**answers.BUYER, "ends_on": date(2025, 1, 1), "starts_on": date(2024, 1, 1)})
    tablet.send()
    server.desk("decide", "B-0600", "returned", "Which card?")
    tablet.send()
    tablet.open_record("B-0600")
    viewer.look("record")

    assert not viewer.faults, "\n".join(viewer.faults)


def test_the_keyboard_reaches_everything_and_shows_where_it_is(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.begin("site")
    # A new view first puts the focus on its heading, for whoever listens instead of looking.
    expect(tablet.page.locator("[data-start]")).to_be_focused()

    seen = [ring_after_tab(tablet.page) for _ in range(12)]

    assert all(seen), seen


def ring_after_tab(page) -> bool:
    """Whether what has the focus, or the box that it is drawn in, wears the ring."""
    page.keyboard.press("Tab")
    return page.evaluate(
        """() => {
          const worn = (one) => one && getComputedStyle(one).outline.includes("solid 3px");
          const one = document.activeElement;
          return one === document.body || [one, one.closest(".choice,.search-box,.amount-box")].some(worn);
        }"""
    )


def tell_the_story(server, tablet, viewer, language):
    tablet.page.goto(f"{server.address}/field/")
    viewer.look("enrol")
    tablet.next_in_form()
    viewer.look("enrol-missing")
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    viewer.look("home")
    numbers = [write(tablet, viewer, form, given) for form, given in answers.FORMS.items()]
    follow(server, tablet, viewer, numbers)
    leave(tablet, viewer)


def write(tablet, viewer, form, given):
    tablet.fill(form, given, each=lambda: viewer.look(f"{form}-question"))
    viewer.look(f"{form}-check")
    number = tablet.save()
    viewer.look(f"{form}-saved")
    return number


def follow(server, tablet, viewer, numbers):
    tablet.send()
    server.desk("decide", numbers[1], "returned", "Which village? Ask the chief, and write it down.")
    server.desk("decide", numbers[0], "accepted")
    tablet.send()
    viewer.look("home-returned")
    for state in ["", "/here", "/returned"]:
        tablet.go(f"#/records{state}")
        viewer.look("records")
    for number in [numbers[1], numbers[0], numbers[5]]:
        tablet.open_record(number)
        viewer.look("record")
    tablet.go("#/find")
    viewer.look("find")
    for words in ["lolo", "nobody at all"]:
        tablet.page.fill("#find", words)
        viewer.look("find-words")


def leave(tablet, viewer):
    tablet.begin("digger")
    tablet.next()
    viewer.look("digger-missing")
    tablet.home()
    viewer.look("home-unfinished")
    tablet.page.click(".rows .quiet")
    viewer.look("home-thrown")
    tablet.page.click(".bar-right button >> nth=0")
    viewer.look("home-sun")
    tablet.page.click(".bar-right button >> nth=-1")
    viewer.look("locked")
    tablet.page.fill("#passphrase", "not this one")
    tablet.next_in_form()
    tablet.page.wait_for_selector(".fault")
    viewer.look("locked-wrong")
