"""A day of an officer, in French, on the tablet that she carries: from the code at the office to the lock at night."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.test_capture import HERE, begin, corners, draw_a_cross, finish, go, question
from tests.browser.test_month import LINES, MonthPage
from tests.files.conftest import located

WHY = "Le carnet est resté au bureau."


def walk_around(tablet):
    """A square of a hundred metres."""
    area = question(tablet, "area")
    area.locator("button").first.click()
    sides = [*((north, 0) for north in range(0, 100, 5)), *((100, east) for east in range(0, 100, 5))]
    sides += [*((north, 100) for north in range(100, 0, -5)), *((0, east) for east in range(100, -1, -5))]
    for north, east in sides:
        go(tablet, north, east)
    assert corners(tablet) > 20


def test_a_day_of_an_officer(server, hand_out, camera):
    tablet = hand_out(language="fr", permissions=["geolocation"], geolocation={**HERE, "accuracy": 6})
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak("fr")
    tablet.lock()
    tablet.unlock()
    server.stop()

    # Somebody comes by: is he known?
    tablet.go("#/find")
    tablet.page.fill("#find", "lolo")
    expect(tablet.page.locator(".results li").first).to_be_visible()

    # A site that is walked around, and a woman who works there.
    left = begin(tablet, "site", answers.SITE, "area")
    walk_around(tablet)
    site = finish(tablet, left)
    agreed = {"consent_photo": True, "consent_on": answers.TODAY}
    left = begin(tablet, "digger", {**answers.DIGGER, **agreed}, "consent_photo")
    tablet.answer_view(left)
    camera(located(900, 1200))(tablet, "photo")
    expect(question(tablet, "photo").locator("img.photo-shown")).to_be_visible(timeout=30_000)
    while "signed" not in tablet.shown():
        tablet.answer_view(left)
        tablet.step(WHY)
    tablet.answer_view(left)
    question(tablet, "signed").locator("input[value=mark]").check(force=True)
    draw_a_cross(tablet)
    question(tablet, "signed").locator("input.input").fill("Josiane Bemba")
    tablet.step(WHY)
    tablet.call_another()
    digger = tablet.save()

    # What was found and sold, the money not quite as it should be.
    licence = tablet.record("licence", answers.LICENCE)
    find = tablet.record("production", answers.PRODUCTION)
    tablet.fill("purchase", answers.PURCHASE, reason=WHY)
    expect(tablet.page.locator("main")).to_contain_text(WHY)
    sale = tablet.save()
    tablet.open_record(sale)
    tablet.page.click("[data-show-paper]")
    expect(tablet.page.locator("[data-code]")).to_be_visible()
    expect(tablet.page.locator("main")).to_contain_text(sale)

    month = MonthPage(tablet)
    month.begin()
    month.first_line()
    for carats, thousands in LINES[1:]:
        month.line(carats, thousands)
    month.save()

    tablet.begin("nil")
    tablet.answer("site", {"find": "bend"})
    tablet.next()
    nil = tablet.save()
    inspection = tablet.record("inspection", answers.INSPECTION)
    written = [site, digger, licence, find, sale, nil, inspection]
    assert tablet.counts() == (len(written) + len(LINES), 0, 0)

    # The network is back, and the office has a question.
    server.start()
    tablet.send()
    server.desk("decide", sale, "returned", "Le bordereau dit 170 000.")
    tablet.send()
    assert tablet.counts()[2] == 1
    tablet.open_record(sale)
    expect(tablet.page.locator("main")).to_contain_text("Le bordereau dit 170 000.")
    tablet.page.click("main .primary")
    tablet.page.click("[data-answer=price] a")
    tablet.answer("price", "170000")
    tablet.next()
    corrected = tablet.save()
    tablet.send()

    assert tablet.counts() == (0, len(written) + len(LINES), 0)
    assert server.desk("cases", sale, corrected) == {sale: "returned", corrected: "pending"}
    assert len(server.desk("photos", digger)) == 2
    tablet.lock()
    expect(tablet.page.locator("body")).not_to_contain_text("Ouédi")
    tablet.assert_quiet()
