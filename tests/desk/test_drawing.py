"""The plan on which ground is drawn: what lies around it, as far as its reader sees, on a map that is turned back."""

from __future__ import annotations

import re
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Role
from apps.places.ground import Box, lie_on
from apps.places.models import Zone
from apps.registry.bringing import OutlineForm
from apps.registry.grounding import draw
from apps.registry.laying import Sheet
from apps.registry.models import Application, Ground
from apps.registry.neighbourhood import MOST, neighbourhood_of
from apps.registry.outlining import outline_in, written_corners

HERE = (4_361_000, 18_555_000)
CORNERS = "4.360000 18.550000\n4.361000 18.550000\n4.361000 18.551000\n4.360000 18.551000"
KML = b"<kml><coordinates>18.55,4.36 18.55,4.37 18.56,4.37</coordinates></kml>"


def area(north=0, east=0, size=1_000):
    south, west = HERE[0] + north, HERE[1] + east
    ring = [(south, west), (south + size, west), (south + size, west + size), (south, west + size)]
    return {"corners": [{"lat_e6": lat, "lon_e6": lon} for lat, lon in ring]}


@pytest.fixture
def clerk(posted, region):
    return posted("ines", Role.LICENSING, region)


@pytest.fixture
def placed(accepted):
    def place(number, north=0, east=0, **more):
        point = {"lat_e6": HERE[0] + north, "lon_e6": HERE[1] + east, "accuracy_m": 5}
        return accepted("site", number, point=point, **more)

    return place


@pytest.fixture
def asked(region, digger, registrar):
    """An application on file: `asked(site=…)`."""

    def ask(**more):
        said = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger, **more}
        made = Application(number="A-1", region=region, applied_on=timezone.localdate(), **said)
        made.write_down(by=registrar)
        return made

    return ask


@pytest.fixture
def page(desk, clerk):
    """The page on which the ground of an application is drawn, and what it was given to draw with."""

    def open_page(application):
        return desk(clerk).get(reverse("admin:registry_application_act", args=[application.pk, "draw"]))

    return open_page


# -- turned back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("latitude", [0, 4_361_000, -33_000_000, 71_000_000])
def test_every_place_comes_back_as_it_was(latitude):
    """By nothing but what the page states: the bounds of the plan and its width, and dots to a tenth of a unit."""
    chance = Random(f"turned back at {latitude}")
    sheet = Sheet(Box(latitude - 45_000, -20_000, latitude + 52_345, 71_234))
    box = sheet.box
    across, down = (box.east_e6 - box.west_e6) / sheet.wide, (box.north_e6 - box.south_e6) / sheet.high
    for _n in range(2_000):
        place = (chance.randrange(box.south_e6, box.north_e6), chance.randrange(box.west_e6, box.east_e6))
        x, y = (round(value, 1) for value in sheet.place(place))

        assert (round(box.north_e6 - y * down), round(box.west_e6 + x * across)) == place


def test_a_unit_is_as_long_both_ways():
    sheet = Sheet(Box(59_950_000, 0, 60_050_000, 100_000))

    assert sheet.high == 100_000
    assert sheet.wide == pytest.approx(50_000, rel=1e-3)


def test_a_whole_country_has_no_more_units_than_letters_can_be_read_on():
    sheet = Sheet(Box(2_000_000, 14_000_000, 11_000_000, 27_000_000))

    assert (sheet.unit, sheet.high) == (1_000, 9_000)
    assert sheet.place((11_000_000, 14_000_000)) == (0, 0)
    assert sheet.place((2_000_000, 27_000_000)) == (sheet.wide, sheet.high)


# -- what lies around ------------------------------------------------------------------------------------------------


def test_the_plan_lies_around_the_site_of_the_application(page, asked, placed):
    around = page(asked(site=placed("S-7"))).context["around"]

    assert around.sheet.box.holds(*HERE)
    x, y = around.sheet.place(HERE)
    assert (around.view.left + around.view.wide / 2, around.view.top + around.view.high / 2) == pytest.approx((x, y))


