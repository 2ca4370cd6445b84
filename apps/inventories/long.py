"""The matrix as a long table: Participant, sheet, column, value."""

from __future__ import annotations

import csv
from io import StringIO

from apps.inventories.matrix import Matrix
from apps.quantities.writing import guarded
from apps.returns.format import printed


def long_table(matrix: Matrix) -> bytes:
    """UTF-8, a line a Participant and column; the value is empty where nothing was reported."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["participant", "sheet", "column", "value"])
    for line in matrix.lines:
        for column in matrix.columns:
            value = printed(line.figure(column.code))
            # A signed figure is a number, whatever a spreadsheet makes of its sign.
            written = value if column.kind in {column.Kind.SUM, column.Kind.RATE, column.Kind.COUNT} else guarded(value)
            writer.writerow([line.participant.code, column.sheet, column.code, written])
    return text.getvalue().encode()
