"""A blank sheet that somebody filled in, brought in at the desk: what it would do, and what is wrong with it."""

from __future__ import annotations

import os
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from apps.forms.dictionary import all_forms
from apps.forms.sheets import sheet_columns
from tests.browser.test_desk_pages import desk, faults, visit, wider_than_the_screen

__all__ = ["desk"]

SCREENS = {"desk": (1440, 900), "small": (1024, 768), "phone": (360, 740)}
LOOKS = pytest.mark.parametrize(
    ("size", "language"), [(size, language) for size in SCREENS for language in ("en", "fr")]
)
TODAY = date.today()
SALE = {"slip_number": "BRL 104", "bought_on": TODAY, "seller": "D-004218", "seller_role": "digger", "buyer": "B-0058"}
SALE |= {"origin_known": "x", "site": "S-0142", "licence": "L-0317", "carats": 1.25, "price": 180000}
SALE |= {"currency": "XAL", "payment": "cash", "sizes": "11 | 2 | 0,75; 12 | 1 | 0,50"}
FIND = {"number": "KO-1", "site": "S-0142", "starts_on": TODAY, "ends_on": TODAY, "channel": "artisanal"}
FIND |= {"basis": "declared", "carats": 4.2, "finders": "D-004218 | 2,10; D-003107 | 2,10"}


@pytest.fixture
def seat(desk, size, language):
    """The registrar before a screen of this size, in this language."""
    seat = desk(language=language)
    width, height = SCREENS[size]
    seat.page.set_viewport_size({"width": width, "height": height})
    seat.screen = f"{size}-{language}"
    return seat


@pytest.fixture
def picture(seat, tmp_path):
    folder = Path(os.environ.get("SCREENS", tmp_path))
    return lambda name: seat.page.screenshot(path=folder / f"sheets-{name}-{seat.screen}.png", full_page=True)


def filled(seat, form, *rows):
    """The blank sheet as the desk hands it out, with these rows under its headings, by their codes or places."""
    blank = seat.page.context.request.get(f"{seat.address}/desk/forms/{form}/sheet/")
    book = load_workbook(BytesIO(blank.body()))
    codes = list(columns_of(form))
    for row in rows:
        book.worksheets[0].append([row.get(code) for code in codes])
    stream = BytesIO()
    book.save(stream)
    return {"name": f"{form}.xlsx", "mimeType": "", "buffer": stream.getvalue()}


def columns_of(form):
    return [column.key for column in sheet_columns(all_forms()[form], "en")]


def upload(seat, form, path, *rows):
    page = visit(seat, path)
    page.set_input_files("input[type=file]", filled(seat, form, *rows))
    with page.expect_navigation():
        page.click("input[type=submit].default")
    return page


@LOOKS
def test_a_months_slips_are_seen_first_and_then_taken(seat, picture):
    slips = [SALE, SALE | {"slip_number": "BRL 105", "seller": "D-9"}]
    visit(seat, "ledger/purchase/import/")
    picture("ask")

    page = upload(seat, "purchase", "ledger/purchase/import/", *slips)

    assert page.locator(".counts strong").first.inner_text() == "2"
    assert not wider_than_the_screen(page)
    picture("preview")
    assert faults(page) == []
    with page.expect_navigation():
        page.click("input[name=confirm]")
    assert page.locator("#result_list tbody tr").count() == 2
    picture("taken")


@LOOKS
def test_what_is_wrong_is_said_with_its_cell(seat, picture):
    heavy = FIND | {"number": "KO-3", "carats": "1.234"}
    by_hand = FIND | {"number": "KO-2", "channel": "by hand", "sizes": "11 | two | 1"}

    page = upload(seat, "production", "ledger/production/import/", FIND, heavy, by_hand)

    cells = page.locator(".faults tbody td:first-child").all_inner_texts()
    assert cells == ["I3", "F4", "L4"]
    assert page.locator("input[name=confirm]").count() == 0
    assert not wider_than_the_screen(page)
    picture("faults")
    assert faults(page) == []


@pytest.mark.parametrize(("size", "language"), [("small", "fr")])
def test_a_sheet_that_takes_a_while_says_so_and_is_sent_once(seat, picture):
    page = visit(seat, "ledger/production/import/")
    page.set_input_files("input[type=file]", filled(seat, "production", FIND))
    page.evaluate("document.forms[document.forms.length - 1].addEventListener('submit', (one) => one.preventDefault())")

    page.click("input[type=submit].default")

    assert page.locator(".busy").is_visible()
    assert page.locator("input[type=submit].default").is_disabled()
    picture("busy")
    assert faults(page) == []
