from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.places.models import ExpectedReport


@pytest.fixture
def expected(office, other_office):
    for each in (office, other_office):
        ExpectedReport.objects.create(office=each, starts_on=date(2026, 1, 1))


def test_an_office_that_is_expected_prints_a_blank_line(expected, figures, other_region):
    lines = {line.region: line for line in figures("2026-Q4").regions}

    assert lines[other_region].expected
    assert lines[other_region].figures["production_carats"] is None
    assert lines[other_region].figures["offices_reporting"] == 0


def test_offices_that_reported_are_counted_of_those_expected(expected, found, figures):
    found("F-1", "1.25")

    total = figures("2026-Q4").total

    assert (total["offices_reporting"], total["offices_expected"]) == (1, 2)


def test_nobody_is_expected_before_the_first_report_is_due(expected, figures):
    assert figures("2025").regions == []
    assert figures("2025").total["offices_expected"] is None


def test_what_waits_is_counted_beside_what_counts(expected, found, sold, figures):
    found("F-1", "1.25")
    sold("R-1", "1.25")

    total = figures("2026-Q4").total

    assert total["records_pending"] == 2
    assert total["carats_pending"] == Decimal("1.25")
    assert total["production_carats"] is None


def test_a_tablet_that_announced_more_than_came_holds_records(tablet, other_tablet, figures):
    tablet.announced_seq, tablet.contiguous_seq = 9, 7
    tablet.save()

    assert figures("2026-Q4").total["tablets_holding_records"] == 1


def test_the_last_update_is_the_day_of_the_last_decision(accepted, site, licence, figures):
    assert figures("2026-Q4").total["last_update"] == timezone.localdate()
    assert figures("2020").total["last_update"] is None


def test_a_tablet_lent_out_is_no_report(tablet, figures):
    assert figures("2026-Q4").regions == []
    assert not figures("2026-Q4").is_heard_of
