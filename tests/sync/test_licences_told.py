"""A licence is told with what was found and sold under it; another region's only as valid or not."""

import pytest

from apps.journal.sealing import settle
from tests.sync.conftest import said
from tests.sync.pages import rows

pytestmark = pytest.mark.django_db


def test_another_regions_licence_shows_that_it_is_valid_and_not_whose(other_door, licence):
    row = rows(other_door.pull(), "licence")[str(licence.pk)]

    assert (row["number"], row["starts_on"], row["ends_on"]) == ("L-1", "2026-01-01", "2026-12-31")
    assert (row["holder"], row["holder_name"], row["site"]) == (None, "", None)


def test_a_licence_is_told_with_what_was_found_and_sold_under_it(door, found, sold, licence):
    found("F-1", "3.00")
    sold("R-1", "1.25")

    row = rows(door.pull(), "licence")[str(licence.pk)]
    assert (row["found"], row["sold"]) == ("3.00", "1.25")


def test_what_is_sold_under_another_regions_licence_is_not_told(other_door, found, licence):
    found("F-1", "3.00")

    row = rows(other_door.pull(), "licence")[str(licence.pk)]
    assert (row["found"], row["sold"]) == (None, None)


def test_a_find_brings_its_licence_again_and_so_does_its_correction(door, writer, licence, accepted, site, digger):
    other = accepted("licence", "L-2", site=site, holder=digger)
    settle()
    cursor = door.pull()["cursor"]
    first = writer.create("production", site={"id": str(site.pk)}, licence={"id": str(licence.pk)}, carats="3.00")
    assert door.statuses(first) == ["applied"]
    settle()
    page = door.pull(cursor)
    assert rows(page, "licence")[str(licence.pk)]["found"] == "3.00"

    moved = writer.production() | {"site": {"id": str(site.pk)}, "licence": {"id": str(other.pk)}, "carats": "3.00"}
    assert door.statuses(writer.write("production", "replace", moved, replaces=said(first)["record"])) == ["applied"]

    settle()
    told = rows(door.pull(page["cursor"]), "licence")
    assert [told[str(one.pk)]["found"] for one in (licence, other)] == ["0.00", "3.00"]
