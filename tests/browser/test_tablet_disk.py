"""A tablet whose disk fails it: what was shown as saved is still there, once, and the officer is told what is not."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.browser.seeing import faults_of
from tests.browser.tablet import TabletPage


@pytest.fixture
def profile(chromium, tmp_path, server):
    """Open the tablet in a profile that stays on the disk: `profile()`; `profile.folder` is where it lies."""
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


@pytest.fixture
def used(profile, server):
    """A tablet with one record sent and two here, closed; and the numbers of the three."""
    tablet = profile()
    tablet.enrol(server.desk("offer", "14")["code"])
    numbers = [buyer(tablet, 1)]
    tablet.send()
    server.stop()
    numbers += [buyer(tablet, 2), buyer(tablet, 3)]
    tablet.assert_quiet()
    tablet.page.context.close()
    return numbers


def buyer(tablet, n: int) -> str:
    return tablet.record("buyer", {**answers.BUYER, "number": f"B-060{n}", "names": f"Sali Baro {n}"})


def reopened(profile, server) -> TabletPage:
    tablet = profile()
    tablet.page.goto(f"{server.address}/field/")
    tablet.unlock()
    return tablet


def database(profile):
    return next((profile.folder / "Default" / "IndexedDB").glob("*.leveldb"))


def log_files(profile):
    """The files of the origin's private file system; what the browser notes of them is in databases beside."""
    system = profile.folder / "Default" / "File System"
    return [path for path in system.rglob("0*") if path.is_file() and path.parent.parent.name == "t"]


def test_a_database_that_was_silently_emptied_comes_back_out_of_the_log(profile, server, used):
    shutil.rmtree(database(profile))

    tablet = reopened(profile, server)
    expect(tablet.page.locator("[data-restored='3']")).to_contain_text("3 records are safe here")
    assert faults_of(tablet.page) == []
    assert tablet.counts()[0] == 2
    server.start()
    tablet.send()

    assert server.desk("cases", *used) == dict.fromkeys(used, "pending")
    assert {tablet.state_of(number) for number in used} == {"received"}
    tablet.assert_quiet()
