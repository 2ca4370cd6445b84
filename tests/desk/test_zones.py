"""Zones and reserves at the desk: listed, put down on a plan, looked at with what lies in them, and ended by a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Role
from apps.places.models import Participant, Region, Zone, ZoneStatus
from apps.registry.grounding import draw
from apps.registry.zoning import put_down

TODAY = timezone.localdate()
LIST, ADD = reverse("admin:places_zone_changelist"), reverse("admin:places_zone_add")
WIDE = "4.000000 18.000000\n4.000000 20.500000\n4.300000 20.500000\n4.300000 18.000000"


def area(size=9_000, north=0):
    south, west = 4_361_000 + north, 18_555_000
    ring = [(south, west), (south + size, west), (south + size, west + size), (south, west + size)]
    return {"corners": [{"lat_e6": lat, "lon_e6": lon} for lat, lon in ring]}


@pytest.fixture
def clerk(posted, region):
    return posted("ines", Role.LICENSING, region)


@pytest.fixture
def zone(participant, region, clerk):
    said = {"participant": participant, "region": region, "kind": "reserve", "source": "Order 4"}
    made = Zone(code="R", name_en="Old wood", name_fr="Vieux bois", **said)
    return put_down(made, area(), ZoneStatus(status="closed", starts_on=date(2026, 1, 1), source="Order 4"), by=clerk)


@pytest.fixture
def abroad(country):
    there = Participant.objects.create(code="XB", name_en="Bestland", name_fr="Bestlande", source="imaginary")
    return Region.objects.create(
        participant=there, code="XB", name="Bestland", kind="country", level=0, left=9, right=10
    )


def asked(region, **said):
    given = {"code": "m-1", "kind": "mining", "region": region.pk, "name_en": "Plain", "name_fr": "Plaine"}
    given |= {"status": "open", "starts_on": "2026-11-01", "source": "Order 12 of 3 May 2026", "corners": WIDE}
    return {**given, **said}


def address(what, zone):
    return reverse(f"admin:places_zone_{what}", args=[zone.pk])


# -- the list --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_each_is_today_and_leaves_out_what_has_ended(desk, clerk, zone):
    client = desk(clerk)
    before = client.get(LIST).content.decode()
    client.post(address("end", zone), {"day": TODAY, "source": "Order 9"})

    assert "closed to mining" in before
    assert client.get(LIST).context["cl"].result_count == 0
    assert "no longer in force" in client.get(LIST, {"force": "all"}).content.decode()


def test_the_box_of_a_country_is_not_listed(desk, clerk, zone, participant):
    box = {"area": area(), "south_e6": 0, "west_e6": 0, "north_e6": 9, "east_e6": 9}
    country = Zone.objects.create(participant=participant, code="XA", kind="country", source="us", **box)

    assert [one.code for one in desk(clerk).get(LIST, {"force": "all"}).context["cl"].queryset] == ["R"]
    assert desk(clerk).get(address("change", country)).status_code == 404


def test_another_countrys_zones_are_not_there(desk, zone, posted, abroad):
    stranger = desk(posted("far", Role.REGISTRAR, abroad))

    assert stranger.get(LIST).context["cl"].result_count == 0
    assert stranger.get(address("change", zone)).status_code == 404


def test_the_list_asks_as_much_for_one_as_for_many(desk, questions, clerk, zone, participant, region):
    one = questions(desk(clerk), LIST)
    for n in range(5):
        said = {"participant": participant, "region": region, "kind": "mining", "source": "us"}
        row = ZoneStatus(status="open", starts_on=date(2026, 1, 1), source="us")
        put_down(Zone(code=f"Z-{n}", name_en=f"{n}", name_fr=f"{n}", **said), area(), row, by=clerk)

    assert questions(desk(clerk), LIST) == one


# -- one is put down -------------------------------------------------------------------------------------------------


def test_a_zone_is_put_down_with_its_ground_status_and_source(desk, clerk, region):
    answer = desk(clerk).post(ADD, asked(region), follow=True)

    zone = Zone.objects.get(code="M-1")
    assert (zone.region, zone.participant_id, zone.kind, len(zone.area["corners"])) == (region, "XA", "mining", 4)
    row = zone.statuses.get()
    assert (row.status, row.starts_on, row.ends_on, row.source) == (
        "open", date(2026, 11, 1), None, "Order 12 of 3 May 2026"
    )  # fmt: skip
    assert "open to mining" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"code": "r"}, "Another zone has this code."),
        ({"code": "=1+1"}, "Enter a valid value."),
        ({"kind": "country"}, "Select a valid choice."),
        ({"status": "ended"}, "Select a valid choice."),
        ({"ends_on": "2026-10-31"}, "The last day cannot lie before the first."),
        ({"source": ""}, "This field is required."),
        ({"corners": "4 18\n4 29\n5 29"}, "more than 10 degrees apart"),
        ({"corners": ""}, "one of the two"),
        ({"corners": "4.0 18.0\n4.1 18.1\n4.1 18.0\n4.0 18.1"}, "The boundary crosses itself"),
    ],
)
def test_what_is_missing_or_wrong_is_said(desk, clerk, zone, region, said, words):
    answer = desk(clerk).post(ADD, asked(region, **said))

    assert words in answer.content.decode()
    assert Zone.objects.count() == 1


def test_nobody_puts_a_zone_down_in_another_region(desk, clerk, other_region):
    answer = desk(clerk).post(ADD, asked(other_region))

    assert answer.context["form"].errors["region"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.INVENTORIES_EDITOR])
def test_who_issues_no_papers_writes_nothing_down(desk, posted, region, zone, role):
    client = desk(posted("helper", role, region))

    assert client.get(ADD).status_code == 403
    for what in ("status", "end"):
        assert client.post(address(what, zone), {"day": TODAY, "source": "x"}).status_code in {403, 404}
    assert zone.statuses.count() == 1


# -- one is looked at ------------------------------------------------------------------------------------------------


def test_its_page_says_in_hectares_what_lies_in_it(desk, clerk, zone, accepted, registrar):
    draw(accepted("licence", "L-9", holder_kind="company"), area(1_000), by=registrar)
    draw(accepted("licence", "L-10", holder_kind="company"), area(1_000, north=50_000), by=registrar)
    accepted("site", "S-7", point={"lat_e6": 4_362_000, "lon_e6": 18_556_000, "accuracy_m": 5})
    accepted("site", "S-8", point={"lat_e6": 4_399_000, "lon_e6": 18_556_000, "accuracy_m": 5})

    page = desk(clerk).get(address("change", zone))

    assert [(row.number, str(row.hectares)) for row in page.context["grounds"].rows] == [("L-9", "1.2274")]
    assert [(row.number, row.hectares) for row in page.context["sites"].rows] == [("S-7", None)]
    shown = page.content.decode()
    for words in ("99.4219 ha", "Order 4", "closed to mining", "Zone written down", 'class="drawn"'):
        assert words in shown


def test_what_lies_in_it_of_another_region_is_not_told(desk, zone, posted, other_region, accepted, registrar):
    draw(accepted("licence", "L-9", holder_kind="company"), area(1_000), by=registrar)
    accepted("site", "S-7", point={"lat_e6": 4_362_000, "lon_e6": 18_556_000, "accuracy_m": 5})

    shown = desk(posted("lubi", Role.LICENSING, other_region)).get(address("change", zone)).content.decode()

    assert "Old wood" in shown
    assert "L-9" not in shown
    assert "S-7" not in shown
    assert "End this zone" not in shown


def test_its_page_costs_the_same_for_one_licence_as_for_many(desk, questions, clerk, zone, accepted, registrar):
    def licence(n):
        draw(accepted("licence", f"L-{n}", holder_kind="company"), area(1_000, north=n * 100), by=registrar)
        accepted("site", f"S-{n}", point={"lat_e6": 4_362_000 + n, "lon_e6": 18_556_000, "accuracy_m": 5})

    licence(20)
    one = questions(desk(clerk), address("change", zone))
    for n in range(21, 25):
        licence(n)

    assert questions(desk(clerk), address("change", zone)) == one


# -- its status and its end ------------------------------------------------------------------------------------------


def test_a_status_is_added_and_the_one_before_stands_beside_it(desk, clerk, zone):
    said = {"status": "open", "starts_on": TODAY, "ends_on": "", "source": "Order 7"}

    page = desk(clerk).post(address("status", zone), said, follow=True)

    assert [row.status for row in zone.statuses.order_by("pk")] == ["closed", "open"]
    assert [(row.status, replaced) for row, replaced in page.context["statuses"]] == [
        ("closed", False),
        ("open", False),
    ]
    again = desk(clerk).post(address("status", zone), said)
    assert "written of it already" in again.content.decode()


def test_an_end_is_a_day_with_its_source(desk, clerk, zone):
    early = desk(clerk).post(address("end", zone), {"day": "2025-12-31", "source": "Order 9"})
    assert "before it began" in early.content.decode()

    page = desk(clerk).post(address("end", zone), {"day": TODAY, "source": "Order 9"}, follow=True)

    assert "no longer in force" in page.content.decode()
    assert zone.statuses.order_by("pk").last().source == "Order 9"


@pytest.mark.parametrize("pk", ["0", "9" * 30, "9" * 18])
def test_a_zone_that_is_not_there_is_not_found(desk, clerk, zone, pk):
    assert desk(clerk).get(f"/desk/places/zone/{pk}/change/").status_code == 404
    assert desk(clerk).get(f"/desk/places/zone/{pk}/end/").status_code == 404


def test_in_french_the_pages_say_the_same(desk, clerk, zone):
    page = desk(clerk).get(address("change", zone), headers={"accept-language": "fr"}).content.decode()

    for words in ("Vieux bois", "Mettre fin à cette zone", "Sites qui s’y trouvent", "fermé"):
        assert words in page
