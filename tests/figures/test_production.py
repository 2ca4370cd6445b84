from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from apps.figures.values import Rate
from apps.ledger.models import Production
from apps.review.models import Status

D = Decimal


@pytest.fixture
def counts(found, registrar):
    """Record carats and let them count."""

    def find(number, carats, **given):
        made = found(number, carats, **given)
        made.case.decide(Status.ACCEPTED, by=registrar, seen=made.case.version)
        return made

    return find


def test_accepted_carats_add_up(counts, total):
    counts("F-1", "0.10")
    counts("F-2", "0.20")

    assert total("production_carats") == D("0.30")
    assert total("production_total_carats") == D("0.30")


def test_pending_production_does_not_count(found, total):
    found("F-1", "1.25")

    assert total("production_carats") is None
    assert total("carats_pending") == D("1.25")


@pytest.mark.parametrize("status", [Status.RETURNED, Status.REJECTED])
def test_what_was_returned_or_rejected_does_not_count(found, registrar, total, status):
    made = found("F-1", "1.25")
    made.case.decide(status, by=registrar, seen=1, reason="Weigh it again.")

    assert total("production_carats") is None


def test_a_nil_period_is_a_report_of_zero(counts, total):
    counts("F-1", "0.00", nil=True)

    assert total("production_carats") == D("0.00")
    assert total("nil_reports") == 1


def test_where_nobody_reported_there_is_no_figure(country, total):
    assert total("production_carats") is None
    assert total("nil_reports") is None


def test_a_record_counts_where_it_ended(counts, total):
    counts("F-1", "1.00", starts_on=date(2026, 6, 20), ends_on=date(2026, 7, 2))

    assert total("production_carats", "2026-Q2") is None
    assert [total("production_carats", code) for code in ("2026-Q3", "2026-H2", "2026")] == [D("1.00")] * 3


def test_the_first_and_the_last_day_belong_to_the_period(counts, total):
    counts("F-1", "1.00", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 1))
    counts("F-2", "2.00", starts_on=date(2026, 9, 30), ends_on=date(2026, 9, 30))

    assert total("production_carats", "2026-Q3") == D("3.00")


def test_channels_stand_apart_and_together(counts, total):
    counts("F-1", "1.00")
    counts("F-2", "2.00", channel="semi_industrial")
    counts("F-3", "3.00", channel="industrial")

    assert total("production_carats") == D("1.00")
    assert total("production_semi_industrial_carats") == D("2.00")
    assert total("production_industrial_carats") == D("3.00")
    assert total("production_total_carats") == D("6.00")
    assert total("production_artisanal_share").value == D("16.67")


def test_each_basis_is_printed_by_itself(counts, total):
    counts("F-1", "1.00")
    counts("F-2", "2.00", basis="notebook")
    counts("F-3", "9.00", basis="notebook", channel="industrial")

    assert total("production_weighed_carats") == D("1.00")
    assert total("production_notebook_carats") == D("2.00")
    assert total("production_declared_carats") is None


def test_stones_come_with_their_coverage(counts, total):
    counts("F-1", "1.00", stones=4)
    counts("F-2", "3.00")

    assert total("production_stones") == 4
    assert total("production_stones_coverage") == Rate(D("1.00"), D("4.00"), percent=True)
    assert total("production_stones_coverage").value == D("25.00")


def test_a_district_counts_in_its_province_and_its_country(counts, district, figures, region):
    made = counts("F-1", "1.00")
    Production.objects.filter(pk=made.pk).update(region=district)

    national = figures("2026-Q4")

    assert [(line.region, line.figures["production_carats"]) for line in national.regions] == [(region, D("1.00"))]
    assert national.total["production_carats"] == D("1.00")


def test_regions_stand_apart(counts, figures, region, other_region):
    counts("F-1", "1.00")
    other = counts("F-2", "2.00")
    Production.objects.filter(pk=other.pk).update(region=other_region)

    lines = figures("2026-Q4").regions

    assert {line.region: line.figures["production_carats"] for line in lines} == {
        region: D("1.00"),
        other_region: D("2.00"),
    }


def test_a_replaced_record_gives_way_to_its_correction(counts, total):
    wrong = counts("F-1", "9.99")
    counts("F-2", "1.00", replaces=wrong)

    assert total("production_carats") == D("1.00")
