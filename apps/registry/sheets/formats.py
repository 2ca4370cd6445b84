"""The two formats of a sheet: a workbook read behind a guard and written as text, and CSV without live formulas."""

from __future__ import annotations

import csv
import subprocess
import sys
from io import BytesIO, StringIO
from typing import Any

import orjson
import tablib
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.formats.base_formats import Format

from apps.registry.sheets.formula import marked, unmarked
from apps.registry.sheets.guard import MOST_BYTES, refuse_bombs
from apps.registry.sheets.reader import MOST_COLUMNS, MOST_ROWS, MOST_SECONDS, TOO_LARGE

HEADING_WIDTH = 20


class Sheet(Format):
    """What both have: bytes in, rows under one line of headings out."""

    encoding: str | None = None

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """The rows below the headings, each as wide as they are; a line stays where it was, blank lines included."""
        if len(in_stream) > MOST_BYTES:
            raise ValidationError(_("This file is larger than 20 MB. Split the register into several files."))
        rows = self.rows(in_stream)
        if not rows:
            raise ValidationError(_("This file is empty. Its first line must hold the headings."))
        width = len(rows[0])
        dataset = tablib.Dataset(headers=[str(heading).strip() for heading in rows[0]])
        for row in rows[1:]:
            dataset.append([*row, *[""] * width][:width])
        return dataset

    def rows(self, data: bytes) -> list[list[Any]]:
        raise NotImplementedError


class Workbook(Sheet):
    def get_title(self) -> Any:
        return gettext_lazy("Workbook (.xlsx)")

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def rows(self, data: bytes) -> list[list[Any]]:
        refuse_bombs(data)
        command = [sys.executable, "-m", "apps.registry.sheets.reader"]
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=2 * MOST_SECONDS)  # noqa: S603 our own module
        except subprocess.TimeoutExpired:
            raise ValidationError(_("This workbook took too long to read. It was not used.")) from None
        if done.returncode == TOO_LARGE:
            sizes = {"rows": MOST_ROWS - 1, "columns": MOST_COLUMNS}
            raise ValidationError(
                _("A sheet may have %(rows)d rows and %(columns)d columns. This one has more.") % sizes
            )
        if done.returncode != 0:
            raise ValidationError(_("This workbook could not be read. Save it again as .xlsx and try once more."))
        read: list[list[Any]] = orjson.loads(done.stdout)
        return read

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        stream = BytesIO()
        book = xlsxwriter.Workbook(stream, {"constant_memory": True, "in_memory": False})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, heading in enumerate(dataset.headers or []):
            sheet.set_column(column, column, max(HEADING_WIDTH, len(heading)))
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(dataset, 1):
            for column, value in enumerate(row):
                write(sheet, line, column, value)
        book.close()
        return stream.getvalue()


def write(sheet: Any, line: int, column: int, value: Any) -> None:
    """A whole number as a number, all else as text: never a formula, a link or a date that the program guesses."""
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(line, column, value)
    elif value not in {None, ""}:
        sheet.write_string(line, column, str(value))


class Csv(Sheet):
    def get_title(self) -> Any:
        return gettext_lazy("CSV (.csv)")

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def rows(self, data: bytes) -> list[list[Any]]:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("This file is not UTF-8 text. Save it as “CSV UTF-8” and try again.")) from None
        if "\0" in text:
            raise ValidationError(_("This file is neither a workbook nor CSV."))
        heading = text.split("\n", 1)[0]
        # Where the comma is the decimal mark, spreadsheets part their cells with semicolons.
        delimiter = max(",;\t", key=heading.count)
        try:
            rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            raise ValidationError(_("This file is not CSV that can be read.")) from None
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("A sheet may have %(rows)d rows. This one has more.") % {"rows": MOST_ROWS - 1})
        return [[unmarked(cell) for cell in row] for row in rows]

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        stream = StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerow([marked(heading) for heading in dataset.headers or []])
        writer.writerows([[marked(str(value)) if value is not None else "" for value in row] for row in dataset])
        # With its mark at the front, spreadsheets read the accents right.
        return stream.getvalue().encode("utf-8-sig")


def format_of(data: bytes) -> int:
    """The place in FORMATS of what these bytes are: a workbook begins as every archive does."""
    return 0 if data.startswith(b"PK") else 1


FORMATS = [Workbook, Csv]
