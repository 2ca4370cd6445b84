"""What lies beneath: outlines of regions, rivers, roads and villages of the ministry's own layers, as is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from django.db.models import F, Max, Min, Q, TextField
from django.db.models.functions import Cast, Length

from apps.maps.models import Feature, Layer
from apps.places.ground import Box
from apps.places.models import Region
from apps.registry.grounds import Dot
from apps.registry.overlaps import shapes
from kpfield.map.view import HIGH, WIDE, View

A_DEGREE = 1_000_000
# So many of each kind, the widest first; what takes more letters than that is too fine for a page.
MOST, LETTERS = 120, 200_000
NAMES_APART = 70
Kind = Layer.Kind


@dataclass(frozen=True)
class Line:
    kind: str
    path: str


@dataclass(frozen=True)
class Village:
    name: str
    dot: Dot


@dataclass(frozen=True)
class Land:
    lines: Sequence[Line] = ()
    villages: Sequence[Village] = ()


def outlines(region: Region) -> Any:
    """The region's own outline, and those of its parts."""
    codes = region.subtree().values("code")
    theirs = Feature.objects.filter(layer__kind=Kind.OUTLINE, layer__participant=region.participant_id)
    return theirs.filter(code__in=codes)


def box_of(region: Region) -> Box | None:
    """The box around the outlines that are known of it."""
    found = outlines(region).aggregate(s=Min("south_e6"), w=Min("west_e6"), n=Max("north_e6"), e=Max("east_e6"))
    return None if found["s"] is None else Box(found["s"], found["w"], found["n"], found["e"])


def land_of(region: Region, view: View) -> Land:
    """With one question: the widest of each kind that can be seen at this scale."""
    box = view.box
    here = Feature.objects.filter(layer__participant=region.participant_id)
    seen = view.tall_e6 // 60
    wide = Q(north_e6__gte=F("south_e6") + seen) | Q(east_e6__gte=F("west_e6") + seen)
    rows = (
        here.touching(box.south_e6, box.west_e6, box.north_e6, box.east_e6)
        .filter(wide | Q(layer__kind=Kind.SETTLEMENT))
        .annotate(letters=Length(Cast("geometry", TextField())), kind=F("layer__kind"))
        .filter(letters__lte=LETTERS)
        .order_by("-letters", "pk")
        .values_list("kind", "name", "geometry")[: 3 * MOST]
    )
    found = list(rows)
    lines = [Line(kind, path) for kind, _name, said in found if (path := path_of(kind, said, view))]
    return Land(lines, list(villages([(name, said) for kind, name, said in found if kind == Kind.SETTLEMENT], view)))


def path_of(kind: str, geometry: Mapping[str, Any], view: View) -> str:
    """As SVG writes it, cut off a little beyond the picture and without what is smaller than a unit."""
    if kind == Kind.SETTLEMENT:
        return ""
    shapely, geometries = shapes(), shape_of(geometry)
    box, beyond = view.box, view.tall_e6 / 10
    sides = (box.west_e6 - beyond, box.south_e6 - beyond, box.east_e6 + beyond, box.north_e6 + beyond)
    cut = shapely.clip_by_rect(geometries, *(side / A_DEGREE for side in sides))
    simple = shapely.simplify(cut, 0.8 / view.scale / A_DEGREE)
    return " ".join(filter(None, (way(part, view) for part in parts_of(simple))))


def shape_of(geometry: Mapping[str, Any]) -> Any:
    shapely, places = shapes(), geometry["coordinates"]
    match geometry["type"]:
        case "LineString":
            return shapely.LineString(places)
        case "MultiLineString":
            return shapely.MultiLineString(places)
        case "Polygon":
            return shapely.Polygon(places[0], places[1:])
        case _:
            return shapely.MultiPolygon([(one[0], one[1:]) for one in places])


def parts_of(shape: Any) -> Iterator[tuple[Any, bool]]:
    """Each line and each boundary, with whether it closes."""
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == "Polygon":
            yield from ((ring, True) for ring in (part.exterior, *part.interiors))
        elif part.geom_type in {"LineString", "LinearRing"}:
            yield part, False
        elif hasattr(part, "geoms"):
            yield from parts_of(part)


def way(part: tuple[Any, bool], view: View) -> str:
    line, closes = part
    dots = [view.place((round(lat * A_DEGREE), round(lon * A_DEGREE))) for lon, lat in line.coords]
    if len(dots) < 2:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in dots) + ("Z" if closes else "")


def villages(found: Sequence[tuple[str, Mapping[str, Any]]], view: View) -> Iterator[Village]:
    """Those whose names can be read beside each other."""
    kept: list[Dot] = []
    for name, said in found:
        lon, lat = said["coordinates"][:2]
        dot = view.place((round(lat * A_DEGREE), round(lon * A_DEGREE)))
        in_sight = 20 < dot[0] < WIDE - 90 and 20 < dot[1] < HIGH - 50
        if in_sight and all(hypot(dot[0] - x, (dot[1] - y) * 3) > NAMES_APART for x, y in kept):
            kept.append(dot)
            yield Village(name, dot)
