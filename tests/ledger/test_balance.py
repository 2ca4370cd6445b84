"""Sold more than found: the cases that every tablet judges too, as the server's own records say it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

CASES = json.loads((Path(settings.BASE_DIR) / "fixtures/conformance/balance/cases.json").read_text())["cases"]


@pytest.fixture
def made(recorded, accepted, site, licence, digger, buyer, francs):
    """The records of a case, in its order: each under L-1, another licence, or none."""
    licences = {"L-1": licence, "L-2": accepted("licence", "L-2", site=site, holder=digger), None: None}

    def make(fact, at, before):
        given = {"site": site, "licence": licences[fact.get("licence", "L-1")]}
        given["carats"] = Decimal(fact["carats"]) if fact["carats"] else None
        if "replaces" in fact:
            given["replaces"] = before[fact["replaces"]]
        if fact["form"] == "production":
            return recorded("production", f"F-{at}", **given, nil=fact.get("nil", False))
        if fact.get("with_find"):
            given |= {"with_find": True, "find_id": uuid4(), "find_number": f"G-{at}"}
        return recorded("purchase", f"R-{at}", **given, seller=digger, buyer=buyer)

    return make


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_sale_is_judged_as_on_the_tablet(made, case):
    before = []
    for at, fact in enumerate(case["facts"]):
        before.append(made(fact, at, before))

    sale = made(case["sale"], len(before), before)

    assert sale.case.flags.filter(code="sold_more_than_found").exists() == case["flagged"]
