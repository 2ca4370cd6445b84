"""The reference data of places: complete, in both languages, and the same however often it is loaded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from apps.ledger.publishing.provinces import Provinces
from apps.places.loading import load_reference
from apps.places.models import (
    Currency,
    ExpectedReport,
    Office,
    Participant,
    Rate,
    Region,
    SpokenLanguage,
    Track,
    Zone,
    ZoneStatus,
)
from apps.places.naming import fold
from apps.places.numbering import renumber
from apps.quantities.periods import Period

ROOT = Path(__file__).resolve().parents[2] / "fixtures" / "reference"
MODELS = [Participant, Track, Region, Office, ExpectedReport, Currency, Rate, SpokenLanguage, Zone, ZoneStatus]

pytestmark = pytest.mark.django_db


@pytest.fixture
def load():
    return lambda: load_reference(ROOT, lambda line: None)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_loading_twice_is_loading_once(load):
    load()
    once = everything()
    load()

    assert everything() == once


def test_loading_again_mends_a_name_and_keeps_the_key(load):
    load()
    kwango = Region.objects.get(code="CD-KG")
    Region.objects.filter(pk=kwango.pk).update(name="Kwango?", left=9000, right=9001)
    load()
    kwango.refresh_from_db()

    assert kwango.name == "Kwango"
    assert kwango.path().first().code == "CD"


def test_each_participant_has_its_languages_and_no_other(load):
    load()
    SpokenLanguage.objects.create(participant_id="CF", code="la", name_en="Latin", name_fr="latin", position=9)
    load()

    codes = [*SpokenLanguage.objects.filter(participant="CF").values_list("code", flat=True)]
    assert codes == ["fr", "sg"]
    assert Participant.objects.filter(languages=None).count() == 0


def test_loading_again_leaves_what_an_office_wrote_of_a_zone(load):
    load()
    row = ZoneStatus.objects.order_by("pk").first()
    row.zone.statuses.create(status="open", starts_on=row.starts_on, source="Order 7")
    load()

    assert row.zone.statuses.standing().get(starts_on=row.starts_on).source == "Order 7"


def test_a_region_that_the_files_no_longer_name_is_kept_in_the_tree(load):
    load()
    root = Region.objects.get(participant="CD", level=0)
    old = Region(participant_id="CD", parent=root, code="CD-OLD", name="Old", kind="province", level=1, left=0, right=1)
    old.save()
    load()
    root.refresh_from_db()

    assert old in root.subtree()


def test_the_congo_has_its_26_provinces_under_their_published_names(load):
    load()
    provinces = Region.objects.filter(participant="CD", level=1)

    assert provinces.count() == 26
    assert {"Kasaï-Oriental", "Bas-Uélé", "Kongo-Central", "Nord-Kivu"} <= {province.name for province in provinces}


def test_every_region_lies_within_its_parent_and_beside_its_siblings(load):
    load()
    bounds = [number for region in Region.objects.all() for number in (region.left, region.right)]

    assert len(bounds) == len(set(bounds))
    assert all(region.parent.holds(region) for region in Region.objects.exclude(parent=None).select_related("parent"))


def test_numbering_again_changes_nothing(load):
    load()
    before = list(Region.objects.values())
    renumber()

    assert list(Region.objects.values()) == before


def test_a_name_leads_to_one_region_of_its_country(load):
    load()
    for participant in Participant.objects.filter(code__in=["CD", "XA"]):
        names = Counter()
        for region in participant.regions.all():
            names.update({fold(name) for name in (region.name, region.code, *region.also_called)})
        assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("written", ["KASAI ORIENTAL", "Kasaï oriental", "kasai-oriental", "CD-KE"])
def test_a_province_is_found_however_it_is_spelled(load, written):
    load()

    assert Provinces(Region.objects.get(code="CD")).find(written).name == "Kasaï-Oriental"


def test_every_participant_has_a_membership_and_a_state_of_trade(load):
    load()
    with_both = [
        participant for participant in Participant.objects.all()
        if {"membership", "trade"} <= {segment.track for segment in participant.tracks.all()}
    ]  # fmt: skip

    assert len(with_both) == Participant.objects.count() > 55


def test_every_segment_names_its_source_and_how_certain_it_is(load):
    load()

    assert not Track.objects.filter(source="").exists()
    assert {track.certainty for track in Track.objects.all()} <= set(Track.Certainty.values)


@pytest.mark.parametrize(
    ("code", "period", "states"),
    [
        ("CG", "2004-Q3", ["participant", "removed", "open", "suspended"]),
        ("CF", "2013-Q2", ["participant", "open", "suspended"]),
        ("CF", "2024-Q4", ["participant", "partial", "open"]),
        ("CI", "2010", ["unknown", "suspended", "un_sanctions"]),
        ("LR", "2007", ["participant", "suspended", "open", "un_sanctions"]),
        ("GH", "2006-Q4", ["participant", "open", "self_suspended", "action_plan"]),
        ("VE", "2009", ["withdrawn", "self_suspended"]),
        ("MX", "2007", ["open"]),
        ("GN", "2009", ["participant", "open", "administrative_decision"]),
        ("LB", "2005", ["removed", "participant", "open"]),
        ("XA", "2026-H1", ["participant", "open", "assistance"]),
    ],
)
def test_history_prints_every_segment_that_touches_the_period(load, code, period, states):
    load()
    order = {"membership": 0, "trade": 1, "measures": 2}
    segments = Track.objects.filter(participant=code).touching(Period.parse(period))

    assert [track.state for track in sorted(segments, key=lambda track: (order[track.track], track.code))] == states


def test_everything_with_a_name_has_a_french_one(load):
    load()

    for model in (Participant, Currency):
        assert not model.objects.filter(name_fr="").exists()
    assert not Track.objects.exclude(note_en="").filter(note_fr="").exists()


def test_the_working_group_and_the_imaginary_country_mine_artisanally(load):
    load()

    assert Participant.objects.artisanal().real().count() == 21
    assert Participant.objects.filter(demo=True).values_list("code", "artisanal").get() == ("XA", True)


def test_the_provinces_that_publish_are_expected_to_report(load):
    load()
    offices = Office.objects.filter(region__participant="CD").expected_in(Period.parse("2023-Q1"))

    assert offices.count() == 12
    assert Office.objects.filter(region__participant="XA").expected_in(Period.parse("2026-H1")).count() == 9


def test_every_currency_has_a_rate_in_2026(load):
    load()
    day = Period.parse("2026-H1").ends_on

    assert [currency for currency in Currency.objects.all() if Rate.objects.on(currency, day) is None] == []
