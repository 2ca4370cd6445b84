"""A photo from the camera to the desk: made small, stripped, kept through a flat battery, sent after the records."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.ministry import PASSWORD, DeskPage
from tests.files.conftest import located, photo


@pytest.fixture
def camera(tmp_path):
    """What a camera hands over, large and with the place it was taken at."""

    def shoot(content, name="../../IMG_0001.jpg"):
        file = {"name": name, "mimeType": "image/jpeg", "buffer": content}
        return lambda tablet, code: tablet.page.locator(f"[data-field={code}] input[type=file]").set_input_files(file)

    return shoot


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
