"""A tablet that the office has closed: what still comes out of it, to whom, and what it gives up."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.tablet import PASSPHRASE
from tests.browser.test_tablet_vault import BUYER, OTHERS


@pytest.fixture
def key(server, tmp_path):
    """Where the custodian's private half lies."""
    server.manage("make_recovery_key", "--out", str(tmp_path / "key.pem"))
    return tmp_path / "key.pem"


def closed(tablet, server) -> tuple[str, str]:
    """A tablet with one record that was sent and one that was not, which the office closes; their numbers."""
    tablet.enrol(server.desk("offer", "14")["code"])
    sent = tablet.record("buyer", answers.BUYER)
    tablet.send()
    server.stop()
    unsent = tablet.record("buyer", {**answers.BUYER, "number": "B-0601", "names": "Sali Baro"})
    server.desk("revoke", "14")
    server.start()
    tablet.home()
    tablet.page.click(".contact-line > button.secondary:last-child")
    return sent, unsent


def test_the_custodian_opens_the_sealed_copies_of_a_closed_tablet_and_nothing_is_doubled(
    server, hand_out, key, tmp_path
):
    tablet = hand_out()
    sent, unsent = closed(tablet, server)

    expect(tablet.page.locator("[data-closed]")).to_be_visible(timeout=30_000)
    assert faults_of(tablet.page) == []
    with tablet.page.expect_download() as download:
        tablet.page.click("[data-do=copies]")
    download.value.save_as(tmp_path / "sealed.kpfield")
    assert b"Sali Baro" not in (tmp_path / "sealed.kpfield").read_bytes()
    opened = server.manage("open_sealed", str(tmp_path / "sealed.kpfield"), "--key", str(key))

    assert "Applied: 1. Here already: 1." in opened
    assert server.desk("cases", sent, unsent) == {sent: "pending", unsent: "pending"}


def test_a_closed_tablet_sends_its_sealed_copies_by_itself_and_the_custodian_opens_them(server, hand_out, key):
    tablet = hand_out()
    sent, unsent = closed(tablet, server)
    expect(tablet.page.locator("[data-closed]")).to_be_visible(timeout=30_000)
    server.stop()
    tablet.page.click("[data-do=drop]")
    expect(tablet.page.locator("[data-closed]")).to_contain_text("Not all of it could be sent. It is safe here")
    assert faults_of(tablet.page) == []
    server.start()
    tablet.page.click("[data-do=drop]")
    expect(tablet.page.locator("[data-dropped]")).to_be_visible(timeout=30_000)
    assert faults_of(tablet.page) == []
    tablet.page.reload()
    expect(tablet.page.locator("[data-dropped]")).to_be_visible()

    assert "Applied: 1. Here already: 1." in server.manage("open_sealed", "--key", str(key))
    assert server.manage("open_sealed", "--key", str(key)) == ""
    assert server.desk("cases", sent, unsent) == {sent: "pending", unsent: "pending"}
    tablet.assert_quiet()


def test_what_a_restored_server_lost_comes_from_a_tablet_that_was_closed_since(server, hand_out, key):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    yesterday = server.backup()
    sent = tablet.record("buyer", answers.BUYER)
    tablet.send()
    server.stop()
    server.restore(yesterday)
    server.desk("revoke", "14")
    server.start()
    tablet.page.click(".contact-line > button.secondary:last-child")
    tablet.page.click("[data-do=drop]")
    expect(tablet.page.locator("[data-dropped]")).to_be_visible(timeout=30_000)

    assert server.desk("cases", sent) == {}
    assert "Applied: 1." in server.manage("open_sealed", "--key", str(key))
    assert server.desk("cases", sent) == {sent: "pending"}


def test_a_closed_tablet_without_a_custodian_keeps_its_work_and_gives_up_the_register(server, hand_out):
    tablet = hand_out()
    _sent, unsent = closed(tablet, server)

    expect(tablet.page.locator("[data-outcome=revoked]")).to_contain_text("Your records are safe here", timeout=30_000)
    assert faults_of(tablet.page) == []
    tablet.go("#/find")
    expect(tablet.page.locator("body")).not_to_contain_text("Koumba")
    tablet.open_again()
    assert tablet.state_of(unsent) == "here"


def test_a_report_reaches_its_reader_from_a_closed_tablet_on_which_nothing_else_lies(server, hand_out, key, tmp_path):
    server.manage("make_recovery_key", "--reader", "the ombudsman", "--out", str(tmp_path / "reader.pem"))
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.page.route("**/reports/", lambda route: route.abort())
    tablet.page.click("a[href='#/report']")
    tablet.page.check("input[value=state_forces]", force=True)
    tablet.page.fill("#where", "Kwilumbazi")
    tablet.page.fill("#words", "Six men at Tambourazo")
    tablet.page.click("form button.primary")
    expect(tablet.page.locator("[data-sealed]")).to_be_visible()
    server.desk("revoke", "14")
    tablet.home()
    tablet.page.click(".contact-line > button.secondary:last-child")
    expect(tablet.page.locator("[data-closed]")).to_be_visible(timeout=30_000)
    expect(tablet.page.locator("[data-do=drop]")).to_have_count(0)
    assert "Tambourazo" not in server.manage("open_reports", "--key", str(tmp_path / "reader.pem"))

    tablet.page.unroute("**/reports/")
    with tablet.page.expect_response("**/reports/"):
        tablet.page.reload()

    assert "Six men at Tambourazo" in server.manage("open_reports", "--key", str(tmp_path / "reader.pem"))


def test_a_colleague_goes_on_where_the_office_closed_the_tablet_for_one_officer(server, hand_out, key):
    tablet = hand_out()
    server.desk("colleague")
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    tablet.record("buyer", BUYER)
    tablet.lock()
    server.desk("leave", "14", "awa")
    server.start()
    tablet.join(server.desk("offer", "14", "bintou")["code"], OTHERS)
    tablet.lock()
    tablet.choose_officer(1)
    # Opened, it asks the server at once, and is closed again.
    tablet.page.fill("#passphrase", PASSPHRASE)
    tablet.page.click("button.primary")
    expect(tablet.page.locator("[data-closed]")).to_be_visible(timeout=30_000)

    tablet.choose_officer(2)
    tablet.unlock(OTHERS)
    tablet.record("buyer", {**answers.BUYER, "number": "B-0700"})
    tablet.send()
    assert tablet.counts() == (0, 1, 0)
    tablet.lock()
    tablet.choose_officer(1)
    tablet.page.click("[data-do=drop]")
    expect(tablet.page.locator("[data-dropped]")).to_be_visible(timeout=30_000)
    assert "Applied: 1. Here already: 1." in server.manage("open_sealed", "--key", str(key))
