"""The map shows what its reader may see, and answers an address that no link of ours wrote as one that is nowhere."""

from __future__ import annotations

import pytest

from tests.desk.map.seen import MIDDLE, page


def test_nothing_of_another_region_is_drawn_counted_or_overlapped(
    desk, other_supervisor, registrar, at, outlined, other_region
):
    at("S-7", *MIDDLE)
    outlined("L-7", *MIDDLE)
    outlined("L-8", *MIDDLE, at=other_region)

    answer = page(desk(other_supervisor))

    assert [thing.number for thing in answer.context["things"]] == ["L-8"]
    assert answer.context["crossings"] == []
    assert answer.context["parts"]["total"][:2] == [0, 1]
    assert len(page(desk(registrar)).context["crossings"]) == 1


def test_another_regions_map_is_as_one_that_is_nowhere(desk, other_supervisor, region):
    client = desk(other_supervisor)

    assert client.get("/desk/map/", {"region": region.pk}).status_code == 404
    assert client.get("/desk/map/", {"region": "9" * 23}).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["at=1", "at=a,b,c", "at=9,9,9,9", f"at={'9' * 30},1,1", "show=%00", "state=(", "region=(", "at=%C2%B2,1,1"],
)
def test_what_no_link_of_ours_wrote_is_nowhere(desk, registrar, region, address):
    assert desk(registrar).get(f"/desk/map/?{address}").status_code == 404


@pytest.mark.parametrize("place", ["90000000,180000000,60000000", "-90000000,-180000000,1", "0,0,99999999"])
def test_the_ends_of_the_earth_are_drawn(desk, registrar, at, place):
    at("S-7", *MIDDLE)

    page(desk(registrar), at=place)
