"""A tablet whose disk fails it: what was shown as saved is still there, once, and the officer is told what is not."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests.browser import answers
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.browser.killing import HOOKS, kill, stands_at
from tests.browser.seeing import faults_of
from tests.browser.tablet import TabletPage


@pytest.fixture
def profile(chromium, tmp_path, server):
    """Open the tablet in a profile that stays on the disk: `profile()`; `profile.folder` is where it lies."""
    opened = []

    def open_it(folder=tmp_path / "profile", *, hooks="", width=800, height=1280, locale="en-GB"):
        context = chromium.browser_type.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            args=QUIETLY,
            bypass_csp=bool(hooks),
            viewport={"width": width, "height": height},
            locale=locale,
            timezone_id="Africa/Lagos",
        )
        context.add_init_script(hooks)
        opened.append(context)
        return TabletPage(context.pages[0], server.address)

    open_it.folder = tmp_path / "profile"
    yield open_it
    for context in opened:
        with suppress(Error):
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


def given(n: int) -> dict:
    return {**answers.BUYER, "number": f"B-060{n}", "names": f"Sali Baro {n}"}


def buyer(tablet, n: int) -> str:
    return tablet.record("buyer", given(n))


def reopened(profile, server, folder=None, **how) -> TabletPage:
    tablet = profile(folder or profile.folder, **how)
    tablet.page.goto(f"{server.address}/field/")
    tablet.unlock()
    return tablet


def lose_database(profile):
    shutil.rmtree(database(profile))


def database(profile) -> Path:
    return next((profile.folder / "Default" / "IndexedDB").glob("*.leveldb"))


def files(profile) -> Path:
    return profile.folder / "Default" / "File System"


def log_file(profile) -> Path:
    """In the origin's private file system, where files have no names: it begins as each of its entries does."""
    begun = [path for path in files(profile).rglob("0*") if path.is_file() and path.read_bytes()[:4] == b"kpf1"]
    return max(begun, key=lambda path: path.stat().st_mtime)


# -- one of the two journals fails -----------------------------------------------------------------------------------


def test_a_database_that_was_silently_emptied_comes_back_out_of_the_log(profile, server, used):
    lose_database(profile)

    tablet = reopened(profile, server)
    expect(tablet.page.locator("[data-restored='3']")).to_contain_text("3 records are safe here")
    assert faults_of(tablet.page) == []
    assert tablet.counts()[0] == 2
    server.start()
    tablet.send()

    assert server.desk("cases", *used) == dict.fromkeys(used, "pending")
    assert {tablet.state_of(number) for number in used} == {"received"}
    tablet.assert_quiet()


def in_the_middle(path: Path):
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 4096] = os.urandom(4096)
    path.write_bytes(data)


def overwrite_its_log(folder: Path):
    for path in [*folder.glob("*.log"), *folder.glob("*.ldb")]:
        in_the_middle(path)


def lose_its_manifest(folder: Path):
    for path in folder.glob("MANIFEST-*"):
        path.unlink()


def garble_its_pointer(folder: Path):
    (folder / "CURRENT").write_bytes(b"nonsense\n")


