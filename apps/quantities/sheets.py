"""How a number stands in a cell of a sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def written(value: Any) -> str:
    """A number cell of a workbook arrives as a float; its shortest form is what the sheet shows."""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return str(value)
