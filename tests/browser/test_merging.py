"""A registrar finds that somebody is registered twice, merges the two, and undoes it after a sale."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk_pages import WORDS, desk, faults, visit, wider_than_the_screen  # noqa: F401

LIST = "persons/resemblance/"


@pytest.fixture
def entered_twice(server):
    server.desk("twice")
    server.manage("work", "--once")
    return server


def test_two_entries_are_merged_and_parted_again_after_a_sale(desk, entered_twice):  # noqa: F811
    page = visit(desk(), LIST)
    page.click("#result_list tbody tr:first-child a")
    page.wait_for_url("**/desk/pairs/*/*/")
    expect(page.locator(".standing")).to_contain_text("Alike: names")
    address = page.url

    # The entry that was there first stands.
    keep = page.locator(".decision button", has_text="D-004218 stands").get_attribute("data-key")
    page.keyboard.press(keep)
    expect(page.locator(".messagelist")).to_contain_text("D-005001 is the same person as D-004218")
    expect(page.locator(".empty")).to_contain_text("No two entries look like one person.")

    entered_twice.desk("sell", "D-005001", "000101")
    page.goto(address)
    expect(page.locator(".where")).to_have_text("D-005001 is the same person as D-004218, who counts.")
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("two entries again. Nothing was lost.")
    assert entered_twice.desk("sellers") == {"000101": "D-005001"}

    entered_twice.manage("work", "--once")
    expect(visit(desk(), LIST).locator("#result_list tbody tr")).to_have_count(1)


@pytest.mark.parametrize("size", ["desk", "tablet", "phone"])
@pytest.mark.parametrize("language", WORDS)
def test_the_pages_are_looked_at(desk, entered_twice, size, language, tmp_path):  # noqa: F811
    seat = desk(size=size, language=language)
    folder = Path(os.environ.get("SCREENS", tmp_path))
    digger = entered_twice.desk("key", "D-004218")
    pages = {
        "pairs": LIST,
        "pair": LIST,
        "erase": f"persons/erasure/ask/{digger}/",
        "file": f"personal-file/{digger}/",
        "processing": "processing/",
    }
    for name, path in pages.items():
        page = visit(seat, path)
        if name == "pair":
            page.click("#result_list tbody tr:first-child a")
        page.screenshot(path=folder / f"{name}-{size}-{language}.png", full_page=True)
        assert seat.complaints == [], name
        assert not wider_than_the_screen(page), name
        assert faults(page) == [], name
        seat.complaints.clear()
