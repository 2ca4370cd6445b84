"""A CSV file as rows of cells, or a sentence why it is none."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

HEADER = ["period", "channel", "province", "carats"]
# French spreadsheets separate by semicolons, because a comma is their decimal sign.
DELIMITERS = (",", ";", "\t")
LARGEST_FILE = 10_000_000


@dataclass(frozen=True)
class Cells:
    """The cells of one row and the line on which it begins."""

    at: int
    cells: list[str]


def read_cells(content: bytes) -> list[Cells]:
    """The rows below the header. Raises ValueError with a sentence: such a file is refused as a whole."""
    text = decode(content)
    rows = parse(text, delimiter_of(next(lines_of(text))))
    if not rows[1:]:
        raise ValueError(_("The file has no lines below its header."))
    return rows[1:]


def lines_of(text: str) -> Iterator[str]:
    """The lines with their ends; unlike str.splitlines, nothing but an end of line ends one."""
    return iter(StringIO(text, newline=""))


def decode(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise ValueError(_("The file is larger than 10 MB: it is no published table."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = 1 + content[: fault.start].count(b"\n")
        raise ValueError(_("Line %d: the file is not UTF-8 text. Save it as “CSV UTF-8”.") % line) from None
    if "\0" in text:
        line = 1 + text[: text.index("\0")].count("\n")
        raise ValueError(_("Line %d: a NUL character. The file is damaged.") % line)
    if not text.strip():
        raise ValueError(_("The file is empty."))
    return text


def delimiter_of(header: str) -> str:
    for delimiter in DELIMITERS:
        if [cell.strip().strip('"').lower() for cell in header.split(delimiter)] == HEADER:
            return delimiter
    raise ValueError(_("Line 1: the header must be %s.") % ",".join(HEADER))


def parse(text: str, delimiter: str) -> list[Cells]:
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    rows: list[Cells] = []
    before = 0
    try:
        for cells in reader:
            if len(cells) > 1 or "".join(cells).strip():
                rows.append(Cells(before + 1, cells))
            before = reader.line_num
    except csv.Error:
        sentence = _("Line %d: the quotation marks do not match, or a cell is too long.")
        raise ValueError(sentence % (before + 1)) from None
    return rows
