"""The area of a site at the desk: as a picture without a map, and in words."""

from __future__ import annotations

import pytest

from apps.registry.grounds import HIGH, WIDE, ground_of

SQUARE = ((4_361_000, 18_555_000), (4_361_900, 18_555_000), (4_361_900, 18_555_900), (4_361_000, 18_555_900))


@pytest.fixture
def measured(recorded):
    def record(**more):
        corners = [{"lat_e6": lat, "lon_e6": lon, "accuracy_m": 6} for lat, lon in SQUARE]
        return recorded("site", "S-1", area={"corners": corners}, **more)

    return record


@pytest.mark.parametrize("page", ["/desk/review/{}/", "/desk/registry/site/{}/change/"])
def test_the_outline_stands_on_the_page_with_its_hectares(desk, registrar, measured, page):
    site = measured()

    said = desk(registrar).get(page.format(site.pk)).content.decode()

    assert "0.9942 ha · 4 corners ± 6 m" in said
    assert 'class="land" points="' in said
    assert "style=" not in said.split('class="ground"')[1].split("</section>")[0]


def test_a_site_that_nobody_measured_has_no_outline(desk, registrar, site):
    page = desk(registrar).get(f"/desk/review/{site.pk}/").content.decode()

    assert 'class="ground"' not in page


def test_in_french_the_picture_is_drawn_the_same(desk, registrar, measured):
    site = measured()
    client = desk(registrar)
    english = client.get(f"/desk/review/{site.pk}/").content.decode()

    french = client.get(f"/desk/review/{site.pk}/", headers={"accept-language": "fr"}).content.decode()

    assert "0,9942 ha · 4 coins ± 6 m" in french
    assert drawing(french) == drawing(english)


def drawing(page):
    return [line for line in page.splitlines() if "<polygon" in line or "<circle" in line or "<path" in line]


def test_everything_is_drawn_inside_its_box_and_north_is_up(measured):
    drawn = ground_of(measured(point={"lat_e6": 4_360_000, "lon_e6": 18_556_500, "accuracy_m": 6}))

    assert all(0 < x < WIDE and 0 < y < HIGH for x, y in [*drawn.dots, drawn.position])
    assert drawn.dots[1][1] < drawn.dots[0][1] < drawn.position[1]
    assert drawn.dots[0][0] < drawn.dots[3][0] < drawn.position[0]


def test_the_bar_is_as_long_as_it_says(measured):
    drawn = ground_of(measured())

    side = drawn.dots[0][1] - drawn.dots[1][1]
    assert (drawn.bar_end - 16) / drawn.bar_metres == pytest.approx(side / 100.2, rel=0.01)
