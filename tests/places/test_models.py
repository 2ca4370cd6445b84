"""The tree of regions, dated status, offices and rates, as the database holds them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.places.models import Currency, ExpectedReport, Office, Participant, Rate, Region, Track
from apps.quantities.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return Participant.objects.create(code="XA", name_en="Island", name_fr="Île", source="ours")


def region(country, code, parent, left, right):
    level = parent.level + 1 if parent else 0
    return Region.objects.create(
        participant=country, code=code, name=code, kind="place", parent=parent, level=level, left=left, right=right
    )


@pytest.fixture
def root(country):
    return region(country, "XA", None, 1, 6)


@pytest.fixture
def north(root):
    return region(root.participant, "XA-N", root, 2, 3)


@pytest.fixture
def south(root):
    return region(root.participant, "XA-S", root, 4, 5)


def test_a_subtree_is_the_region_and_all_below_it(root, north, south):
    assert list(root.subtree()) == [root, north, south]
    assert list(north.subtree()) == [north]


def test_a_path_leads_from_the_participant_to_the_region(root, north, south):
    assert list(south.path()) == [root, south]


def test_the_method_agrees_with_the_queryset_on_what_lies_within(root, north, south):
    for outer in (root, north, south):
        inside = [inner for inner in Region.objects.all() if outer.holds(inner)]
        assert inside == list(Region.objects.within(outer))


def test_a_participant_has_one_root(root):
    with pytest.raises(IntegrityError), transaction.atomic():
        region(root.participant, "X2", None, 7, 8)


def test_only_a_root_has_no_parent(root):
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=root.pk).update(level=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "touches"),
    [
        (None, None, True),
        (None, date(2023, 1, 1), True),
        (None, date(2022, 12, 31), False),
        (date(2023, 3, 31), None, True),
        (date(2023, 4, 1), None, False),
        (date(2023, 2, 1), date(2023, 2, 2), True),
    ],
)
def test_a_segment_touches_a_period_when_it_held_on_one_of_its_days(country, starts_on, ends_on, touches):
    Track.objects.create(
        participant=country, code="a", track="trade", state="suspended", starts_on=starts_on, ends_on=ends_on,
        source="ours", certainty="press",
    )  # fmt: skip

    assert country.tracks.touching(Period.parse("2023-Q1")).exists() is touches


def test_a_segment_cannot_end_before_it_starts(country):
    with pytest.raises(IntegrityError), transaction.atomic():
        Track.objects.create(
            participant=country, code="a", track="trade", state="open", source="ours", certainty="press",
            starts_on=date(2023, 2, 1), ends_on=date(2023, 1, 31),
        )  # fmt: skip


def test_a_segment_names_its_source(country):
    with pytest.raises(IntegrityError), transaction.atomic():
        Track.objects.create(participant=country, code="a", track="trade", state="open", certainty="press")


def test_dates_are_printed_as_precisely_as_they_are_known():
    track = Track(
        starts_on=date(2004, 1, 1), starts_precision="year", ends_on=date(2005, 6, 30), ends_precision="month"
    )  # fmt: skip

    assert track.dates() == "2004 – Jun 2005"


def test_an_office_is_expected_to_report_while_its_duty_lasts(north):
    office = Office.objects.create(code="N1", name="North office", region=north)
    ExpectedReport.objects.create(office=office, starts_on=date(2023, 1, 1), ends_on=date(2023, 3, 31))

    assert list(Office.objects.expected_in(Period.parse("2023-H1"))) == [office]
    assert not Office.objects.expected_in(Period.parse("2023-Q2")).exists()


def test_offices_are_found_by_the_region_above_them(root, north, south):
    office = Office.objects.create(code="N1", name="North office", region=north)

    assert list(Office.objects.within(root)) == [office]
    assert not Office.objects.within(south).exists()


def test_the_rate_of_a_day_is_the_last_one_before_it(country):
    currency = Currency.objects.create(code="XAL", name_en="Lira", name_fr="Lire")
    for day, per_usd in ((date(2026, 1, 1), "140000"), (date(2026, 7, 1), "144000.5")):
        Rate.objects.create(currency=currency, day=day, per_usd=Decimal(per_usd), source="ours")

    assert Rate.objects.on(currency, date(2026, 6, 30)).per_usd == Decimal("140000")
    assert Rate.objects.on("XAL", date(2026, 7, 1)).per_usd == Decimal("144000.5")
    assert Rate.objects.on(currency, date(2025, 12, 31)) is None
