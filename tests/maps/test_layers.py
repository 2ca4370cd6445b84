"""Layers come in as GeoJSON: whole, or not at all and with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.maps.layers import load_layer
from apps.maps.models import Feature, Layer
from tests.maps.conftest import collection, feature, square

pytestmark = pytest.mark.django_db

LINE = [[18.0, 4.0], [18.1, 4.1]]
BOW_TIE = [[[18.0, 4.0], [18.1, 4.1], [18.1, 4.0], [18.0, 4.1], [18.0, 4.0]]]


def test_a_layer_is_kept_with_its_bounds_and_where_it_comes_from(layers, participant):
    river = Feature.objects.get(layer__kind="river")

    assert (river.name, river.layer.source) == ("Mbali", "Survey of 1974")
    assert (river.south_e6, river.west_e6) == (4_200_000, 17_500_000)
    assert (river.north_e6, river.east_e6) == (4_250_000, 19_400_000)


def test_a_newer_file_takes_the_place_of_the_whole_layer(layers, participant):
    load_layer(participant, "river", collection(feature("LineString", LINE, name="Lobaye")), source="Survey of 2025")

    assert [str(river) for river in Feature.objects.filter(layer__kind="river")] == ["Lobaye"]
    assert Layer.objects.get(kind="river").source == "Survey of 2025"
    assert Feature.objects.filter(layer__kind="road").exists()


METRES = [[512_000, 480_000], [513_000, 481_000]]
UNUSABLE = [
    ("river", b"\x00nothing", "cannot be read as JSON"),
    ("river", b"[1, 2]", "should be a FeatureCollection"),
    ("river", b'{"type": "FeatureCollection", "features": 7}', "should be a FeatureCollection"),
    ("river", collection(), "holds no feature"),
    ("river", collection(feature("Point", [18, 4], name="Mbali")), "Feature 1 (Mbali): its geometry should be"),
    ("river", collection(feature("LineString", LINE), None), "Feature 2 (?): its geometry should be"),
    ("river", collection(feature("LineString", "here", name="Mbali")), "Feature 1 (Mbali): its coordinates cannot"),
    ("river", collection(feature("LineString", [[1], [2]])), "its coordinates cannot be read"),
    ("river", collection(feature("LineString", [])), "its coordinates are no degrees"),
    ("river", collection(feature("LineString", METRES)), "Write it anew in WGS 84"),
    ("zone", collection(feature("Polygon", BOW_TIE, name="Forest")), "Feature 1 (Forest): its boundary is none (Self-"),
    (
        "outline",
        collection(feature("Polygon", square(1, 2, 3), code="ZZ")),
        "No region of this country has the code",
    ),
]


@pytest.mark.parametrize(("kind", "content", "told"), UNUSABLE)
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(layers, participant, kind, content, told):
    before = list(Feature.objects.values_list("pk", flat=True))

    with pytest.raises(ValidationError) as fault:
        load_layer(participant, kind, content, source="Someone")

    assert told in fault.value.messages[0]
    assert list(Feature.objects.values_list("pk", flat=True)) == before


def test_the_database_refuses_what_lies_nowhere_and_a_layer_without_a_source(layers):
    river = Feature.objects.get(layer__kind="river")
    with pytest.raises(IntegrityError), transaction.atomic():
        Feature.objects.filter(pk=river.pk).update(north_e6=river.south_e6 - 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Layer.objects.update(source="")


def test_the_command_says_what_it_took_in_or_what_is_wrong(participant, tmp_path, capsys):
    file = tmp_path / "rivers.geojson"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("map_layer", "XA", "river", str(file), source="Survey")
    file.write_bytes(collection(feature("LineString", LINE)))
    with pytest.raises(CommandError, match="ZZ is no Participant"):
        call_command("map_layer", "ZZ", "river", str(file), source="Survey")

    call_command("map_layer", "XA", "river", str(file), source="Survey")

    assert "rivers and lakes: 1" in capsys.readouterr().out
