"""A photo from the camera to the desk: made small, stripped, kept through a flat battery, sent after the records."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.seeing import faults_of
from tests.files.conftest import located, noisy, photo, written


def begin_site(tablet):
    """Up to the view that asks for the photo."""
    tablet.begin("site")
    left = dict(answers.SITE)
    while "photo" not in tablet.shown():
        tablet.answer_view(left)
        tablet.step("Seen with my own eyes.")
    return left


def finish(tablet, left):
    while "#/check/" not in tablet.page.url:
        tablet.answer_view(left)
        tablet.step("Seen with my own eyes.")
    return tablet.save()


def test_a_photo_is_small_and_stripped_and_reaches_the_desk(server, hand_out, camera):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    left = begin_site(tablet)
    camera(located(3000, 2000))(tablet, "photo")
    expect(tablet.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)

    # A flat battery in the middle of the form.
    tablet.open_again()
    tablet.page.click("text=Continue")
    expect(tablet.page.locator("img.photo-shown")).to_be_visible()
    number = finish(tablet, left)
    tablet.send()

    assert tablet.counts() == (0, 1, 0)
    [kept] = server.desk("photos", number)
    assert kept["state"] == "kept"
    assert kept["size"] <= 300_000
    # Turned as the camera was held.
    assert kept["height"] > kept["width"]
    assert not kept["canary"]
    tablet.assert_quiet()


def test_what_is_no_picture_is_refused_with_a_sentence(server, hand_out, camera):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    left = begin_site(tablet)

    camera(b"<!doctype html><script>alert(1)</script>")(tablet, "photo")

    expect(tablet.page.locator("[data-field=photo]")).to_contain_text("This picture cannot be read.")
    assert finish(tablet, left)
    tablet.assert_quiet()


def test_a_photo_may_be_taken_again_or_left_out(server, hand_out, camera):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    left = begin_site(tablet)
    for seed in (1, 2):
        camera(photo(seed=seed))(tablet, "photo")
        expect(tablet.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)
    tablet.page.click("[data-field=photo] button.quiet")
    expect(tablet.page.locator("img.photo-shown")).to_have_count(0)

    number = finish(tablet, left)
    tablet.send()

    assert server.desk("photos", number) == []


def test_the_reviewer_sees_the_photo_small_and_opens_it(server, hand_out, camera, chromium):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    left = begin_site(tablet)
    camera(photo(1200, 900))(tablet, "photo")
    expect(tablet.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)
    finish(tablet, left)
    tablet.send()
    server.desk("password", "renee", PASSWORD)
    desk = DeskPage(chromium.new_page(), server.address)
    desk.page.on("console", lambda message: tablet.hear(message))
    desk.sign_in("renee")
    desk.open_oldest()

    small = desk.page.locator(".photos img")
    expect(small).to_be_visible()
    assert small.evaluate("image => image.naturalWidth") == 1200
    assert small.bounding_box()["height"] < 300
    small.click()

    expect(desk.page.locator("img")).to_be_visible()
    tablet.assert_quiet()
    desk.page.close()


# -- a tablet in the wrong hands ------------------------------------------------------------------------------------


def taken(tablet, camera, content, seen=None):
    """A site with its photo, up to the tick; the hash under which the photo lies."""
    left = begin_site(tablet)
    camera(content)(tablet, "photo")
    expect(tablet.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)
    if seen is not None:
        seen.append(bytes_of(tablet))
    return finish(tablet, left)


def remember(tablet):
    """Keep hold of the picture that the page shows: its policy forbids a script to ask for it by its address."""
    tablet.page.add_init_script(
        "const make = URL.createObjectURL; URL.createObjectURL = (blob) => make.call(URL, window.shown = blob)"
    )


def bytes_of(tablet) -> bytes:
    """The photo as the tablet shows it, which is as it is sent."""
    return bytes(tablet.page.evaluate("async () => [...new Uint8Array(await window.shown.arrayBuffer())]"))


def runs_of(content: bytes) -> list[bytes]:
    """Pieces of the picture from all over it, each long enough to stand nowhere else."""
    return [content[at : at + 24] for at in range(700, len(content) - 24, len(content) // 40)]


def test_the_profile_of_a_locked_tablet_holds_no_run_of_a_photo(profile, server, camera):
    tablet = profile()
    remember(tablet)
    tablet.enrol(server.desk("offer", "14")["code"])
    seen = []
    taken(tablet, camera, located(1600, 1200), seen)
    tablet.send()
    # One that is sent, one that waits, one of a form that was left, one that was taken again.
    server.stop()
    taken(tablet, camera, photo(1400, 1000, seed=2), seen)
    begin_site(tablet)
    for seed in (3, 4):
        camera(photo(1400, 1000, seed=seed))(tablet, "photo")
        expect(tablet.page.locator(".photo-take input")).to_be_enabled(timeout=30_000)
        expect(tablet.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)
        seen.append(bytes_of(tablet))
    tablet.lock()
    tablet.page.context.close()

    assert len({*seen}) == 4
    files = {path: path.read_bytes() for path in profile.folder.rglob("*") if path.is_file()}
    found = {str(path) for path, data in files.items() for one in seen for run in runs_of(one) if run in data}
    assert found == set()
    # What is looked for would be found: the same photos lie there, as long as they are, under their keys.
    assert sum(len(data) for data in files.values()) > sum(map(len, seen))
    assert any(run in seen[0] for run in runs_of(seen[0]))


def test_the_custodian_opens_the_photos_of_a_closed_tablet_and_nothing_is_doubled(server, hand_out, camera, tmp_path):
    server.manage("make_recovery_key", "--out", str(tmp_path / "key.pem"))
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    sent = taken(tablet, camera, photo(1200, 900, seed=1))
    tablet.send()
    server.stop()
    unsent = taken(tablet, camera, photo(1200, 900, seed=2))
    server.desk("revoke", "14")
    server.start()
    tablet.home()
    tablet.page.click(".contact-line > button.secondary:last-child")
    expect(tablet.page.locator("[data-closed]")).to_be_visible(timeout=30_000)
    with tablet.page.expect_download() as download:
        tablet.page.click("[data-do=copies]")
    download.value.save_as(tmp_path / "sealed.kpfield")
    command = ["open_sealed", str(tmp_path / "sealed.kpfield"), "--key", str(tmp_path / "key.pem")]

    opened, again = server.manage(*command), server.manage(*command)

    assert b"\xff\xd8\xff" not in (tmp_path / "sealed.kpfield").read_bytes()
    assert "Applied: 1. Here already: 1." in opened
    assert "Photos kept: 1. Here already: 1." in opened
    assert "Photos kept: 0. Here already: 2." in again
    assert [one["state"] for number in (sent, unsent) for one in server.desk("photos", number)] == ["kept", "kept"]
    tablet.assert_quiet()


# -- a full tablet --------------------------------------------------------------------------------------------------

MB = 1_000_000
# What the app itself takes, what is set aside for records, and some room for photos.
SMALL_DISK = 24 * MB
FILL = """async () => {
    const db = await new Promise((done) => {
        const asked = indexedDB.open("filler", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("bytes", { autoIncrement: true });
        asked.onsuccess = () => done(asked.result);
    });
    const put = (size) => new Promise((done) => {
        const bytes = Array.from({ length: size / 50_000 }, () => crypto.getRandomValues(new Uint8Array(50_000)));
        const at = db.transaction("bytes", "readwrite", { durability: "strict" });
        at.objectStore("bytes").put(bytes);
        at.oncomplete = () => done(true);
        at.onabort = () => done(false);
    });
    // What cannot fit makes the browser count anew what is left; it remembers an earlier count for half a minute.
    for (const size of [50_000_000, 1_000_000, 100_000, 50_000]) while (await put(size));
    db.close();
}"""
EMPTY = """() => new Promise((done) => {
    const asked = indexedDB.deleteDatabase("filler");
    asked.onsuccess = done;
})"""


@pytest.fixture
def on_a_small_disk(server, hand_out):
    """A tablet on which an app may keep little, enrolled."""
    tablet = hand_out()
    line = tablet.page.context.new_cdp_session(tablet.page)
    line.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": SMALL_DISK})
    tablet.enrol(server.desk("offer", "14")["code"])
    return tablet


def fill_while_the_next_is_read(tablet):
    """After room was looked for, and before the photo is written."""
    tablet.page.evaluate(
        f"""() => {{
            const read = createImageBitmap;
            window.createImageBitmap = async (...all) => {{ await ({FILL})(); return read(...all); }};
        }}"""
    )


def grainy():
    return written(noisy(1600, 1200), quality=90)


def test_a_disk_that_fills_up_in_the_middle_of_a_photo_costs_no_word_and_the_photo_is_taken_later(
    server, on_a_small_disk, camera
):
    tablet = on_a_small_disk
    left = begin_site(tablet)
    fill_while_the_next_is_read(tablet)
    camera(grainy())(tablet, "photo")
    question = tablet.page.locator("[data-field=photo]")
    expect(question).to_contain_text("There is no room for photos", timeout=60_000)
    expect(tablet.page.locator("img.photo-shown")).to_have_count(0)
    assert faults_of(tablet.page) == []

    # What was written before is there after a restart.
    tablet.open_again()
    tablet.page.click("text=Continue")
    expect(question).to_be_visible()
    tablet.page.evaluate(EMPTY)
    camera(grainy())(tablet, "photo")
    expect(tablet.page.locator("img.photo-shown")).to_be_visible(timeout=30_000)
    number = finish(tablet, left)
    tablet.send()

    [kept] = server.desk("photos", number)
    assert kept["state"] == "kept"
    assert tablet.counts() == (0, 1, 0)
    tablet.assert_quiet()


def test_on_a_full_disk_no_photo_is_taken_and_records_are_written_on(server, on_a_small_disk, camera):
    tablet = on_a_small_disk
    left = begin_site(tablet)
    fill_while_the_next_is_read(tablet)
    camera(grainy())(tablet, "photo")
    expect(tablet.page.locator("[data-field=photo]")).to_contain_text("There is no room", timeout=60_000)
    numbers = [finish(tablet, left)]
    for n in range(3):
        numbers.append(tablet.record("buyer", {**answers.BUYER, "number": f"B-06{n:02d}"}))

    begin_site(tablet)
    camera(grainy())(tablet, "photo")
    expect(tablet.page.locator("[data-field=photo]")).to_contain_text("There is no room", timeout=60_000)
    tablet.page.evaluate(EMPTY)
    tablet.open_again()
    tablet.send()
    assert tablet.counts() == (0, 4, 0)
    assert server.desk("cases", *numbers) == dict.fromkeys(numbers, "pending")
