"""A layer of the map comes in as GeoJSON: all of it, or a sentence on what is wrong and nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely import is_valid_reason
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from apps.maps.models import Feature, Layer
from apps.places.models import Participant, Region

A_DEGREE = 1_000_000
LINES, GROUNDS = ("LineString", "MultiLineString"), ("Polygon", "MultiPolygon")
SHAPES: Mapping[str, Sequence[str]] = {
    Layer.Kind.RIVER: (*LINES, *GROUNDS),
    Layer.Kind.ROAD: LINES,
    Layer.Kind.SETTLEMENT: ("Point",),
    Layer.Kind.ZONE: GROUNDS,
    Layer.Kind.OUTLINE: GROUNDS,
}
BATCH = 500


def load_layer(participant: Participant, kind: str, content: bytes, *, source: str) -> int:
    """
    Put these features in the place of all that this layer had; returns how many.

    `properties.name` is what a feature is called; an outline has the code of its region in `properties.code`.
    `ValidationError`, with a sentence that names the feature, where the file cannot be used.
    """
    features = [feature_of(place, said, kind) for place, said in enumerate(features_in(content), start=1)]
    if not features:
        raise ValidationError(_("The file holds no feature: nothing was changed."))
    if kind == Layer.Kind.OUTLINE:
        refuse_unknown_regions(features, participant)
    with transaction.atomic():
        said = {"source": source, "loaded_at": timezone.now()}
        layer, _created = Layer.objects.update_or_create(participant=participant, kind=kind, defaults=said)
        layer.features.all().delete()
        for feature in features:
            feature.layer = layer
        Feature.objects.bulk_create(features, batch_size=BATCH)
    return len(features)


def features_in(content: bytes) -> list[Any]:
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise ValidationError(_("The file is no GeoJSON: it cannot be read as JSON.")) from None
    features = said.get("features") if isinstance(said, dict) and said.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise ValidationError(_("The file is no GeoJSON: it should be a FeatureCollection with its features."))
    return features


def feature_of(place: int, said: Any, kind: str) -> Feature:
    properties = (said.get("properties") if isinstance(said, dict) else None) or {}
    name, code = text_in(properties, "name", 120), text_in(properties, "code", 12)
    geometry = geometry_of(place, name, said, kind)
    west, south, east, north = (one * A_DEGREE for one in geometry.bounds)
    return Feature(
        name=name, code=code, geometry=said["geometry"],
        south_e6=floor(south), west_e6=floor(west), north_e6=ceil(north), east_e6=ceil(east),
    )  # fmt: skip


def text_in(properties: Mapping[str, Any], name: str, most: int) -> str:
    value = properties.get(name)
    return value.strip()[:most] if isinstance(value, str) else ""


def geometry_of(place: int, name: str, said: Any, kind: str) -> BaseGeometry:
    """As a shape that can be drawn; a sentence for any other."""
    told = {"place": place, "name": name or "?"}
    written = said.get("geometry") if isinstance(said, dict) else None
    if not isinstance(written, dict) or written.get("type") not in SHAPES[kind]:
        told["kinds"] = ", ".join(SHAPES[kind])
        raise ValidationError(_("Feature %(place)d (%(name)s): its geometry should be one of %(kinds)s.") % told)
    try:
        geometry = shape(written)
    except (ShapelyError, ValueError, TypeError, LookupError, AttributeError):
        raise ValidationError(_("Feature %(place)d (%(name)s): its coordinates cannot be read.") % told) from None
    if geometry.is_empty or not is_on_earth(geometry.bounds):
        raise ValidationError(
            _("Feature %(place)d (%(name)s): its coordinates are no degrees, longitude first. Write it anew in WGS 84.")
            % told
        )
    if not geometry.is_valid:
        told["why"] = is_valid_reason(geometry)
        raise ValidationError(_("Feature %(place)d (%(name)s): its boundary is none (%(why)s).") % told)
    return geometry


def is_on_earth(bounds: Iterable[float]) -> bool:
    west, south, east, north = bounds
    # What cannot be compared, as no number can be that is none, lies nowhere.
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def refuse_unknown_regions(features: Iterable[Feature], participant: Participant) -> None:
    known = set(Region.objects.filter(participant=participant).values_list("code", flat=True))
    unknown = sorted({feature.code or feature.name for feature in features if feature.code not in known})
    if unknown:
        raise ValidationError(
            _("No region of this country has the code %(codes)s: an outline says which region it is of.")
            % {"codes": ", ".join(unknown)}
        )
