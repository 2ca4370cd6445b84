from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from apps.inventories.matrix import consolidate
from apps.quantities.periods import Period
from apps.review.models import Status
from tests.figures.conftest import asked, congo

__all__ = ["asked", "congo"]


@pytest.fixture
def accept(registrar):
    def decide(record):
        record.case.decide(Status.ACCEPTED, by=registrar, seen=record.case.version)
        return record

    return decide


@pytest.fixture
def arenland(asked, accept, found, sold):
    """Four carats found and three sold for US$ 6.00 in the last quarter of 2026."""
    accept(found("F-1", "4.00"))
    accept(sold("R-1", "3.00", price=Decimal("3600.00")))


@pytest.fixture
def matrix(asked):
    def of(code):
        call_command("draft_returns", code, stdout=StringIO())
        return consolidate(Period.parse(code))

    return of


@pytest.fixture
def write(tmp_path):
    def run(period, form, *, name="out", **options):
        path = tmp_path / f"{name}.{form}"
        call_command("matrix", period, format=form, out=path, stdout=StringIO(), stderr=StringIO(), **options)
        return path

    return run
