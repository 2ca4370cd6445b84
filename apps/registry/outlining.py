"""An outline that somebody brings to the desk: GeoJSON, KML, or corners written one to a line; judged in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Xml

import orjson
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.forms.areas import WIDEST, Corner, corners_of, edges, fault_in, meet
from apps.places.ground import Box

LARGEST = 200_000
MOST_CORNERS = 500
A_DEGREE = Decimal(1_000_000)
KML = "{http://www.opengis.net/kml/2.2}"
# 4.3615 or 4,3615, or 4° 21' 41.4" N.
PLAIN = re.compile(r"^\s*([-+]?\d{1,3}(?:[.,]\d+)?)\s*[;,\s]\s*([-+]?\d{1,3}(?:[.,]\d+)?)\s*$")
PART = r"(\d{1,3})\s*°\s*(?:(\d{1,2})\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''))?\s*"
SPLIT = re.compile(rf"^\s*{PART}([NS])\s*[;,]?\s*{PART}([EWO])\s*$", re.IGNORECASE)


def outline_in(content: bytes, *, country: Box | None, widest: int = WIDEST) -> dict[str, Any]:
    """
    The area that this text describes, as a form's answer; `ValidationError` with what is wrong with it, in words.

    Longitude stands first in GeoJSON and KML, latitude in written corners. Where the country is known, an outline
    outside of it is refused, and one whose latitudes and longitudes are exchanged is called that.
    """
    if len(content) > LARGEST:
        raise ValidationError(_("This is larger than %d kB: an outline is not.") % (LARGEST // 1000))
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as fault:
        raise ValidationError(_("This is no text. Bring GeoJSON, KML, or corners one to a line.")) from fault
    corners = without_repeats(list(corners_in(text)))
    judge(corners, country, widest)
    return {"corners": [{"lat_e6": lat, "lon_e6": lon} for lat, lon in corners]}


def corners_in(text: str) -> Iterator[Corner]:
    if text.startswith("{"):
        return of_geojson(text)
    if text.startswith("<"):
        return of_kml(text)
    return of_lines(text)


def of_geojson(text: str) -> Iterator[Corner]:
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise ValidationError(_("This GeoJSON cannot be read: %s") % fault) from fault
    rings = list(rings_of(said))
    if len(rings) != 1:
        raise ValidationError(_("This has %d polygons: bring one, without holes.") % len(rings))
    for place in rings[0]:
        if not isinstance(place, list) or len(place) < 2 or not all(is_number(one) for one in place[:2]):
            raise ValidationError(_("A corner is longitude and latitude in degrees: %s is none.") % str(place)[:40])
        yield corner(Decimal(str(place[1])), Decimal(str(place[0])))


def rings_of(said: Any) -> Iterator[list[Any]]:
    """The boundaries of a Polygon or MultiPolygon, however it is wrapped."""
    wrapped = [said]
    while wrapped:
        one = wrapped.pop()
        if not isinstance(one, dict):
            continue
        wrapped += [one.get("geometry"), *listed(one.get("features"))]
        coordinates = one.get("coordinates")
        polygons = {"Polygon": [coordinates], "MultiPolygon": listed(coordinates)}.get(str(one.get("type")), [])
        yield from (ring for polygon in polygons for ring in listed(polygon) if isinstance(ring, list))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def of_kml(text: str) -> Iterator[Corner]:
    if "<!" in text.replace("<!--", ""):
        raise ValidationError(_("This KML declares things of its own, and is not read: save it again without them."))
    try:
        # Without a document type there are no entities, and so nothing that grows or reaches out.
        root = Xml.fromstring(text)  # noqa: S314
    except Xml.ParseError as fault:
        raise ValidationError(_("This KML cannot be read: %s") % fault) from fault
    rings = [one.text or "" for one in root.iter() if one.tag.rpartition("}")[2] == "coordinates"]
    if len(rings) != 1:
        raise ValidationError(_("This has %d polygons: bring one, without holes.") % len(rings))
    for words in rings[0].split():
        numbers = words.split(",")
        try:
            yield corner(Decimal(numbers[1]), Decimal(numbers[0]))
        except (ArithmeticError, IndexError) as fault:
            said = _("A corner is longitude and latitude in degrees: %s is none.") % words[:40]
            raise ValidationError(said) from fault


def of_lines(text: str) -> Iterator[Corner]:
    for at, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        if found := PLAIN.match(line):
            yield corner(*(Decimal(one.replace(",", ".")) for one in found.groups()))
        elif found := SPLIT.match(line):
            parts = found.groups()
            yield corner(degrees(*parts[:4]), degrees(*parts[4:]))
        else:
            said = {"line": at, "words": line[:40]}
            raise ValidationError(_("Line %(line)s is no latitude and longitude: %(words)s") % said)


def degrees(whole: str, minutes: str | None, seconds: str | None, way: str) -> Decimal:
    size = Decimal(whole) + Decimal(minutes or 0) / 60 + Decimal((seconds or "0").replace(",", ".")) / 3600
    return -size if way.upper() in {"S", "W", "O"} else size


def corner(lat: Decimal, lon: Decimal) -> Corner:
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        said = {"lat": lat, "lon": lon}
        raise ValidationError(_("%(lat)s, %(lon)s is no place: a latitude goes to 90, a longitude to 180.") % said)
    return int((lat * A_DEGREE).to_integral_value()), int((lon * A_DEGREE).to_integral_value())


def written_corners(area: Mapping[str, Any]) -> str:
    """One to a line, latitude first, as they can be read again."""
    return "\n".join(f"{lat / A_DEGREE:.6f} {lon / A_DEGREE:.6f}" for lat, lon in corners_of(area))


def without_repeats(corners: Sequence[Corner]) -> list[Corner]:
    """Without the first corner at the end again, and without one that is written twice in a row."""
    kept = [one for at, one in enumerate(corners) if at == 0 or one != corners[at - 1]]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def judge(corners: Sequence[Corner], country: Box | None, widest: int) -> None:
    if len(corners) > MOST_CORNERS:
        raise ValidationError(_("These are %(count)d corners; at most %(most)d are kept.") % counted(corners))
    match fault_in(corners, widest=widest):
        case "no_area" if len(corners) < 3:
            raise ValidationError(_("These are %(count)d corners; an area has at least three.") % counted(corners))
        case "no_area":
            raise ValidationError(_("The corners lie in one line, or enclose less than half a square metre."))
        case "too_wide":
            raise ValidationError(too_wide(widest // int(A_DEGREE)))
        case "crossing":
            raise ValidationError(where_it_crosses(corners))
    if country is None or all(country.holds(*one) for one in corners):
        return
    if all(country.holds(lon, lat) for lat, lon in corners):
        raise ValidationError(_("Latitude and longitude are exchanged: as written, this lies outside of the country."))
    outside = next(at for at, one in enumerate(corners, 1) if not country.holds(*one))
    raise ValidationError(_("Corner %d lies outside of the country.") % outside)


def too_wide(degrees: int) -> str:
    if degrees == 1:
        return _("The corners lie more than a degree apart: look at each figure again.")
    return _("The corners lie more than %(degrees)d degrees apart: look at each figure again.") % {"degrees": degrees}


def counted(corners: Sequence[Corner]) -> dict[str, int]:
    return {"count": len(corners), "most": MOST_CORNERS}


def where_it_crosses(corners: Sequence[Corner]) -> str:
    """Which sides of the boundary meet, by the numbers of their corners."""
    again = next((at for at, one in enumerate(corners) if one in corners[:at]), None)
    if again is not None:
        said = {"again": again + 1, "first": corners.index(corners[again]) + 1}
        return _("The boundary touches itself: corner %(again)d is corner %(first)d again.") % said
    sides, last = list(edges(corners)), len(corners)
    for at, side in enumerate(sides):
        for other in range(at + 2, last - (at == 0)):
            if meet(side, sides[other]):
                said = {"a": at + 1, "b": at + 2, "c": other + 1, "d": (other + 1) % last + 1}
                words = _(
                    "The boundary crosses itself: the side from corner %(a)d to %(b)d meets that from %(c)d to %(d)d."
                )
                return words % said
    return _("The boundary touches itself: a side runs back on another.")
