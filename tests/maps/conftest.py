"""A country of two regions side by side: a river through both, a road, villages, a zone."""

import json

import pytest

from apps.maps.layers import load_layer

CANARY = "Zibelda"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def square(west, south, wide):
    east, north = west + wide, south + wide
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


LAYERS = {
    # Kolo and, far enough away that its villages are nobody's neighbours, Lubi.
    "outline": [
        feature("Polygon", square(18.0, 4.0, 0.4), code="KO", name="Kolo"),
        feature("Polygon", square(18.4, 4.0, 0.6), code="LU", name=CANARY),
    ],
    "river": [feature("LineString", [[17.5, 4.2], [18.2, 4.25], [19.4, 4.21]], name="Mbali")],
    "road": [feature("LineString", [[18.05, 4.05], [18.3, 4.3]], name="")],
    "settlement": [
        feature("Point", [18.2, 4.2], name="Bemba"),
        feature("Point", [18.43, 4.2], name="Just beyond"),
        feature("Point", [18.9, 4.3], name=CANARY),
    ],
    "zone": [feature("Polygon", square(18.25, 4.3, 0.2), name="Forest of Kolo")],
}


@pytest.fixture
def layers(participant, region, other_region):
    """Loaded as staff load them: Kolo's and Lubi's ground."""
    for kind, features in LAYERS.items():
        load_layer(participant, kind, collection(*features), source="Survey of 1974")
    return LAYERS
