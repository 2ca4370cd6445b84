"""A tablet in the wrong hands: what its disk shows, who can open it, and what the custodian still gets out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.browser.seeing import faults_of
from tests.browser.tablet import PASSPHRASE, TabletPage

OTHERS = "bintou’s own words"

DIGGER = {
    "names": "Zibelda Quaremba",
    "nickname": "Tchouvakis",
    "sex": "woman",
    "birth_year": 1984,
    "birthplace": "Ouarzandé",
    "mother_names": "Hortensia Plumbago",
    "residence": "Kirundwezi",
    "document_kind": "voter_card",
    "document_number": "VC7391846205",
    "document_seen": True,
    "roles": ["washing"],
}
BUYER = {**answers.BUYER, "number": "B-QX7719", "names": "Evariste Mbolokwe"}
SITE = {**answers.SITE, "name": "Nyamuzinga bend", "place": "Tembwelele"}
PURCHASE = {
    **answers.PURCHASE,
    "slip_number": "BRL 8827364",
    "seller": {"find": "zibelda"},
    "licence": {"find": "0317"},
    "buyer": {"find": "evariste"},
    "site": {"find": "nyamuzinga"},
    "witness": "Philomena Ndagijimana",
}
# Of the register, of the officer, of a colleague, of what was recorded and sent, of what was left unfinished.
CANARIES = [
    "Élodie Koumba", "Abdou Kambé", "Paul Sowé", "D-004218", "L-0317", "Bemba bend",
    "Doumbia", "Sangaré",
    "Zibelda Quaremba", "Tchouvakis", "Ouarzandé", "Hortensia Plumbago", "Kirundwezi", "VC7391846205",
    "B-QX7719", "Evariste Mbolokwe", "Nyamuzinga", "Tembwelele", "BRL 8827364", "Philomena Ndagijimana",
    "Unfinished Person",
]  # fmt: skip


@pytest.fixture
def profile(chromium, tmp_path, server):
    """Open the tablet in a profile that stays on the disk; close it before its folder is read."""
    opened = []

    def open_it():
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=QUIETLY,
            viewport={"width": 800, "height": 1280},
            locale="en-GB",
            timezone_id="Africa/Lagos",
        )
        opened.append(context)
        return TabletPage(context.pages[0], server.address)

    open_it.folder = tmp_path / "profile"
    yield open_it
    for context in opened:
        context.close()


def found_in(folder: Path, words: list[str]) -> dict[str, list[str]]:
    """In which files each word stands, as UTF-8, as UTF-16 and as Latin-1."""
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    hits = {}
    for word in words:
        spelt = {word.encode(), word.encode("utf-16-le"), word.encode("latin-1", "replace")}
        hits[word] = [str(path) for path, data in files.items() if any(form in data for form in spelt)]
    return {word: where for word, where in hits.items() if where}


def use(tablet, server) -> list[str]:
    """A day's work: sent records, unsent ones, an unfinished form, a colleague; then the tablet is shut."""
    server.desk("colleague")
    tablet.enrol(server.desk("offer", "14")["code"])
    numbers = [tablet.record(form, given) for form, given in {"site": SITE, "digger": DIGGER, "buyer": BUYER}.items()]
    tablet.send()
    numbers.append(tablet.record("purchase", PURCHASE))
    tablet.begin("digger")
    tablet.answer("names", "Unfinished Person")
    tablet.page.wait_for_timeout(300)
    tablet.lock()
    tablet.join(server.desk("offer", "14", "bintou")["code"], OTHERS)
    tablet.lock()
    return numbers


def test_the_profile_of_a_locked_tablet_shows_none_of_twenty_words_and_opens_by_its_own_passphrase(profile, server):
    tablet = profile()
    numbers = use(tablet, server)
    expect(tablet.page.locator("body")).not_to_contain_text("Doumbia")
    assert faults_of(tablet.page) == []
    tablet.page.context.close()

    assert len(CANARIES) > 20
    assert found_in(profile.folder, [*CANARIES, *numbers]) == {}
    assert found_in(profile.folder, ["kpfield"]), "the folder is not the one that was used"

    again = profile()
    again.page.goto(f"{server.address}/field/")
    again.page.click("[data-officer='1']")
    again.unlock_in_vain(OTHERS)
    again.unlock(PASSPHRASE)
    assert again.state_of(numbers[0]) != ""
    again.lock()
    again.page.click("[data-officer='2']")
    again.unlock_in_vain(PASSPHRASE)
    again.unlock(OTHERS)
    assert again.counts() == (0, 0, 0)
    again.go("#/records")
    expect(again.page.locator("body")).not_to_contain_text("Zibelda")


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
    database = server.folder / "server.sqlite3"
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    yesterday = database.read_bytes()
    server.start()
    sent = tablet.record("buyer", answers.BUYER)
    tablet.send()
    server.stop()
    database.write_bytes(yesterday)
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


def test_after_ten_wrong_tries_only_the_office_lets_the_officer_try_again(server, hand_out):
    tablet = hand_out()
    tablet.page.clock.install()
    tablet.enrol(server.desk("offer", "14")["code"])
    number = tablet.record("buyer", answers.BUYER)
    tablet.lock()
    for _ in range(10):
        tablet.page.fill("#passphrase", "not these words")
        tablet.page.click("button.primary")
        tablet.page.wait_for_timeout(1500)
        tablet.page.clock.fast_forward("01:00:00")

    expect(tablet.page.locator("h1")).to_have_text("The tablet is shut")
    assert faults_of(tablet.page) == []
    tablet.page.fill("#code", server.desk("offer", "14")["code"])
    tablet.page.click("button.primary")
    tablet.unlock()

    assert tablet.state_of(number) != ""
    tablet.assert_quiet()


def test_a_report_in_confidence_is_read_by_its_reader_and_nowhere_on_the_tablet(profile, server, tmp_path):
    server.manage("make_recovery_key", "--reader", "the ombudsman", "--out", str(tmp_path / "reader.pem"))
    tablet = profile()
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    assert faults_of(tablet.page) == []
    tablet.page.click("a[href='#/report']")
    expect(tablet.page.locator("body")).to_contain_text("the ombudsman")
    assert faults_of(tablet.page) == []
    tablet.page.check("input[value=state_forces]", force=True)
    tablet.page.fill("#where", "Kwilumbazi")
    tablet.page.fill("#words", "Six men at Tambourazo")
    tablet.page.click("form button.primary")
    expect(tablet.page.locator("[data-sealed]")).to_be_visible()

    assert tablet.counts() == (0, 0, 0)
    for page in ["#/records", "#/report", "#/"]:
        tablet.go(page)
        expect(tablet.page.locator("body")).not_to_contain_text("Kwilumbazi")
    server.start()
    tablet.send()
    tablet.page.context.close()

    assert found_in(profile.folder, ["Kwilumbazi", "Tambourazo"]) == {}
    assert "Six men at Tambourazo" in server.manage("open_reports", "--key", str(tmp_path / "reader.pem"))
