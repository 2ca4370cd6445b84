"""The tablet without a server: it opens, registers, measures and sells, and sends it all when there is one again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import answers


def test_six_records_made_with_the_server_stopped_are_sent_when_it_is_back(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()

    tablet.open_again()
    numbers = [tablet.record(form, given) for form, given in answers.FORMS.items()]
    assert tablet.counts() == (6, 0, 0)
    server.start()
    tablet.send()

    assert tablet.counts() == (0, 6, 0)
    assert server.desk("cases", *numbers) == dict.fromkeys(numbers, "pending")
    tablet.assert_quiet()


def test_a_letter_typed_before_the_battery_dies_is_still_there(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.begin("digger")
    tablet.answer("names", "Fanta Ou")
    tablet.page.wait_for_timeout(300)

    tablet.open_again()
    tablet.page.click("text=Continue")

    expect(tablet.page.locator("[data-field=names] input")).to_have_value("Fanta Ou")


# Typed as soon as there is a line to type in: before the page's first frame is on the screen.
TYPE_AT_ONCE = """words => new MutationObserver((_, watch) => {
  const line = document.querySelector('[data-field=names] input')
  if (!line) return
  watch.disconnect()
  line.value = words
  line.dispatchEvent(new InputEvent('input', { bubbles: true }))
}).observe(document.body, { childList: true, subtree: true })"""


def test_a_letter_typed_before_the_page_has_settled_stays(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.home()
    tablet.page.evaluate(TYPE_AT_ONCE, "Fanta Ou")

    tablet.begin("digger")
    tablet.page.wait_for_timeout(300)

    expect(tablet.page.locator("[data-field=names] input")).to_have_value("Fanta Ou")


def test_a_returned_record_is_answered_with_a_correction(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    number = tablet.record("digger", {**answers.DIGGER, "site": {"find": "bemba"}})
    tablet.send()
    server.desk("decide", number, "returned", "Which village?")
    tablet.send()
    assert tablet.counts() == (0, 0, 1)

    tablet.open_record(number)
    expect(tablet.page.locator(".said")).to_have_text("Which village?")
    tablet.page.click("main .primary")
    tablet.page.click("[data-answer=residence] a")
    tablet.answer("residence", "Tanga")
    tablet.next()
    assert tablet.save() == number
    tablet.send()

    assert tablet.counts() == (0, 1, 0)
    assert server.desk("cases", number) == {number: "pending"}


def test_a_returned_purchase_is_replaced_by_a_new_record_and_a_new_find(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    place = {"seller": {"find": "abdou"}, "licence": {"find": "0317"}, "site": {"find": "bemba"}}
    old = tablet.record("purchase", {**answers.PURCHASE, **place})
    tablet.send()
    server.desk("decide", old, "returned", "The slip says 1.15.")
    tablet.send()

    tablet.open_record(old)
    tablet.page.click("main .primary")
    tablet.page.click("[data-answer=carats] a")
    tablet.answer("carats", "1.15")
    tablet.next()
    new = tablet.save()
    tablet.send()

    assert new != old
    assert tablet.counts() == (0, 1, 0)
    assert tablet.state_of(old) == "replaced"
    server.desk("decide", new, "accepted")
    assert server.desk("cases", old, new) == {old: "replaced", new: "accepted"}


def test_a_young_persons_name_is_kept_nowhere(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.begin("digger")
    for code, value in {"names": "Petit Koné", "sex": "man", "birth_year": answers.TODAY.year - 15}.items():
        tablet.answer(code, value)
    tablet.next()

    expect(tablet.page.locator("h1")).to_have_text("The registration ends here")
    tablet.page.click(".foot .primary")
    expect(tablet.page.locator(".tiles")).to_be_visible()
    tablet.open_again()
    expect(tablet.page.locator("body")).not_to_contain_text("Petit")


def test_a_closed_tablet_keeps_its_work_and_gives_up_the_register(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.record("buyer", answers.BUYER)
    tablet.send()
    server.desk("revoke", "14")
    tablet.record("buyer", {**answers.BUYER, "number": "B-0601"})
    tablet.home()

    expect(tablet.page.locator("[data-outcome]")).to_have_attribute("data-outcome", "revoked")
    assert tablet.counts()[0] == 1


def test_a_newer_app_takes_over_neither_an_open_form_nor_what_is_not_sent(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.begin("buyer")
    left = dict(answers.BUYER)
    tablet.answer_view(left)
    server.stop()
    server.start("tests.browser.newer")
    tablet.look_for_a_newer_app()
    server.stop()

    # The form is finished under the app in which it was begun.
    assert tablet.worker_waits()
    while "#/check/" not in tablet.page.url:
        tablet.answer_view(left)
        tablet.step("Seen with my own eyes.")
    number = tablet.save()
    tablet.lock()
    assert tablet.worker_waits()
    tablet.unlock()
    assert tablet.counts() == (1, 0, 0)
    server.start("tests.browser.newer")
    tablet.send()
    assert server.desk("cases", number) == {number: "pending"}
    with tablet.page.expect_event("load"):
        tablet.lock()

    tablet.unlock()
    assert not tablet.worker_waits()
    assert tablet.counts() == (0, 1, 0)


def test_a_newer_app_waits_until_nothing_is_unfinished(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.begin("digger")
    server.stop()
    server.start("tests.browser.newer")
    tablet.look_for_a_newer_app()
    tablet.lock()
    assert tablet.worker_waits()

    tablet.unlock()
    tablet.home()
    tablet.page.click("text=Throw away")
    assert tablet.worker_waits()
    with tablet.page.expect_event("load"):
        tablet.lock()

    tablet.unlock()
    assert not tablet.worker_waits()
