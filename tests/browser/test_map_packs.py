"""The map of the ground: fetched over the line or taken from a file, then drawn without any network."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.seeing import faults_of
from tests.browser.test_map import HERE, find_me, open_map

LOOKS = [(800, 1280, "fr"), (360, 740, "en")]
WEST, SOUTH, EAST, NORTH = 18.3, 4.1, 18.8, 4.6


def line(*places):
    return {"type": "LineString", "coordinates": list(places)}


def ring(west, south, east, north):
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


GROUND = {
    "outline": [
        (ring(WEST, SOUTH, EAST, NORTH), {"code": "XA-KO1"}),
        (ring(EAST, SOUTH, 19.4, NORTH), {"code": "XA-HK1"}),
    ],
    "river": [(line([18.3, 4.33], [18.5, 4.35], [18.56, 4.366], [18.6, 4.36], [18.9, 4.4]), {"name": "Mbali"})],
    "road": [(line([18.5, 4.2], [18.552, 4.36], [18.561, 4.372]), {})],
    "zone": [(ring(18.557, 4.362, 18.575, 4.38), {"name": "Forest"})],
    "settlement": [
        ({"type": "Point", "coordinates": [18.557, 4.368]}, {"name": "Bemba"}),
        ({"type": "Point", "coordinates": [19.2, 4.3]}, {"name": "Canary hollow"}),
    ],
}  # fmt: skip


@pytest.fixture
def surveyed(server, tmp_path):
    """The ministry has loaded its layers and made the maps of two districts."""
    for kind, features in GROUND.items():
        said = [{"type": "Feature", "geometry": geometry, "properties": named} for geometry, named in features]
        file = tmp_path / f"{kind}.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": said}))
        server.manage("map_layer", "XA", kind, str(file), "--source", "Survey of 1974")
    for region in ("XA-KO1", "XA-HK1"):
        server.manage("map_pack", region, "--out", str(tmp_path / f"{region}.pmtiles"))
    server.desk("grounds")
    return tmp_path


@pytest.fixture
def officer(server, hand_out, surveyed):
    def put(**details):
        tablet = hand_out(permissions=["geolocation"], geolocation=HERE, **details)
        tablet.enrol(server.desk("offer", "14")["code"])
        return tablet

    return put


def fetch(tablet):
    open_map(tablet)
    tablet.page.click("[data-fetch]")
    expect(tablet.page.locator("[data-pack]")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(("width", "height", "language"), LOOKS)
def test_a_map_is_fetched_once_and_drawn_without_a_network(server, officer, pictures, width, height, language):
    tablet = officer(width=width, height=height, language=language)
    tablet.speak(language)
    open_map(tablet)
    # Only the own district's is offered.
    expect(tablet.page.locator("[data-fetch]")).to_have_count(1)
    fetch(tablet)
    server.stop()
    tablet.open_again()

    find_me(tablet)
    page = tablet.page
    tablet.page.click("[data-list=sites] li:nth-child(2) button")
    expect(page.locator("[data-square] .ground-river").first).to_be_attached()
    expect(page.locator("[data-square] .ground-zone").first).to_be_attached()
    expect(page.locator(".map-village").first).to_have_text("Bemba")
    expect(page.locator("main")).to_contain_text("Survey of 1974")
    assert "Canary" not in page.content()
    page.locator("main").evaluate("main => main.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / f"map-ground-{width}-{language}.png")
    faults = faults_of(page)
    page.locator("main").evaluate("main => main.scrollTo(0, 1e6)")
    page.screenshot(path=pictures / f"map-packs-{width}-{language}.png")
    faults += faults_of(page)
    assert not faults, "\n".join(faults)
    tablet.assert_quiet()


def test_fetching_goes_on_where_the_line_broke(server, officer):
    tablet = officer()
    open_map(tablet)
    expect(tablet.page.locator("[data-fetch]")).to_be_visible()
    server.stop()
    tablet.page.click("[data-fetch]")
    expect(tablet.page.locator("[data-outcome=broken_off]")).to_be_visible(timeout=30_000)

    server.start()
    tablet.go("#/")
    fetch(tablet)
    tablet.assert_quiet()


def test_a_map_comes_from_a_file_and_what_is_none_is_refused(server, officer, surveyed):
    tablet = officer()
    server.stop()
    open_map(tablet)
    chooser = tablet.page.locator("[data-packs] input[type=file]")
    chooser.set_input_files({"name": "letter.pmtiles", "mimeType": "", "buffer": b"PMTiles, they say"})
    expect(tablet.page.locator("[data-outcome=none_of_ours]")).to_be_visible()

    chooser.set_input_files(surveyed / "XA-KO1.pmtiles")

    expect(tablet.page.locator("[data-pack]")).to_be_visible()
    expect(tablet.page.locator("[data-square]").first).to_be_attached()
    tablet.assert_quiet()


def test_the_pack_of_the_shared_fixture_can_be_read_by_the_browser(server, officer):
    fixture = Path(__file__).parents[2] / "fixtures/conformance/maps/kolo.json"
    tablet = officer()
    open_map(tablet)
    pack = {"name": "kolo.pmtiles", "mimeType": "", "buffer": b64decode(json.loads(fixture.read_text())["pack"])}
    tablet.page.locator("[data-packs] input[type=file]").set_input_files(pack)

    expect(tablet.page.locator("[data-pack]")).to_contain_text("Kolo")
    tablet.assert_quiet()
