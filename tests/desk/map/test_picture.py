"""The land beneath the marks, and a picture that is true to scale and the same in each language."""

from __future__ import annotations

import re

import orjson
import pytest

from apps.maps.layers import load_layer
from apps.maps.models import Layer
from kpfield.map.view import HIGH, WIDE, View
from tests.desk.map.seen import MIDDLE, page


def collection(kind, coordinates, **properties):
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
    return orjson.dumps({"type": "FeatureCollection", "features": [feature]})


def test_rivers_and_the_regions_own_outline_lie_beneath(desk, registrar, region, at):
    at("S-7", *MIDDLE)
    ring = [[18.4, 4.2], [18.7, 4.2], [18.7, 4.5], [18.4, 4.5], [18.4, 4.2]]
    load_layer(region.participant, Layer.Kind.OUTLINE, collection("Polygon", [ring], code="KO"), source="survey")
    load_layer(
        region.participant, Layer.Kind.RIVER, collection("LineString", [[18.3, 4.3], [18.8, 4.4]], name="R"), source="s"
    )

    answer = page(desk(registrar), region=region.pk, show=["sites", "land"])

    assert sorted(line.kind for line in answer.context["picture"].land.lines) == ["outline", "river"]
    assert answer.context["view"].box.holds(4_200_000, 18_400_000)
    assert 'class="land is-river" d="M' in answer.content.decode()


def test_a_site_beyond_the_outline_is_said_and_can_be_seen(desk, registrar, region, at):
    ring = [[18.4, 4.2], [18.7, 4.2], [18.7, 4.5], [18.4, 4.5], [18.4, 4.2]]
    load_layer(region.participant, Layer.Kind.OUTLINE, collection("Polygon", [ring], code="KO"), source="survey")
    at("S-7", 9_000_000, 18_555_000)
    client = desk(registrar)

    answer = page(client, region=region.pk, show="sites")

    assert "1 site lies outside of this picture." in answer.content.decode()
    assert "S-7" in client.get(f"/desk/map/{answer.context['links']['all']}").content.decode()


@pytest.mark.parametrize("lat", [-60_000_000, 0, 4_361_000])
def test_a_picture_is_true_to_scale_and_north_is_up(lat):
    view = View(lat, 18_000_000, 30_000)

    (left, _), (right, _) = (view.place((lat, 18_000_000 + east)) for east in (0, 9_000))
    (_, low), (_, high) = (view.place((lat + north, 18_000_000)) for north in (0, 9_000))

    assert view.place((lat, 18_000_000)) == (WIDE / 2, HIGH / 2)
    assert right - left == pytest.approx((low - high) * view.shrunk)
    assert view.bar_metres * view.units_a_metre == pytest.approx(WIDE / 4, rel=0.7)


def test_what_a_box_holds_is_all_in_its_view():
    outlined_box = View(4_300_000, 18_500_000, 200_000).box

    view = View.of(outlined_box)

    assert all(0 < x < WIDE and 0 < y < HIGH for x, y in map(view.place, [outlined_box[:2], outlined_box[2:]]))


def test_in_french_the_picture_is_drawn_the_same(desk, registrar, at, outlined):
    at("S-7", *MIDDLE)
    outlined("L-7", MIDDLE[0] + 5_000, MIDDLE[1])
    english, french = (
        desk(registrar).get("/desk/map/", headers={"accept-language": language}).content.decode()
        for language in ("en", "fr")
    )

    assert "Chantier S-7" in french or "Site S-7" in french
    assert drawing(english) == drawing(french)


def drawing(html):
    return re.findall(r'(?:points|transform|x|y|r|d)="[^"]*"', html.split('class="picture"')[1].split("</svg>")[0])
