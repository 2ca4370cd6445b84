"""Work that travels without a network: from tablet to tablet, and as a file to the desk; nothing is doubled."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.seeing import faults_of
from tests.browser.test_photos import begin_site, finish
from tests.browser.test_tablet_screens import LOOKS, SIZES, Viewer
from tests.files.conftest import photo

NAMES = "Fanta Ouédi"


@pytest.fixture
def officers(server, hand_out):
    """Awa on tablet 14 and Bintou on tablet 15, both of whom have been heard once."""
    server.desk("colleague")
    server.desk("tablet", "15")
    tablets = []
    for number, officer in [("14", "awa"), ("15", "bintou")]:
        tablet = hand_out()
        tablet.enrol(server.desk("offer", number, officer)["code"])
        tablets.append(tablet)
    return tablets


def make_file(tablet, folder: Path) -> Path:
    tablet.go("#/handover")
    with tablet.page.expect_download() as coming:
        tablet.page.click(".primary")
    expect(tablet.page.locator("[data-made]")).to_contain_text("downloads")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def take_file(tablet, path: Path) -> None:
    tablet.go("#/handover")
    tablet.page.locator("input[type=file]").set_input_files(path)
    expect(tablet.page.locator("[data-carried]")).to_have_attribute("data-state", "here")


def offline_work(server, tablet) -> list[str]:
    server.stop()
    return [tablet.record(form, answers.FORMS[form]) for form in ("site", "digger")]


def test_a_colleague_carries_the_work_and_its_writer_sends_it_later(server, officers, tmp_path):
    awa, bintou = officers
    numbers = offline_work(server, awa)
    path = make_file(awa, tmp_path)
    take_file(bintou, path)
    # Neither the file nor the colleague's screen says what is in it.
    assert NAMES not in path.read_text()
    assert NAMES not in bintou.page.locator("body").inner_text()
    # Hers would else send by itself once a minute is over.
    awa.page.context.set_offline(True)
    server.start()

    bintou.send()

    assert server.desk("cases", *numbers) == dict.fromkeys(numbers, "pending")
    assert server.desk("came", "14")["records"] == 2
    assert awa.counts() == (2, 0, 0)
    awa.page.context.set_offline(False)
    bintou.go("#/handover")
    expect(bintou.page.locator("[data-carried='14']")).to_have_attribute("data-state", "received")

    awa.send()

    assert awa.counts() == (0, 2, 0)
    assert server.desk("came", "14") == {"submissions": 2, "records": 2, "kept": 0, "photos": 0}
    awa.assert_quiet()
    bintou.assert_quiet()


def test_the_writer_sends_first_and_the_colleague_doubles_nothing(server, officers, tmp_path):
    awa, bintou = officers
    offline_work(server, awa)
    take_file(bintou, make_file(awa, tmp_path))
    server.start()

    awa.send()
    bintou.send()

    assert server.desk("came", "14")["submissions"] == 2
    assert server.desk("came", "15")["submissions"] == 0


@pytest.fixture
def desk(chromium, server):
    """The registrar at her desk, in a window that a test may put at another size or in another language."""
    server.desk("password", "renee", PASSWORD)
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    desk = DeskPage(context.new_page(), server.address)
    desk.complaints = []
    desk.page.on("console", lambda said: desk.complaints.append(said.text) if said.type == "error" else None)
    yield desk
    context.close()


def test_the_desk_takes_in_a_file_with_its_photo(server, hand_out, desk, camera, tmp_path):
    awa = hand_out()
    awa.enrol(server.desk("offer", "14")["code"])
    server.stop()
    left = begin_site(awa)
    camera(photo(1200, 900))(awa, "photo")
    expect(awa.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)
    number = finish(awa, left)
    path = make_file(awa, tmp_path)
    server.start()

    desk.sign_in("renee")
    desk.page.goto(f"{server.address}/desk/sync/handedover/")
    desk.page.click("text=Take in a file")
    desk.page.set_input_files("input[type=file]", path)
    desk.page.click("input[type=submit].default")

    expect(desk.page.locator("table.faults")).to_contain_text("1 applied · photos")
    assert [one["state"] for one in server.desk("photos", number)] == ["kept"]
    awa.send()
    assert awa.counts() == (0, 1, 0)
    assert server.desk("came", "14") == {"submissions": 1, "records": 1, "kept": 1, "photos": 1}
    assert desk.complaints == []


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_the_page_can_be_read_and_touched(server, hand_out, tmp_path, size, language):
    width, height = SIZES[size]
    tablet = hand_out(width=width, height=height, language=language)
    folder = Path(os.environ.get("SCREENS", tmp_path)) / f"hand-over-{size}-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    viewer = Viewer(tablet, folder, language)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    tablet.go("#/handover")
    viewer.look("nothing")
    server.stop()
    tablet.record("buyer", answers.BUYER)
    tablet.go("#/handover")
    viewer.look("work")
    with tablet.page.expect_download() as coming:
        tablet.page.click(".primary")
    tablet.page.wait_for_selector(".notice.leaf")
    path = tmp_path / "file.json"
    coming.value.save_as(path)
    tablet.page.locator("input[type=file]").set_input_files(path)
    tablet.page.wait_for_selector("[data-carried]")
    viewer.look("carried")
    path.write_text(json.dumps({"kind": "kpfield/sealed"}))
    tablet.page.locator("input[type=file]").set_input_files(path)
    tablet.page.wait_for_selector(".notice.clay")
    viewer.look("custodian")

    tablet.home()
    tablet.page.click(".contact-line > button.secondary:last-child")
    expect(tablet.page.locator("[data-outcome]")).to_have_attribute("data-outcome", "no_network", timeout=30_000)
    tablet.go("#/diary")
    viewer.look("diary")

    assert not viewer.faults, "\n".join(viewer.faults)
    tablet.assert_quiet()


def test_the_desks_pages_can_be_read(server, desk, hand_out, tmp_path):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.record("buyer", answers.BUYER)
    tablet.send()
    desk.sign_in("renee")
    desk.page.goto(f"{server.address}/desk/accounts/tablet/")
    desk.page.click("#result_list tbody tr:first-child a")
    desk.page.click("text=Contacts and gaps")
    contacts = desk.page.url.partition("/desk/")[2]
    folder = Path(os.environ.get("SCREENS", tmp_path))
    faults = []
    for place in ["sync/handedover/", "sync/handedover/take-in/", contacts]:
        for width in (1440, 360):
            desk.page.set_viewport_size({"width": width, "height": 900})
            desk.page.goto(f"{server.address}/desk/{place}")
            desk.page.screenshot(path=folder / f"desk-{place.strip('/').split('/')[-1]}-{width}.png")
            faults += [f"{place} {fault}" for fault in faults_of(desk.page) if fault.startswith(("axe", "wider"))]

    assert not faults, "\n".join(faults)
