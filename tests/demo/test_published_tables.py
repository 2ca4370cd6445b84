"""The published tables in the repository are the printed ones: parts add to their totals to 0.01 carat."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from apps.ledger.publishing.provinces import Provinces
from apps.places.loading import load_reference
from apps.places.models import Region

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TABLES = sorted((FIXTURES / "published").rglob("*.csv"))


def lines(table):
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_the_parts_of_a_table_add_to_its_printed_totals(table):
    parts, totals = defaultdict(Decimal), {}
    for line in lines(table):
        key = (line["period"], line["channel"])
        if line["province"] == "TOTAL":
            totals[key] = Decimal(line["carats"])
        else:
            parts[key] += Decimal(line["carats"])

    assert {key: carats for key, carats in parts.items() if totals[key] != carats} == {}


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
@pytest.mark.django_db
def test_every_province_of_a_table_is_known(table):
    load_reference(FIXTURES / "reference", lambda line: None)
    provinces = Provinces(Region.objects.get(code="CD"))
    named = {line["province"] for line in lines(table) if line["channel"] == "artisanal"} - {"TOTAL"}

    assert {name for name in named if provinces.find(name).name != name} == set()