def test_zones_licences_applications_and_sites_around_are_drawn(page, asked, placed, participant, accepted, registrar):
    zone = Zone(participant=participant, code="R", kind="reserve", name_en="Old wood", name_fr="Vieux", source="us")
    lie_on(zone, area(2_000))
    zone.save()
    draw(accepted("licence", "L-9", holder_kind="company"), area(0, 2_000), by=registrar)

    around = page(asked(site=placed("S-7"))).context["around"]

    assert [(one.name, one.look) for one in around.zones] == [("Old wood", "zone is-shut")]
    assert [(one.name, one.look) for one in around.grounds] == [("L-9", "other")]
    assert [one.name for one in around.sites] == ["S-7"]


def test_another_regions_ground_and_sites_are_not_drawn(page, asked, placed, accepted, registrar, other_region):
    placed("S-88", 500, at=other_region, region="LU")
    draw(accepted("licence", "L-88", at=other_region, holder_kind="company"), area(0, 2_000), by=registrar)

    shown = page(asked(site=placed("S-7"))).content.decode()

    assert "S-7</title>" in shown
    assert "88</title>" not in shown


def test_a_site_of_another_region_does_not_tell_where_it_is(page, asked, placed, other_region):
    placed("S-7", 900_000)
    hidden = placed("S-88", at=other_region, region="LU")

    assert not page(asked(site=hidden)).context["around"].sheet.box.holds(*HERE)


def test_where_nothing_is_known_the_country_is_drawn_and_without_that_the_corners_are_typed(page, asked, participant):
    application = asked()
    without = page(application)
    country = Zone(participant=participant, code="XA", kind="country", name_en="A", name_fr="A", source="us")
    lie_on(country, area(size=900_000))
    country.save()

    assert without.context["around"] is None
    assert "drawing.js" not in without.content.decode()
    assert page(application).context["around"].sheet.box.holds(*HERE)


def test_the_plan_costs_the_same_for_one_neighbour_as_for_many(
    asked, placed, accepted, registrar, desk, clerk, questions
):
    url = reverse("admin:registry_application_act", args=[asked(site=placed("S-7")).pk, "draw"])
    draw(accepted("licence", "L-10"), area(0, 2_000), by=registrar)
    one = questions(desk(clerk), url)
    for n in range(11, 15):
        placed(f"S-{n}", 100 * n)
        draw(accepted("licence", f"L-{n}"), area(0, 1_000 * n), by=registrar)

    assert questions(desk(clerk), url) == one


def test_what_is_too_many_to_tell_apart_is_said(region, registrar, placed, monkeypatch):
    monkeypatch.setattr("apps.registry.neighbourhood.MOST", 1)
    for n in range(2):
        placed(f"S-{n}", n)

    found = neighbourhood_of(region, reader=registrar, near=Box(*HERE, *HERE))

    assert MOST > 1
    assert (found.more, found.sites) == (True, [])


# -- what is sent ----------------------------------------------------------------------------------------------------


def test_the_corners_begin_as_they_lie_and_are_read_back_the_same(page, asked, clerk):
    application = asked()
    draw(application, outline_in(CORNERS.encode(), country=None), by=clerk)

    said = page(application)

    assert said.context["form"]["corners"].value() == CORNERS
    assert said.context["around"].grounds == []
    assert written_corners(outline_in(CORNERS.encode(), country=None)) == CORNERS


def test_a_file_takes_the_place_of_corners_that_nobody_touched(desk, clerk, asked):
    application = asked()
    draw(application, outline_in(CORNERS.encode(), country=None), by=clerk)
    url = reverse("admin:registry_application_act", args=[application.pk, "draw"])
    sent = CORNERS.replace("\n", "\r\n")

    answer = desk(clerk).post(url, {"corners": sent, "file": SimpleUploadedFile("a.kml", KML)})

    assert answer.status_code == 302
    assert len(Ground.objects.get(application=application).area["corners"]) == 3


def test_the_page_runs_no_script_of_its_own_and_has_no_style(page, asked, placed):
    shown = page(asked(site=placed("S-7"))).content.decode()

    drawing = shown.split('<figure class="around"')[1].split("</figure>")[0]
    assert "style=" not in drawing
    assert re.findall(r"<script[^>]*>", shown.split("<body")[0])[-1].startswith('<script type="module" src="/static/')


def test_a_form_for_ground_says_in_which_country():
    with pytest.raises(NotImplementedError):
        OutlineForm().of({})