def cut_its_log(folder: Path):
    for path in folder.glob("*.log"):
        os.truncate(path, path.stat().st_size // 2)


def lose_its_log(folder: Path):
    for path in folder.glob("*.log"):
        path.unlink()


def empty_its_files(folder: Path):
    for path in [*folder.glob("*.log"), *folder.glob("*.ldb")]:
        os.truncate(path, 0)


@pytest.mark.parametrize("damage", [overwrite_its_log, cut_its_log, lose_its_log, empty_its_files])
def test_whatever_happens_to_the_files_of_the_database_no_record_is_lost(profile, server, used, damage):
    damage(database(profile))

    tablet = reopened(profile, server)
    server.start()
    tablet.send()

    assert server.desk("cases", *used) == dict.fromkeys(used, "pending")
    assert {tablet.state_of(number) for number in used} == {"received"}


@pytest.mark.parametrize("damage", [lose_its_manifest, garble_its_pointer])
def test_where_the_browser_opens_no_database_any_more_the_custodian_reads_the_log(
    profile, server, seal, used, damage, tmp_path
):
    damage(database(profile))
    tablet = profile()
    tablet.page.goto(f"{server.address}/field/")

    expect(tablet.page.locator("main")).to_contain_text("What was saved is still there", timeout=30_000)
    expect(tablet.page.locator("[data-do=copies]")).to_be_visible()
    assert faults_of(tablet.page) == []
    with tablet.page.expect_download() as download:
        tablet.page.click("[data-do=copies]")
    download.value.save_as(tmp_path / "sealed.kpfield")
    server.manage("open_sealed", str(tmp_path / "sealed.kpfield"), "--key", str(seal))
    assert server.desk("cases", *used) == dict.fromkeys(used, "pending")


@pytest.fixture
def seal(server, tmp_path):
    """The ministry's recovery key, made before the tablet is enrolled."""
    server.manage("make_recovery_key", "--out", str(tmp_path / "key.pem"))
    return tmp_path / "key.pem"


def tear_its_tail(profile):
    log = log_file(profile)
    os.truncate(log, log.stat().st_size - 40)


def lose_all_files(profile):
    shutil.rmtree(files(profile))


@pytest.mark.parametrize("damage", [tear_its_tail, lose_all_files])
def test_a_log_that_was_torn_or_lost_is_made_again_and_holds_everything(profile, server, used, damage):
    damage(profile)
    tablet = reopened(profile, server)
    assert tablet.counts()[0] == 2
    expect(tablet.page.locator("[data-restored], [data-journals]")).to_have_count(0)
    tablet.page.context.close()
    lose_database(profile)

    tablet = reopened(profile, server)
    expect(tablet.page.locator("[data-restored='3']")).to_be_visible()
    server.start()
    tablet.send()
    assert server.desk("cases", *used) == dict.fromkeys(used, "pending")


def test_a_tablet_that_was_cleared_counts_on_and_says_what_the_office_waits_for(profile, server, used):
    # The office was told of all three by a batch of which only the first came.
    told = "from apps.accounts.models import Tablet; Tablet.objects.update(announced_seq=3)"
    server.manage("shell", "-c", told)
    lose_database(profile)
    lose_all_files(profile)
    server.start()
    tablet = profile()
    tablet.enrol(server.desk("offer", "14")["code"])

    expect(tablet.page.locator("[data-cleared='2']")).to_contain_text(
        "2 records that it had made are not at the office"
    )
    assert faults_of(tablet.page) == []
    number = buyer(tablet, 4)
    tablet.send()
    assert server.desk("cases", number) == {number: "pending"}
    tablet.home()
    tablet.page.click("text=I have read this")
    expect(tablet.page.locator("[data-cleared]")).to_have_count(0)


# -- two tabs, a full disk -------------------------------------------------------------------------------------------


def test_two_tabs_that_save_at_once_write_one_row_of_numbers_into_both_journals(profile, server):
    first = profile()
    first.enrol(server.desk("offer", "14")["code"])
    server.stop()
    second = TabletPage(first.page.context.new_page(), server.address)
    second.page.goto(f"{server.address}/field/")
    second.unlock()
    for n, tablet in enumerate([first, second, first, second]):
        tablet.page.bring_to_front()
        tablet.fill("buyer", given(n))
        if tablet is second:
            save_together(first, second)

    expect(first.page.locator("[data-saved]")).to_be_visible()
    expect(second.page.locator("[data-saved]")).to_be_visible()
    first.page.context.close()
    lose_database(profile)
    tablet = reopened(profile, server)
    expect(tablet.page.locator("[data-restored='4']")).to_be_visible()
    server.start()
    tablet.send()
    assert tablet.counts() == (0, 4, 0)
    assert server.manage("shell", "-v0", "-c", SEQS).split() == ["1", "2", "3", "4"]


SEQS = "from apps.sync.models import Submission as S; print(*sorted(S.objects.values_list('seq', flat=True)))"


def save_together(*tablets):
    """By a click that each page makes itself, so that none waits for the other's."""
    for tablet in tablets:
        tablet.page.evaluate("() => { setTimeout(() => document.querySelector('.foot .primary').click(), 300) }")
    for tablet in tablets:
        tablet.until("() => document.querySelector('[data-saved]') !== null")


def test_a_full_disk_saves_nothing_by_half_and_says_so(profile, server):
    tablet = profile()
    line = tablet.page.context.new_cdp_session(tablet.page)
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    buyer(tablet, 1)
    tablet.fill("buyer", given(2))
    line.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": 1})
    tablet.next()

    expect(tablet.page.locator("main")).to_contain_text("is not saved yet", timeout=30_000)
    assert faults_of(tablet.page) == []
    line.send("Storage.overrideQuotaForOrigin", {"origin": server.address})
    tablet.next()
    expect(tablet.page.locator("[data-saved]")).to_be_visible()
    tablet.page.context.close()
    lose_database(profile)
    tablet = reopened(profile, server)
    expect(tablet.page.locator("[data-restored='2']")).to_be_visible()


# -- the browser dies ------------------------------------------------------------------------------------------------

# Every step is tried by `make test-all`; `make test` takes a few of each thread's.
STEP = 1 if os.environ.get("EVERYTHING") else 5


@pytest.fixture
def checked(profile, server):
    """A profile that was closed while the officer had a record checked and not yet saved; another was saved before."""
    tablet = profile()
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    buyer(tablet, 1)
    tablet.fill("buyer", given(2))
    tablet.page.wait_for_timeout(500)
    hash_ = tablet.page.evaluate("location.hash")
    tablet.page.context.close()
    return hash_


@pytest.mark.parametrize("who", ["page", "worker"])
def test_a_browser_killed_at_any_await_of_a_save_leaves_the_record_whole_or_the_form(profile, server, checked, who):
    seen = []
    for step in range(1, 200, STEP):
        folder = profile.folder.with_name(f"{who}-{step}")
        shutil.copytree(profile.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("Singleton*"))
        tablet = reopened(profile, server, folder, hooks=HOOKS)
        tablet.go(checked)
        expect(tablet.page.locator("dl.answers")).to_be_visible()
        stood = stands_at(tablet.page, who, step)
        kill(folder)
        with suppress(Error):
            tablet.page.context.close()
        seen.append((stood, *left_in(profile, server, folder)))
        shutil.rmtree(folder)
        if stood is None:
            break

    print(*seen, sep="\n")
    assert len(seen) > 1, "it was never killed before the tick"
    # The record or its unfinished form, never both and never neither; and what was shown as saved is a record.
    assert {(records, drafts) for _, records, drafts in seen} <= {(1, 1), (2, 0)}
    assert seen[-1] == (None, 2, 0)


def left_in(profile, server, folder) -> tuple[int, int]:
    """(records, unfinished forms) that the officer finds after the next start."""
    tablet = reopened(profile, server, folder)
    here, _, _ = tablet.counts()
    drafts = tablet.page.locator(".unfinished .rows li").count()
    expect(tablet.page.locator("[data-restored], [data-journals]")).to_have_count(0)
    tablet.page.context.close()
    return here, drafts
