"""The ground of a country that does not exist: districts side by side, rivers, villages, roads and a forest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from random import Random
from typing import Any

import orjson

from apps.demo.names import Names
from apps.maps.models import Layer

# An island far out in the Atlantic: nobody's village is marked by accident.
LATITUDE, LONGITUDE = -9_200_000, -20_400_000
# Three by three, from the south-west: each some thirty kilometres wide.
DISTRICTS = ("XA-KO1", "XA-KO2", "XA-KO3", "XA-HK1", "XA-HK2", "XA-SA1", "XA-SA2", "XA-LV1", "XA-LV2")
SIDE, A_ROW = 270_000, 3
RIVERS = ("Luvé", "Kéma", "Sangara", "Korano")
VILLAGES, A_RIVERS_BENDS = 5, 40
SOURCE = "imaginary"
A_DEGREE = 1_000_000

Place = tuple[int, int]


def middle_of(district: str) -> Place:
    """Latitude and longitude, in millionths of a degree."""
    row, column = divmod(DISTRICTS.index(district), A_ROW)
    return LATITUDE + (row - 1) * SIDE, LONGITUDE + (column - 1) * SIDE


def layers(seed: str, names: Names) -> Mapping[str, bytes]:
    """Each layer as GeoJSON, the same from the same seed."""
    chance = Random(f"{seed} land")  # noqa: S311  a story, not a secret
    villages = {district: list(villages_in(district, chance, names)) for district in DISTRICTS}
    told = {
        Layer.Kind.OUTLINE: [feature("Polygon", [outline(each)], code=each) for each in DISTRICTS],
        Layer.Kind.RIVER: [river(at, name, chance) for at, name in enumerate(RIVERS)],
        Layer.Kind.ROAD: list(roads(villages)),
        Layer.Kind.SETTLEMENT: [
            feature("Point", degrees(place), name=name)
            for all_of_one in villages.values()
            for name, place in all_of_one
        ],
        Layer.Kind.ZONE: [feature("Polygon", [ring(middle_of("XA-HK2"), SIDE // 6)], name="Sélimba")],
    }
    return {kind: orjson.dumps({"type": "FeatureCollection", "features": features}) for kind, features in told.items()}


def feature(kind: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def degrees(place: Place) -> list[float]:
    """As GeoJSON has it: longitude first."""
    return [place[1] / A_DEGREE, place[0] / A_DEGREE]


def outline(district: str) -> list[list[float]]:
    return ring(middle_of(district), SIDE // 2)


def ring(middle: Place, far: int) -> list[list[float]]:
    around = [(-far, -far), (-far, far), (far, far), (far, -far), (-far, -far)]
    return [degrees((middle[0] + north, middle[1] + east)) for north, east in around]


def river(at: int, name: str, chance: Random) -> dict[str, Any]:
    """From the western to the eastern coast, never the shortest way."""
    far = A_ROW * SIDE // 2
    lat = LATITUDE - far + (2 * at + 1) * far // len(RIVERS)
    places = []
    for bend in range(A_RIVERS_BENDS + 1):
        lat += chance.randrange(-12_000, 12_001)
        places.append(degrees((lat, LONGITUDE - far + bend * 2 * far // A_RIVERS_BENDS)))
    return feature("LineString", places, name=name)


def villages_in(district: str, chance: Random, names: Names) -> Iterator[tuple[str, Place]]:
    lat, lon = middle_of(district)
    far = SIDE * 2 // 5
    for name in chance.sample(names.villages, VILLAGES):
        yield name, (lat + chance.randrange(-far, far), lon + chance.randrange(-far, far))


def roads(villages: Mapping[str, Sequence[tuple[str, Place]]]) -> Iterator[dict[str, Any]]:
    """From village to village within a district, and from its first to the next district's."""
    for at, district in enumerate(DISTRICTS):
        # From west to east: no road leads back and forth.
        way = sorted((place for _, place in villages[district]), key=itemgetter(1))
        onward = [villages[DISTRICTS[at + 1]][0][1]] if at + 1 < len(DISTRICTS) else []
        yield feature("LineString", [degrees(place) for place in [*way, *onward]])
