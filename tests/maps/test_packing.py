"""The pack of a region: what lies there, where it lies, and nothing of elsewhere."""

import gzip
import json
from base64 import b64decode
from io import BytesIO
from math import atan, ceil, degrees, pi, sinh
from pathlib import Path

import mapbox_vector_tile
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from pmtiles.reader import MemorySource, Reader, all_tiles

from apps.maps.layers import load_layer
from apps.maps.models import Pack, kept, path_of
from apps.maps.packing import keep_pack, pack
from apps.maps.tiling import FINEST, ROUGHEST, UNITS
from tests.maps.conftest import CANARY, collection, feature

pytestmark = pytest.mark.django_db
FIXTURE = Path(__file__).parents[2] / "fixtures/conformance/maps/kolo.json"


def tiles(content):
    """Each tile by its zoom and place, as another program's reader sees it."""
    read = dict(all_tiles(MemorySource(content)))
    options = {"y_coord_down": True}
    return {
        place: mapbox_vector_tile.decode(gzip.decompress(tile), default_options=options) for place, tile in read.items()
    }


def names(content, kind):
    found = [one for tile in tiles(content).values() for one in tile.get(kind, {"features": []})["features"]]
    return {one["properties"].get("name", "") for one in found}


def places(content, kind, zoom):
    """Longitudes and latitudes of the points of this kind, in degrees."""
    for (z, x, y), tile in tiles(content).items():
        for one in tile.get(kind, {"features": []})["features"] if z == zoom else []:
            across, down = one["geometry"]["coordinates"]
            lon = (x + across / UNITS) / 2**z * 360 - 180
            yield one["properties"]["name"], lon, degrees(atan(sinh(pi * (1 - 2 * (y + down / UNITS) / 2**z))))


def test_a_pack_holds_what_lies_in_the_region_and_a_little_beyond(layers, region):
    content = pack(region)

    assert names(content, "settlement") == {"Bemba", "Just beyond"}
    assert names(content, "river") == {"Mbali"}
    assert names(content, "zone") == {"Forest of Kolo"}
    assert names(content, "road") == names(content, "outline") == names(content, "edge") == {""}
    assert {z for z, _, _ in tiles(content)} == set(range(ROUGHEST, FINEST + 1))


def test_nothing_of_another_region_is_in_it(layers, region, other_region):
    own, other = pack(region), pack(other_region)

    assert CANARY not in str(tiles(own)) + str(Reader(MemorySource(own)).metadata())
    assert CANARY in str(tiles(other))
    assert "Bemba" not in str(tiles(other))


def test_a_village_lies_where_it_was_said_to_within_three_metres(layers, region):
    [(_name, lon, lat)] = [place for place in set(places(pack(region), "settlement", FINEST)) if place[0] == "Bemba"]

    assert abs(lon - 18.2) < 3 / 111_000
    assert abs(lat - 4.2) < 3 / 111_000


def test_a_river_is_cut_off_beyond_the_region(layers, region):
    header = Reader(MemorySource(pack(region))).header()

    west, east = header["min_lon_e7"] / 1e7, header["max_lon_e7"] / 1e7
    assert (west, east) == (pytest.approx(17.95), pytest.approx(18.45))
    reached = [x for z, x, _ in tiles(pack(region)) if z == FINEST]
    assert min(reached) >= int((17.95 / 360 + 0.5) * 2**FINEST) - 1
    assert max(reached) <= int((18.45 / 360 + 0.5) * 2**FINEST) + 1


def test_a_place_on_the_edge_between_two_tiles_is_drawn(participant, layers, region):
    edge = ceil((18.0 / 360 + 0.5) * 2**FINEST) / 2**FINEST * 360 - 180
    load_layer(participant, "settlement", collection(feature("Point", [edge, 4.1], name="Edge")), source="Survey")

    found = {name for name, _, _ in places(pack(region), "settlement", FINEST)}

    assert found == {"Edge"}


def test_the_same_layers_make_the_same_pack_and_it_is_kept_once(layers, region, participant):
    first = keep_pack(region)
    again = keep_pack(region)
    assert (again.pk, again.sha256, again.made_at) == (first.pk, first.sha256, first.made_at)

    road = collection(feature("LineString", [[18.1, 4.1], [18.2, 4.1]]))
    load_layer(participant, "road", road, source="Survey of 2025")
    changed = keep_pack(region)

    assert changed.pk == first.pk
    assert changed.sha256 != first.sha256
    assert Pack.objects.count() == 1
    assert kept().exists(path_of(changed.sha256))


def test_the_pack_of_a_region_without_an_outline_is_that_of_its_parts(layers, country, participant):
    whole = names(pack(country), "settlement")

    assert whole == {"Bemba", "Just beyond", CANARY}


def test_without_any_outline_there_is_no_pack_and_a_sentence_says_why(participant, region):
    with pytest.raises(ValidationError, match="Load one first: map_layer XA outline FILE"):
        keep_pack(region)
    with pytest.raises(CommandError, match="No outline of Kolo is known"):
        call_command("map_pack", "KO")
    with pytest.raises(CommandError, match="0 regions have the code ZZ"):
        call_command("map_pack", "ZZ")


def test_the_command_writes_the_file_that_tablets_fetch(layers, region, tmp_path, capsys):
    call_command("map_pack", "KO", out=tmp_path / "kolo.pmtiles")

    written = (tmp_path / "kolo.pmtiles").read_bytes()
    made = Pack.objects.get()
    assert made.piece(0, made.size + 1) == written
    assert made.sha256 in capsys.readouterr().out
    assert Reader(MemorySource(written)).metadata()["attribution"] == "Survey of 1974"
    assert BytesIO(written).read(7) == b"PMTiles"


def test_the_pack_that_the_tablets_tests_read_is_one_that_we_make(layers, region):
    kept_for_tests = b64decode(json.loads(FIXTURE.read_text())["pack"])

    assert tiles(kept_for_tests) == tiles(pack(region))
    assert Reader(MemorySource(kept_for_tests)).metadata() == Reader(MemorySource(pack(region))).metadata()
