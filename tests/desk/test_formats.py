"""Files that come in with suspicion: bombs, formulas, and what is no sheet at all."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest
import tablib
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.registry.sheets.formats import Csv, Workbook
from apps.registry.sheets.formula import marked, unmarked

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
PAYLOADS = [
    "1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x\")", "@SUM(1)", "2+5+cmd|' /C calc'!A0", "'=1", "IMPORTXML(1)",
]  # fmt: skip


def packed(parts, compress=zipfile.ZIP_DEFLATED):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compress) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refusal(data, read=Workbook):
    with pytest.raises(ValidationError) as refused:
        read().create_dataset(data)
    return refused.value.messages[0]


def sheet_of(xml):
    """A workbook with this as its only sheet."""
    book = openpyxl.Workbook()
    stream = BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed({**parts, "xl/worksheets/sheet1.xml": xml})


def test_a_small_file_that_unpacks_to_much_is_not_opened():
    bomb = packed({"xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": b"0" * 171_000_000})

    assert len(bomb) < 2_000_000
    assert "would unpack to far more" in refusal(bomb)


def test_a_workbook_of_a_thousand_parts_is_not_opened():
    parts = {f"xl/worksheets/sheet{n}.xml": "x" for n in range(1000)}

    assert "would unpack to far more" in refusal(packed({"xl/workbook.xml": "x", **parts}))


@pytest.mark.parametrize("name", ["xl/../../etc/passwd", "inner.zip", "xl/macro.exe", "/etc/passwd"])
def test_a_part_that_no_workbook_has_is_not_opened(name):
    assert "parts that no workbook has" in refusal(packed({"xl/workbook.xml": "x", name: "x"}))


def test_an_archive_that_is_no_workbook_is_not_opened():
    assert "parts that no workbook has" in refusal(packed({"[Content_Types].xml": "x"}))


def test_a_billion_laughs_are_not_laughed():
    xml = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
    <c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""

    try:
        headers = Workbook().create_dataset(sheet_of(xml)).headers
    except ValidationError:
        return
    assert "hahaha" not in headers[0]


def test_a_sheet_that_claims_a_million_lines_is_refused():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'

    assert refusal(sheet_of(xml)).startswith(("This workbook could not be read", "A sheet may have"))


@pytest.mark.parametrize("data", [b"PK\x03\x04 no archive", b"PK"])
def test_what_only_begins_like_a_workbook_is_not_opened(data):
    assert "not a workbook" in refusal(data)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"names\nMarie\0", b""])
def test_what_is_no_csv_is_refused(data):
    assert refusal(data, Csv)


def test_a_file_larger_than_a_register_is_refused():
    assert "larger than 20 MB" in refusal(b"x" * (20 * 1024 * 1024 + 1), Csv)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_any_of_its_delimiters(delimiter):
    text = f"number{delimiter}names\nD-1{delimiter}Marie\n"

    assert Csv().create_dataset(text.encode("utf-8-sig")).dict == [{"number": "D-1", "names": "Marie"}]


@pytest.mark.parametrize("start", STARTS, ids=repr)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_leaves_as_text_and_comes_back_as_it_was(start, payload):
    text = start + payload

    assert marked(text).startswith("'")
    assert unmarked(marked(text)) == text


@given(st.text())
def test_every_text_comes_back_as_it_was(text):
    assert unmarked(marked(text)) == text
    assert not marked(text).startswith(tuple(STARTS))


@pytest.mark.parametrize("text", ["'=Koné", "''=Koné", "'-1", "''"])
def test_a_text_that_begins_with_the_mark_comes_back_as_it_was(text):
    written = Csv().export_data(tablib.Dataset([text, "Awa"], headers=["names", "nickname"]))

    assert Csv().create_dataset(written)[0] == (text, "Awa")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=4))
def test_a_row_of_csv_comes_back_as_it_was(row):
    headings = [f"h{n}" for n in range(len(row))]

    read = Csv().create_dataset(Csv().export_data(tablib.Dataset(row, headers=headings)))

    assert list(read[0]) == row


@pytest.mark.parametrize("start", STARTS[:4])
def test_a_formula_in_a_workbook_stays_text(start):
    data = Workbook().export_data(tablib.Dataset([f"{start}1+1"], headers=["names"]))

    cell = openpyxl.load_workbook(BytesIO(data)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", f"{start}1+1")
    assert Workbook().create_dataset(data)[0] == (f"{start}1+1",)
