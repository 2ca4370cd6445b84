"""Practice: from the door, with neither code nor passphrase nor network, with people who do not exist."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.tablet import TabletPage
from tests.browser.test_tablet_screens import LOOKS, SIZES

# As somebody new does it: what the form needs, and no more.
NEW_DIGGER = {"names": "Awa Koné", "sex": "woman", "birth_year": 1990, "roles": ["washing"], "residence": "Bemba"}


class Hand:
    """Counts each touch of a finger; letters are typed on the tablet's own keyboard."""

    def __init__(self, page):
        self.page = page
        page.evaluate("""() => {
          window.touches = 0;
          addEventListener("click", (event) => {
            // A label touches its input once more by itself.
            if (event.isTrusted) window.touches += 1;
          }, { capture: true });
        }""")

    def touches(self) -> int:
        return self.page.evaluate("() => window.touches")


def at_the_door(tablet: TabletPage):
    tablet.page.goto(f"{tablet.address}/field/")
    expect(tablet.page.locator("[data-do=practise]")).to_be_visible()


def practise(tablet: TabletPage):
    tablet.page.click("[data-do=practise]")
    expect(tablet.page.locator("aside.practice")).to_be_visible()
    expect(tablet.page.locator("[data-form=digger]")).to_be_enabled()


def asked(page) -> list[str]:
    """What this page asks the server for from now on."""
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    return heard


def test_a_new_officer_registers_a_digger_before_he_has_a_code(server, hand_out):
    tablet = hand_out(width=360, height=740)
    at_the_door(tablet)
    practise(tablet)
    hand = Hand(tablet.page)

    tablet.page.click("[data-form=digger]")
    for _ in range(30):
        if "#/check/" in tablet.page.url:
            break
        for code in tablet.shown():
            if code in NEW_DIGGER:
                tablet.answer(code, NEW_DIGGER[code])
        tablet.step("He said so.")
    tablet.call_another()
    number = tablet.save()

    assert number.startswith("0-")
    assert hand.touches() <= 25
    tablet.assert_quiet()


def test_practice_asks_the_server_for_nothing_and_leaves_nothing_behind(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    before = server.desk("came", "14")
    tablet.lock()
    practise(tablet)
    heard = asked(tablet.page)

    tablet.record("site", {**answers.SITE, "region": "P1"})
    tablet.record("digger", NEW_DIGGER | {"site": {"find": "lower"}})
    tablet.go("#/records")
    expect(tablet.page.locator("[data-record]")).to_have_count(2)
    tablet.page.wait_for_timeout(1500)
    assert [url for url in heard if "/api/" in url] == []
    tablet.page.click("[data-do=end]")
    expect(tablet.page.locator("#passphrase")).to_be_visible()

    assert tablet.page.locator("aside.practice").count() == 0
    assert tablet.page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)") == ["kpfield"]
    tablet.unlock()
    assert tablet.counts() == (0, 0, 0)
    tablet.send()
    assert server.desk("came", "14") == before
    tablet.assert_quiet()


def test_practice_begins_anew_and_needs_no_network(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.lock()
    server.stop()
    tablet.page.reload()
    practise(tablet)
    tablet.record("digger", NEW_DIGGER)

    tablet.page.click("[data-do=anew]")
    expect(tablet.page.locator(".tiles")).to_be_visible()
    tablet.go("#/records")

    expect(tablet.page.locator("main")).to_be_visible()
    assert tablet.page.locator("[data-record]").count() == 0
    tablet.assert_quiet()


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_practice_cannot_be_taken_for_work(server, hand_out, pictures, size, language):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    at_the_door(tablet)
    faults = []

    def look(name):
        tablet.page.wait_for_timeout(150)
        tablet.page.screenshot(path=pictures / f"practice-{name}-{size}-{language}.png")
        faults.extend(f"{name}: {fault}" for fault in faults_of(tablet.page))

    look("door")
    practise(tablet)
    look("home")
    tablet.go("#/find")
    look("find")
    tablet.begin("purchase")
    look("form")
    tablet.page.click(".practice [data-do=end]")
    expect(tablet.page.locator("#code")).to_be_visible()

    assert not faults, "\n".join(faults)
    tablet.assert_quiet()


def test_the_map_can_be_practised_with_invented_sites(hand_out, server):
    tablet = hand_out()
    at_the_door(tablet)
    practise(tablet)
    tablet.page.click(".below a[href='#/map']")

    expect(tablet.page.locator("[data-pick]")).to_have_count(6)
    expect(tablet.page.locator("[data-packs]")).to_have_count(0)
    tablet.page.click("[data-pick] >> nth=0")
    expect(tablet.page.locator("[data-chosen]")).to_be_visible()
    assert faults_of(tablet.page) == []
    tablet.assert_quiet()
