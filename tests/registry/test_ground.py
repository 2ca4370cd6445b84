"""Hectares and overlaps, against a calculation of another kind; outlines that are wrong, named in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import cos, pi, radians, sin, sqrt
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.journal.models import Entry
from apps.places.ground import Box, lie_on
from apps.places.models import Zone
from apps.registry.grounding import draw, hectares_of, in_words
from apps.registry.models import Application, Ground
from apps.registry.outlining import LARGEST, outline_in
from apps.registry.overlaps import common, overlaps_of

# -- two hundred pieces of ground ------------------------------------------------------------------------------------

A, F = 6378137.0, 1 / 298.257223563
E2 = F * (2 - F)


def on_the_tangent(corners):
    """
    Metres east and north of the middle, by the two radii in which the ellipsoid is bent there.

    Nothing of this is the project's own: that works on a cylinder map which keeps areas, this on the plane that touches
    the ellipsoid in the middle; for some kilometres the two must agree.
    """
    lat0 = radians(sum(lat for lat, _ in corners) / len(corners) / 1e6)
    across = A / sqrt(1 - E2 * sin(lat0) ** 2)
    along = A * (1 - E2) / sqrt(1 - E2 * sin(lat0) ** 2) ** 3
    lon0 = radians(corners[0][1] / 1e6)
    return [
        (across * cos(radians(lat / 1e6)) * (radians(lon / 1e6) - lon0), along * (radians(lat / 1e6) - lat0))
        for lat, lon in corners
    ]


def shoelace(flat):
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(flat, [*flat[1:], flat[0]], strict=True))) / 2


def clipped(subject, clip):
    """What of a piece of ground lies within a convex one, side by side (Sutherland and Hodgman)."""
    for (ax, ay), (bx, by) in zip(clip, [*clip[1:], clip[0]], strict=True):

        def left(p, a=(ax, ay), b=(bx, by)):
            return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

        kept = []
        for one, other in zip(subject, [*subject[1:], subject[0]], strict=True):
            here, there = left(one), left(other)
            kept += [one] if here >= 0 else []
            if here * there < 0:
                share = here / (here - there)
                kept.append(tuple(p + share * (q - p) for p, q in zip(one, other, strict=True)))
        subject = kept
        if not subject:
            break
    return subject


def ring(chance, middle, *, rough):
    """Corners around a middle, counter-clockwise, some hundred metres to two kilometres away."""
    size, count = chance.uniform(800, 18_000), chance.randrange(3, 14)
    return [
        (round(middle[0] + far * sin(turn)), round(middle[1] + far * cos(turn)))
        for n in range(count)
        for turn in [2 * pi * (n + (chance.random() * 0.8 if rough else 0)) / count]
        for far in [size * (chance.uniform(0.35, 1) if rough else 1)]
    ]


def area_of(corners):
    return {"corners": [{"lat_e6": lat, "lon_e6": lon} for lat, lon in corners]}


@pytest.mark.parametrize("degrees", [0, 8])
def test_hectares_and_overlaps_of_two_hundred_pieces_agree_with_another_calculation(degrees):
    chance, compared = Random(f"ground at {degrees}"), 0
    for _n in range(200):
        middle = (degrees * 1_000_000 + chance.randrange(-90_000, 90_000), chance.randrange(-60_000_000, 40_000_000))
        subject = ring(chance, middle, rough=True)
        clip = ring(chance, (middle[0] + chance.randrange(-4000, 4000), middle[1]), rough=False)
        flat = on_the_tangent([*subject, *clip])
        by_hand = shoelace(flat[: len(subject)]) / 10_000
        shared = clipped(flat[: len(subject)], flat[len(subject) :])

        assert float(hectares_of(area_of(subject))) == pytest.approx(by_hand, rel=1e-3, abs=1e-4)
        in_common = shoelace(shared) / 10_000 if len(shared) > 2 else 0
        assert float(common(area_of(subject), area_of(clip))) == pytest.approx(in_common, rel=1e-3, abs=2e-4)
        compared += in_common > 1
    assert compared > 150


# -- what is brought to the desk -------------------------------------------------------------------------------------

HERE = Box(4_000_000, 18_000_000, 5_000_000, 19_000_000)
SQUARE = "4.360 18.550\n4.361 18.550\n4.361 18.551\n4.360 18.551"
CORNERS = [(4_360_000, 18_550_000), (4_361_000, 18_550_000), (4_361_000, 18_551_000), (4_360_000, 18_551_000)]
GEOJSON = '{"type":"Polygon","coordinates":[[[18.55,4.36],[18.55,4.361],[18.551,4.361],[18.551,4.36],[18.55,4.36]]]}'
KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon>'
    "<outerBoundaryIs><LinearRing><coordinates>18.55,4.36,0 18.55,4.361,0 18.551,4.361,0 18.551,4.36,0 18.55,4.36,0"
    "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
)
SIXTIETHS = "4°21'36\"N 18°33'00\"E\n4°21'39.6\"N 18°33'E\n4° 21' 39.6\" N, 18° 33' 3.6\" E\n4°21′36″N 18°33′3,6″E"


@pytest.mark.parametrize(
    "written",
    [
        SQUARE,
        SQUARE.replace(" ", ", "),
        SQUARE.replace(".", ",").replace(" ", " ; "),
        SQUARE + "\n4.360 18.550\n",
        SIXTIETHS,
        GEOJSON,
        f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{GEOJSON}}}]}}',
        GEOJSON.replace('"Polygon"', '"MultiPolygon"').replace("[[[", "[[[[").replace("]]]", "]]]]"),
        KML,
        "\ufeff" + KML,
    ],
)
def test_the_same_square_is_read_however_it_is_written(written):
    area = outline_in(written.encode(), country=HERE)

    assert [(one["lat_e6"], one["lon_e6"]) for one in area["corners"]] == CORNERS


BOW_TIE = "4.360 18.550\n4.361 18.551\n4.361 18.550\n4.360 18.551"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (BOW_TIE, "The boundary crosses itself: the side from corner 1 to 2 meets that from 3 to 4."),
        ("4.36 18.55\n4.361 18.55", "These are 2 corners; an area has at least three."),
        ("4.36 18.55\n4.361 18.55\n4.362 18.55", "The corners lie in one line"),
        (
            "4.36 18.55\n4.361 18.55\n4.361 18.551\n4.361 18.55",
            "The boundary touches itself: corner 4 is corner 2 again.",
        ),
        ("4.36 18.99\n4.361 18.99\n4.361 19.01", "Corner 3 lies outside of the country."),
        ("4.1 18.1\n4.9 18.1\n4.9 19.9\n4.1 19.9", "more than a degree apart"),
        ("18.550 4.360\n18.550 4.361\n18.551 4.361", "Latitude and longitude are exchanged"),
        ("4.36 190\n4.361 18.55\n4.361 18.551", "is no place"),
        ("4.36 18.55\nabout here", "Line 2 is no latitude and longitude: about here"),
        ("4.36\n4.361 18.55", "Line 1 is no latitude"),
        ("", "These are 0 corners"),
        ("{", "This GeoJSON cannot be read"),
        ('{"type":"Point","coordinates":[18.5,4.3]}', "This has 0 polygons"),
        ('{"features":5}', "This has 0 polygons"),
        ('{"type":"Polygon","coordinates":5}', "This has 0 polygons"),
        ('{"type":"MultiPolygon","coordinates":[5]}', "This has 0 polygons"),
        ('{"geometry":' * 1000 + "{}" + "}" * 1000, "This has 0 polygons"),
        ('{"type":"Polygon","coordinates":[[],[]]}', "This has 2 polygons"),
        ('{"type":"Polygon","coordinates":[["a","b"]]}', "A corner is longitude and latitude in degrees"),
        ('{"type":"Polygon","coordinates":[[[1e400,4],[1,2],[3,3]]]}', "GeoJSON cannot be read|is no place"),
        ("<kml><coordinates>18.55,4.36 x,y</coordinates></kml>", "A corner is longitude and latitude"),
        ("<kml><coordinates>nan,nan 1,1 2,2</coordinates></kml>", "is no place|A corner is"),
        ("<kml>", "This KML cannot be read"),
        ('<!DOCTYPE k [<!ENTITY a "b">]><kml>&a;</kml>', "declares things of its own"),
        ("\n".join(f"4.{n:04} 18.55" for n in range(600)), "These are 600 corners; at most 500"),
        ("4" * (LARGEST + 1), "larger than 200 kB"),
    ],
)
def test_what_is_wrong_with_an_outline_is_said_in_words(written, sentence):
    with pytest.raises(ValidationError, match=sentence):
        outline_in(written.encode(), country=HERE)


@pytest.mark.parametrize("content", [b"\xff\xfe<\x00k\x00", b"\x89PNG\r\n"])
def test_what_is_no_text_is_not_read(content):
    with pytest.raises(ValidationError, match="This is no text"):
        outline_in(content, country=None)


# -- among licences and zones ----------------------------------------------------------------------------------------


def square(north, east, size=1000):
    """So many millionths of a degree from the first corner of all."""
    south, west = 4_360_000 + north, 18_550_000 + east
    return area_of([(south, west), (south + size, west), (south + size, west + size), (south, west + size)])


@pytest.fixture
def reserve(participant):
    zone = Zone(
        participant=participant, code="R", kind="reserve", name_en="Old wood", name_fr="Vieux bois", source="us"
    )
    lie_on(zone, square(500, 500, 9_000))
    zone.save()
    zone.statuses.create(status="open", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31), source="us")
    zone.statuses.create(status="closed", starts_on=date(2020, 1, 1), source="us")
    return zone


@pytest.fixture
def elsewhere(accepted, registrar):
    """A licence whose ground begins half a square further east."""
    licence = accepted("licence", "L-2", holder_kind="company", holder_name="Gravel")
    draw(licence, square(0, 500), by=registrar)
    return licence


def test_overlaps_with_licences_and_zones_are_found_in_hectares(elsewhere, reserve, participant):
    found = overlaps_of(square(0, 0), participant="XA")

    whole = hectares_of(square(0, 0))
    assert [(one.kind, one.name, one.status) for one in found] == [
        ("licence", "L-2", ""),
        ("reserve", "Old wood", "closed to mining"),
    ]
    assert [float(one.hectares / whole) for one in found] == pytest.approx([0.5, 0.25], rel=1e-3)


def test_an_open_zone_stands_in_the_list_and_not_against_a_grant(reserve, participant):
    zone = Zone(participant=participant, code="M", kind="mining", name_en="Plain", name_fr="Plaine", source="us")
    lie_on(zone, square(0, 0))
    zone.save()
    zone.statuses.create(status="compliant", starts_on=date(2020, 1, 1), ends_on=None, source="us")

    def said():
        return [sentence.split(" ha ")[1] for sentence in in_words(overlaps_of(square(0, 0), participant="XA"))]

    assert said() == ["lie in the reserve Old wood: closed to mining."]
    zone.statuses.create(status="not_compliant", starts_on=date(2020, 1, 1), source="put right")
    assert said()[0] == "lie in the mining zone Plain: not compliant with the Process."


def test_neighbours_that_share_a_border_do_not_overlap(elsewhere):
    assert overlaps_of(square(0, -500), participant="XA") == []


@pytest.mark.parametrize("how", ["revoked", "ended", "rejected"])
def test_a_licence_that_is_over_takes_no_ground(elsewhere, registrar, how):
    if how == "revoked":
        elsewhere.revoke(date(2026, 6, 1), by=registrar, reason="Sold on.")
    elif how == "ended":
        type(elsewhere).objects.filter(pk=elsewhere.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    else:
        type(elsewhere).objects.filter(pk=elsewhere.pk).update(status="rejected")

    assert overlaps_of(square(0, 0), participant="XA") == []


def test_what_lies_far_away_is_not_even_read(accepted, registrar, elsewhere, django_assert_num_queries):
    for n in range(10, 20):
        draw(accepted("licence", f"L-{n}"), square(n * 5_000, 0), by=registrar)

    with django_assert_num_queries(2):
        found = overlaps_of(square(0, 0), participant="XA")

    assert [one.name for one in found] == ["L-2"]


def test_an_outline_is_in_the_journal_and_replaces_the_one_before(elsewhere, registrar):
    draw(elsewhere, square(0, 0, 2_000), by=registrar)

    assert Ground.objects.get(licence=elsewhere).hectares == hectares_of(square(0, 0, 2_000))
    assert Entry.objects.filter(object_id=str(elsewhere.pk), verb="drawn").count() == 2


def test_the_hectares_of_an_application_are_those_of_its_outline(region, digger, registrar):
    said = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger}
    application = Application(number="A-1", region=region, applied_on=date(2026, 11, 2), hectares=Decimal(9), **said)
    application.write_down(by=registrar)

    draw(application, square(0, 0), by=registrar)

    application.refresh_from_db()
    assert application.hectares == hectares_of(square(0, 0))


def test_who_issues_no_papers_there_draws_nothing(licence, supervisor):
    with pytest.raises(ValidationError, match="do not issue"):
        draw(licence, square(0, 0), by=supervisor)
