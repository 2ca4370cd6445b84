"""What is shown of two entries that may be one person, and of one whose data go, in each size and language."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.test_desk_pages import WORDS, desk, faults, visit, wider_than_the_screen  # noqa: F401

LIST = "persons/resemblance/"


@pytest.fixture
def entered_twice(server):
    server.desk("twice")
    server.manage("work", "--once")
    return server


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
        "correct": f"persons/erasure/correct/{digger}/",
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
