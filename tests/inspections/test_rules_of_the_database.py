"""What the database keeps out of inspections and infractions, whoever writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.inspections.models import Infraction, Inspection


def refused(rows, **wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"site": None},
        {"visit": "surprise"},
        {"state": "closed"},
        {"water": "rain"},
        {"result": "unknown"},
        {"men": -1},
        {"under_15": -1},
        {"gravel_washed": Decimal("-0.01")},
        {"gravel_stockpiled": Decimal("-0.01")},
        {"follow_up_on": date(2026, 11, 2)},
        {"status": "lost"},
        {"void": True},
    ],
    ids=str,
)
def test_an_inspection_that_contradicts_itself_is_refused(inspected, wrong):
    inspected("V-1")

    refused(Inspection.objects.all(), **wrong)


SEIZED = {"carats_seized": Decimal("1.25"), "custody": "police", "seal_number": "SC 1", "disposal": "kept"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "child_labour"},
        {"concerned": "nobody"},
        {"concerned": "unknown"},
        {"concerned": "licence"},
        {"person_name": ""},
        {"digger_written": "D-77"},
        {"licence_written": "L-77"},
        {"buyer_written": "B-77"},
        {"carats_seized": Decimal(0)},
        {"carats_seized": Decimal("-1.25")},
        {"carats_seized": None},
        {"custody": "me"},
        {"disposal": "lost"},
        {"referred_to": "nobody"},
        {"referred_on": date(2026, 11, 4)},
        {"referred_to": "police", "referred_on": date(2026, 11, 2)},
        {"outcome": "penalty"},
        {"outcome": "guilty", "decided_on": date(2026, 11, 4)},
        {"outcome": "penalty", "decided_on": date(2026, 11, 2)},
        {"decided_on": date(2026, 11, 4)},
        {"void": True},
    ],
    ids=str,
)
def test_an_infraction_that_contradicts_itself_is_refused(recorded, wrong):
    recorded("infraction", "I-1", concerned="person", person_name="Marie Koné", **SEIZED)

    refused(Infraction.objects.all(), **wrong)


@pytest.mark.parametrize("kept", ["custody", "seal_number", "disposal"])
def test_where_nothing_was_seized_nobody_keeps_it(recorded, kept):
    recorded("infraction", "I-1")

    refused(Infraction.objects.all(), **{kept: SEIZED[kept]})


def test_an_infraction_names_one_and_no_other(recorded, digger, buyer, licence):
    recorded("infraction", "I-1", concerned="digger", digger=digger)

    refused(Infraction.objects.all(), buyer=buyer)
    refused(Infraction.objects.all(), licence=licence)
    refused(Infraction.objects.all(), digger=None)
