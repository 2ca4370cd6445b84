"""
The whole way once: from a code at the desk, over a day without a network, to a cell that the plenary reads.

The server's process is stopped while the officer works; in the second telling the answer to the push is lost as well.
"""

from __future__ import annotations

import csv
from datetime import date

import openpyxl
import pytest

from tests.browser import answers
from tests.browser.line import Line
from tests.browser.ministry import PASSWORD, DeskPage

# One production of 1.25 ct, and one sale of 1.25 ct that makes its find.
FOUND, SOLD = "2.50", "1.25"


def half_year(day: date) -> str:
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


@pytest.fixture
def at_the_desk(chromium, server):
    """Somebody who has signed in: `at_the_desk("renee")`."""
    opened = []

    def sign_in(username):
        server.desk("password", username, PASSWORD)
        opened.append(chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB"))
        desk = DeskPage(opened[-1].new_page(), server.address)
        desk.sign_in(username)
        return desk

    yield sign_in
    for context in opened:
        context.close()


@pytest.fixture
def desk(at_the_desk):
    return at_the_desk("renee")


def accept_all(at_the_desk, desk, numbers):
    """The supervisor of the region accepts all of them; on the new licence the registrar decides after him."""
    assert len(at_the_desk("salif").accept_all()) == len(numbers)
    [second] = desk.accept_all()
    assert second.startswith("LICENCE")


@pytest.fixture
def line(server):
    line = Line(server.port)
    yield line
    line.close()


@pytest.fixture
def cells(server, tmp_path):
    """The long form of the matrix of this half-year: `cells()["XA", "production_carats"]`."""

    def read() -> dict[tuple[str, str], str]:
        out = tmp_path / "matrix.csv"
        server.manage("matrix", half_year(date.today()), "--format", "csv", "--out", str(out))
        with out.open(encoding="utf-8-sig", newline="") as lines:
            return {(row["participant"], row["column"]): row["value"] for row in csv.DictReader(lines)}

    return read


@pytest.fixture
def workbook(server, tmp_path):
    def read():
        out = tmp_path / "matrix.xlsx"
        server.manage("matrix", half_year(date.today()), "--format", "xlsx", "--out", str(out))
        return openpyxl.load_workbook(out)

    return read


def a_day_without_a_network(server, tablet) -> list[str]:
    server.stop()
    tablet.open_again()
    numbers = [tablet.record(form, given) for form, given in answers.FORMS.items()]
    assert tablet.counts() == (6, 0, 0)
    server.start()
    return numbers


def figures_in(sheet, participant: str) -> list[object]:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return next(row for row in rows if any(participant in str(value) for value in row[:2]))


def test_a_record_of_each_kind_travels_from_a_pit_to_the_plenary(server, at_the_desk, desk, hand_out, cells, workbook):
    tablet = hand_out()
    tablet.enrol(desk.hand_out_a_code("Awa Doumbia"))
    numbers = a_day_without_a_network(server, tablet)
    tablet.send()
    assert tablet.counts() == (0, 6, 0)
    waiting = cells()
    assert (waiting["XA", "production_carats"], waiting["XA", "carats_pending"]) == ("", FOUND)

    accept_all(at_the_desk, desk, numbers)
    tablet.send()

    assert server.desk("cases", *numbers) == dict.fromkeys(numbers, "accepted")
    assert {tablet.state_of(number) for number in numbers} == {"accepted"}
    assert (cells()["XA", "production_carats"], cells()["XA", "purchases_carats"]) == (FOUND, SOLD)
    assert {2.5, 1.25} <= set(figures_in(workbook()["Flows"], "XA"))
    tablet.assert_quiet()


def test_a_lost_answer_doubles_nothing(server, line, at_the_desk, desk, hand_out, cells):
    tablet = hand_out(line=line)
    tablet.enrol(desk.hand_out_a_code("Awa Doumbia"))
    numbers = a_day_without_a_network(server, tablet)
    line.lose = b"POST /api/sync/v1/push/"

    tablet.send_in_vain()
    # The browser itself may ask again where it had used the connection before, and the tablet does after a pause.
    assert line.lost >= 1
    assert tablet.counts() == (6, 0, 0)
    assert server.desk("cases", *numbers) == dict.fromkeys(numbers, "pending")

    line.lose = b""
    tablet.send()
    assert tablet.counts() == (0, 6, 0)
    accept_all(at_the_desk, desk, numbers)
    assert (cells()["XA", "production_carats"], cells()["XA", "purchases_carats"]) == (FOUND, SOLD)
