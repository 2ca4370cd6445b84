"""Which period a find counts in."""

from __future__ import annotations

from datetime import date

import pytest

from apps.ledger.models import Production
from apps.quantities.periods import Period

QUARTER, HALF, YEAR = Period.parse("2026-Q4"), Period.parse("2026-H2"), Period.parse("2026")


def counts_in(period):
    return Production.objects.in_period(period).exists()


@pytest.mark.parametrize(
    ("ends_on", "counts"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_find_counts_where_it_ended(found, ends_on, counts):
    found("F-1", "1.25", starts_on=date(2026, 9, 1), ends_on=ends_on)

    assert counts_in(QUARTER) is counts


@pytest.mark.parametrize(("period", "counts"), [(QUARTER, False), (HALF, True), (YEAR, True)])
def test_a_published_half_year_counts_in_no_quarter(found, period, counts):
    found("F-1", "1.25")
    Production.objects.update(
        basis="published", site=None, licence=None, period="2026-H2",
        starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip

    assert counts_in(period) is counts
