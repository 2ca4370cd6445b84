"""Licensed hectares: ground that two licences share counts once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps.places.ground import lie_on
from apps.registry.grounding import hectares_of
from apps.registry.models import Ground, Licence
from apps.registry.overlaps import common

D = Decimal
# Of a scaled field the sum is exact; of outlines it is worked out on a map, to a hundredth of a square metre here.
CLOSE = D("0.0002")


def block(lat, lon, half=4500):
    """An outline of about a square kilometre around a place in millionths of a degree."""
    corners = [(lat - half, lon - half), (lat - half, lon + half), (lat + half, lon + half), (lat + half, lon - half)]
    return {"corners": [{"lat_e6": one, "lon_e6": other} for one, other in corners]}


@pytest.fixture
def outlined(accepted, registrar, licence):
    """An accepted licence with ground: `outlined("L-7", block(-9_000_000, -20_000_000))`."""

    def outline(number, area):
        paper = licence if number == licence.number else accepted("licence", number)
        ground = Ground(licence=paper, participant_id=paper.participant_id, by=registrar, hectares=hectares_of(area))
        lie_on(ground, area)
        ground.save()
        return ground

    return outline


def test_ground_of_two_licences_counts_once(outlined, total):
    first, second = block(-9_000_000, -20_000_000), block(-9_000_000, -19_995_000)
    one, other = outlined("L-7", first), outlined("L-8", second)
    shared = common(first, second)

    assert shared > 1
    assert abs(total("licensed_area_ha") - (one.hectares + other.hectares - shared)) <= CLOSE


def test_hectares_that_a_paper_only_states_are_added(outlined, accepted, total):
    one = outlined("L-7", block(-9_000_000, -20_000_000))
    paper = accepted("licence", "L-8")
    before = total("licensed_area_ha")
    Licence.objects.filter(pk=paper.pk).update(hectares=D("0.75"))

    assert abs(before - one.hectares) <= CLOSE
    assert total("licensed_area_ha") - before == D("0.75")


def test_a_region_has_its_own_and_the_country_all(outlined, country, figures):
    ground = outlined("L-7", block(-9_000_000, -20_000_000))
    away = outlined("L-8", block(-8_000_000, -20_000_000))
    Licence.objects.filter(pk=away.licence_id).update(region=country)
    told = figures("2026-Q4")

    [line] = told.regions
    assert abs(line.figures["licensed_area_ha"] - ground.hectares) <= CLOSE
    assert abs(told.total["licensed_area_ha"] - ground.hectares - away.hectares) <= CLOSE


def test_what_no_longer_holds_has_no_hectares(outlined, total):
    outlined("L-7", block(-9_000_000, -20_000_000))

    assert total("licensed_area_ha", "2031") is None


def test_without_ground_or_hectares_nothing_is_said(licence, total):
    Licence.objects.update(hectares=None)

    assert total("licensed_area_ha") is None
