"""A zone is drawn at the desk, looked at with what lies in it, and ended."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk_pages import desk, faults, wider_than_the_screen  # noqa: F401
from tests.browser.test_drawing import SCREENS, Plan

ISLAND = "-9.460000 -20.680000\n-9.460000 -20.660000\n-9.480000 -20.660000\n-9.480000 -20.680000"


@pytest.fixture
def seat(desk, server):  # noqa: F811
    """The registrar before the page on which a zone is written down, beside a licence whose ground is drawn."""
    server.desk("asked", "A-2026-4")

    def sit(*, screen="desk", **how):
        one = desk(**how)
        width, height = SCREENS[screen]
        one.page.set_viewport_size({"width": width, "height": height})
        one.page.goto(f"{one.address}/desk/places/zone/add/")
        return Plan(one)

    return sit


def fill(page):
    page.select_option("#id_kind", "reserve")
    page.select_option("#id_region", index=1)
    page.select_option("#id_status", "closed")
    said = {"code": "isl", "name_en": "Island", "name_fr": "Île", "starts_on": "2026-01-01", "source": "Order 12"}
    for name, value in said.items():
        page.fill(f"#id_{name}", value)


def test_a_zone_is_drawn_with_the_mouse_and_its_page_says_where_it_is(seat):
    zone = seat()

    zone.draw()
    fill(zone.page)
    zone.save()

    expect(zone.page.locator("h1")).to_have_text("Island")
    expect(zone.page.locator(".standing")).to_contain_text("closed to mining")
    assert zone.page.locator(".around .drawn").count() == 1
    assert zone.complaints == []


def test_its_page_tells_the_licences_and_sites_in_it_until_it_ends(seat):
    zone = seat()
    zone.page.fill("#id_corners", ISLAND)
    fill(zone.page)
    zone.save()

    expect(zone.page.locator("section", has_text="Licences and applications in it")).to_contain_text("L-0301")
    expect(zone.page.locator("section", has_text="Sites in it")).to_contain_text("S-0301")
    zone.page.click(".tools >> text=End this zone")
    zone.page.fill("#id_source", "Order 13")
    zone.save()

    expect(zone.page.locator(".standing")).to_contain_text("no longer in force")
    expect(zone.page.locator(".story")).to_contain_text("End of the zone written down")
    assert zone.complaints == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_zones_read_well_at_any_size(seat, pictures, screen, language):
    zone = seat(screen=screen, language=language)

    def look(name):
        zone.page.screenshot(path=pictures / f"zone-{name}-{screen}-{language}.png", full_page=True)
        assert zone.complaints == [], name
        assert not wider_than_the_screen(zone.page), name
        assert faults(zone.page) == [], name
        # axe itself styles what it measures, and the policy complains of that.
        zone.complaints.clear()

    look("add")
    zone.page.fill("#id_corners", ISLAND)
    fill(zone.page)
    zone.save()
    look("page")
    zone.page.click(".tools li:first-child a")
    look("status")
    zone.page.goto(zone.page.url.split("/places/")[0] + "/places/zone/")
    look("list")
