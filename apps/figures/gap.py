"""The gap between steps: first purchases less artisanal production, signed (63/134 §17, MD-08)."""

from __future__ import annotations

from decimal import Decimal

from apps.figures.values import NOT_APPLICABLE, Columns, Figure, Rate, Row


def gap(row: Row) -> Figure:
    """Positive: more was bought than found. No error by itself: stock, late recording and inflow are real."""
    if row["purchased"] is None or row["artisanal"] is None:
        return None
    # Production that was derived from the sales cannot be used to check them.
    return NOT_APPLICABLE if row["derived"] == row["artisanal"] else difference(row)


def gap_percent(row: Row) -> Figure:
    return Rate(difference(row), row.amount("artisanal"), percent=True) if isinstance(gap(row), Decimal) else gap(row)


def difference(row: Row) -> Decimal:
    return row.amount("purchased") - row.amount("artisanal")


COLUMNS: Columns = {"gap_carats": gap, "gap_percent": gap_percent}
