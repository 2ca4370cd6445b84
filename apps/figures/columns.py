"""The columns that can be worked out from records today, by code; the rest of the matrix is asked of people."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from apps.figures import (
    buyers,
    diggers,
    gap,
    ground,
    licences,
    offices,
    production,
    purchases,
    sites,
    stocks,
    supervision,
    tracing,
    waiting,
    zones,
)
from apps.figures.values import Columns
from apps.quantities.periods import Period

# One query a column group; `waiting` looks at several kinds of record and has one for each.
QUERIES: tuple[Callable[[Period], QuerySet], ...] = (
    production.found,
    purchases.found,
    tracing.found,
    zones.found,
    licences.found,
    sites.found,
    diggers.found,
    buyers.found,
    stocks.opening,
    stocks.closing,
    supervision.inspections,
    supervision.visited,
    supervision.infractions,
    offices.found,
    offices.tablets,
    waiting.cases,
    waiting.carats,
    waiting.decided_finds,
    waiting.decided_purchases,
    waiting.decided_entries,
)
MODULES = (
    production,
    purchases,
    gap,
    tracing,
    zones,
    ground,
    licences,
    sites,
    diggers,
    buyers,
    stocks,
    supervision,
    offices,
    waiting,
)
COLUMNS: Columns = {code: column for module in MODULES for code, column in module.COLUMNS.items()}
