from __future__ import annotations

import csv
import hashlib
import time
import zipfile
from datetime import datetime
from decimal import Decimal
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from apps.columns.models import Column
from apps.inventories.long import long_table
from apps.inventories.matrix import consolidate
from apps.inventories.workbook.book import OPTIONS
from apps.inventories.workbook.figures import FIRST, NUMBERS
from apps.places.models import Participant
from apps.quantities.periods import Period
from apps.returns.models import NationalReturn

FORMULAS = [
    "=1+1",
    "==1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    '=HYPERLINK("http://x")',
    "http://x.example",
    "007",
    "1e5",
]
SHEETS = ["Read me", "Controls", "Areas and sites", "Stocks", "Flows", "Sources and notes"]


def national(code, period):
    out = StringIO()
    call_command("national_return", code, period, stdout=out, stderr=StringIO())
    return next(csv.DictReader(StringIO(out.getvalue())))


def cells_of(path, sheet, participant):
    """The figures of a Participant by the number of their column, as the file writes them."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    numbers = rows[NUMBERS]
    line = next(row for row in rows[FIRST:] if row[1] == participant)
    return {number: value for number, value in zip(numbers, line, strict=True) if number}


def test_the_workbook_has_its_six_sheets(congo, write):
    assert openpyxl.load_workbook(write("2023-Q1", "xlsx")).sheetnames == SHEETS


@pytest.mark.parametrize("sheet", ["areas", "stocks", "flows"])
def test_every_cell_equals_the_national_return(congo, write, sheet):
    said = national("CD", "2023-H1")
    title = str(Column.Sheet(sheet).label)

    cells = cells_of(write("2023-H1", "xlsx"), title, "CD")

    for column in Column.objects.filter(sheet=sheet, code__in=said).exclude(unit="date"):
        printed, cell = said[column.code], cells[column.position]
        if printed in {"", "n/a"}:
            assert cell == (printed or "..")
        else:
            assert Decimal(repr(cell)) == Decimal(printed)


def test_the_figures_of_the_demonstration_stand_in_their_cells(arenland, write):
    positions = {column.code: column.position for column in Column.objects.all()}
    cells = cells_of(write("2026-Q4", "xlsx"), "Flows", "XA")

    assert cells[positions["production_carats"]] == 4
    assert cells[positions["purchases_usd_per_carat"]] == 2
    assert cells[positions["gap_carats"]] == -1
    assert cells[positions["exports_carats"]] == ".."


def test_the_same_command_writes_the_same_bytes(congo, write):
    first = write("2023-Q1", "xlsx", name="first").read_bytes()

    assert write("2023-Q1", "xlsx", name="second").read_bytes() == first


def test_another_zone_and_another_language_of_the_machine_write_the_same_bytes(congo, write, monkeypatch):
    first = write("2023-Q1", "xlsx", name="first").read_bytes()
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        with translation.override("fr"):
            second = write("2023-Q1", "xlsx", name="second").read_bytes()
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()

    assert second == first


def test_no_clock_stands_in_the_file(congo, write):
    path = write("2023-Q1", "xlsx")

    with zipfile.ZipFile(path) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    as_of = national("CD", "2023-Q1")["last_update"]
    assert openpyxl.load_workbook(path).properties.created == datetime.fromisoformat(as_of)


def test_the_printed_digest_is_that_of_the_json(congo, write):
    written = write("2023-Q1", "json").read_bytes()
    cover = [cell for row in openpyxl.load_workbook(write("2023-Q1", "xlsx"))["Read me"].values for cell in row]

    assert hashlib.sha256(written).hexdigest() in cover


def test_the_csv_is_long(congo, write):
    lines = list(csv.DictReader(StringIO(write("2023-Q1", "csv").read_text(encoding="utf-8"))))
    values = {(line["participant"], line["column"]): line["value"] for line in lines}

    assert list(lines[0]) == ["participant", "sheet", "column", "value"]
    assert values["CD", "production_carats"] == "1554858.73"
    assert values["CD", "exports_carats"] == ""
    assert len(lines) == len(values) == len({line["participant"] for line in lines}) * Column.objects.count()


@pytest.mark.parametrize("payload", FORMULAS)
def test_a_name_that_a_spreadsheet_would_run_stays_text(arenland, write, payload):
    Participant.objects.filter(pk="XA").update(name_en=payload)

    cells = [cell for sheet in openpyxl.load_workbook(write("2026-Q4", "xlsx")) for row in sheet for cell in row]

    assert not any(cell.data_type == "f" for cell in cells)
    assert payload in {cell.value for cell in cells}


def test_a_text_of_a_return_is_guarded_in_the_csv(arenland, write):
    write("2026-Q4", "csv")
    figures = NationalReturn.objects.get().figures
    figures["total"]["legal_basis"] = "=cmd|' /C calc'!A0"
    NationalReturn.objects.update(figures=figures, status="signed")

    table = long_table(consolidate(Period.parse("2026-Q4"))).decode()

    assert "XA,controls,legal_basis,'=cmd|' /C calc'!A0" in table


def test_no_cell_of_the_data_is_merged_and_heads_are_frozen(congo, write):
    book = openpyxl.load_workbook(write("2023-Q1", "xlsx"))

    for title in SHEETS[1:]:
        assert book[title].merged_cells.ranges == set()
        assert book[title].freeze_panes
        assert book[title].auto_filter.ref
        assert book[title].page_setup.orientation == "landscape"


def test_the_workbook_speaks_french(congo, write):
    book = openpyxl.load_workbook(write("2023-Q1", "xlsx", language="fr"))
    names = {row[0] for row in book[book.sheetnames[4]].iter_rows(values_only=True)}

    assert book.sheetnames[0] == "Lisez-moi"
    assert "République démocratique du Congo" in names


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(asked, country, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("matrix", "2023-Q1", out=tmp_path / "file" / "x.xlsx", stdout=StringIO(), stderr=StringIO())


def test_what_a_workbook_is_made_with_stays_as_it_was_declared(congo, write):
    write("2023-Q1", "xlsx")

    assert OPTIONS["default_format_properties"] == {"font_name": "Arial", "font_size": 10}
