from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.columns.loading import load_reference as load_columns
from apps.figures.national import national_figures
from apps.places.loading import load_reference as load_places
from apps.quantities.periods import Period

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TABLES = [FIXTURES / "published" / f"cd-{period}.csv" for period in ("2023-Q1", "2022-H1")]


@pytest.fixture
def asked(db):
    """What the matrix asks."""
    load_columns(FIXTURES / "reference", lambda said: None)


@pytest.fixture
def congo(asked):
    """The real tree of CD with the two tables that its ministry published."""
    load_places(FIXTURES / "reference", lambda said: None)
    for table in TABLES:
        call_command("load_published", str(table), participant="CD", stdout=StringIO())


@pytest.fixture
def figures(asked):
    def of(code, participant="XA"):
        return national_figures(Period.parse(code))[participant]

    return of


@pytest.fixture
def total(figures):
    def of(column, code="2026-Q4"):
        return figures(code).total[column]

    return of
