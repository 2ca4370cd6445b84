"""A tablet fetches the map of its posting piece by piece, and no other region's."""

from hashlib import sha256

import pytest

from apps.maps.layers import load_layer
from apps.maps.models import Pack, kept
from apps.maps.packing import keep_pack
from apps.sync.mapping import MOST_PIECE
from tests.maps.conftest import CANARY, LAYERS, collection, feature

pytestmark = pytest.mark.django_db
MAPS = "/api/sync/v1/maps/"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def packs(participant, region, other_region):
    for kind, features in LAYERS.items():
        load_layer(participant, kind, collection(*features), source="Survey of 1974")
    return keep_pack(region), keep_pack(other_region)


def maps(door):
    return door.client.get(MAPS, **door.headers).json()["packs"]


def piece(door, digest, offset=0):
    return door.client.get(f"{MAPS}{digest}/", {"offset": offset}, **door.headers)


def fetched(door, digest):
    content = b""
    while more := piece(door, digest, len(content)).content:
        content += more
    return content


def test_a_tablet_is_told_of_its_own_regions_map_and_fetches_it_whole(door, packs, monkeypatch):
    own, _other = packs
    monkeypatch.setattr("apps.sync.mapping.MOST_PIECE", 1_000)

    [told] = maps(door)

    assert (told["name"], told["sha256"], told["size"]) == ("Kolo", own.sha256, own.size)
    assert own.size > 3_000
    content = fetched(door, told["sha256"])
    assert (sha256(content).hexdigest(), len(content)) == (told["sha256"], told["size"])
    assert piece(door, own.sha256)["Content-Type"] == "application/octet-stream"
    assert piece(door, own.sha256)["Cache-Control"] == "no-store"


def test_a_piece_begins_where_the_last_one_ended(door, packs):
    own, _other = packs
    whole = piece(door, own.sha256).content

    assert len(whole) == min(own.size, MOST_PIECE)
    assert piece(door, own.sha256, 100).content == whole[100:]
    assert piece(door, own.sha256, own.size).content == b""
    assert piece(door, own.sha256, own.size + 7).content == b""


def test_another_regions_map_is_not_there(door, other_door, packs):
    own, other = packs

    answer = piece(door, other.sha256)

    assert answer.status_code == 404
    assert CANARY.encode() not in answer.content
    assert CANARY not in str(maps(door))
    assert piece(door, "0" * 64).content == answer.content
    assert piece(other_door, other.sha256).status_code == 200
    assert piece(other_door, own.sha256).status_code == 404


@pytest.mark.parametrize("offset", ["-1", "x", str(2**31), "1.5"])
def test_a_place_that_is_none_is_refused(door, packs, offset):
    assert piece(door, packs[0].sha256, offset).status_code == 400


def test_without_a_token_nothing_is_told(client, packs):
    assert client.get(MAPS).status_code == 401
    assert client.get(f"{MAPS}{packs[0].sha256}/").status_code == 401


def test_a_map_that_was_made_anew_is_asked_for_anew(door, packs, region, django_capture_on_commit_callbacks):
    own, _other = packs
    road = collection(feature("LineString", [[18.1, 4.1], [18.2, 4.1]]))
    load_layer(region.participant, "road", road, source="Survey")
    with django_capture_on_commit_callbacks(execute=True):
        newer = keep_pack(region)

    assert piece(door, own.sha256).status_code == 404
    assert [told["sha256"] for told in maps(door)] == [newer.sha256]
    assert kept().listdir("maps")[1].count(f"{own.sha256}.pmtiles") == 0
    assert Pack.objects.count() == 2


def test_how_many_statements_the_maps_cost_does_not_grow(door, packs, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        maps(door)
