"""One total over another, rounded once."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def rate_of(over: Decimal, under: Decimal, *, percent: bool = False) -> Decimal | None:
    """To two decimals, halves up; None over nothing, where there is no rate."""
    if not under:
        return None
    return (over * (100 if percent else 1) / under).quantize(CENT, rounding=ROUND_HALF_UP)
