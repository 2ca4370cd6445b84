"""The map at the desk: what its reader may see, drawn and written; as many questions for thousands as for one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import orjson
import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.maps.layers import load_layer
from apps.maps.models import Layer
from apps.places.ground import lie_on
from apps.places.models import Zone
from apps.registry.crossings import claims, crossings_of
from apps.registry.grounding import draw, hectares_of
from apps.registry.models import Application, Ground, Licence
from apps.review.models import Case
from kpfield.map.marks import MOST
from kpfield.map.standing import with_held
from kpfield.map.view import HIGH, NARROWEST, WIDE, View

MIDDLE = (4_361_000, 18_555_000)


def square(lat, lon, half=450):
    ways = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return {"corners": [{"lat_e6": lat + north * half, "lon_e6": lon + east * half} for north, east in ways]}


@pytest.fixture
def at(accepted):
    """A site that lies somewhere: `at("S-7", 4_361_000, 18_555_000)`."""

    def put(number, lat, lon, **given):
        return accepted("site", number, point={"lat_e6": lat, "lon_e6": lon, "accuracy_m": 6}, **given)

    return put


@pytest.fixture
def outlined(accepted, registrar):
    """A licence with an outline: `outlined("L-7", *MIDDLE)`."""

    def put(number, lat, lon, half=450, **given):
        days = {"starts_on": date(2026, 1, 1), "ends_on": timezone.localdate() + timedelta(days=90)}
        licence = accepted("licence", number, **{**days, **given})
        draw(licence, square(lat, lon, half), by=registrar)
        return licence

    return put


def page(client, **address):
    answer = client.get("/desk/map/", address)
    assert answer.status_code == 200
    return answer


def said(answer):
    return [mark.said for mark in answer.context["marks"]]


# -- what is drawn --------------------------------------------------------------------------------------------------


def test_a_site_is_a_link_that_says_what_it_is(desk, registrar, at, accepted):
    site = at("S-7", *MIDDLE)
    accepted("licence", "L-7", site=site, ends_on=timezone.localdate() + timedelta(days=9))

    html = page(desk(registrar)).content.decode()

    assert f'<a href="/desk/registry/site/{site.pk}/change/" aria-label="Site S-7, Bemba bend, active' in html
    assert "licence L-7 valid" in html


def test_from_the_page_of_a_site_or_a_licence_one_comes_to_the_map_around_it(desk, registrar, at, outlined):
    records = at("S-7", *MIDDLE), outlined("L-7", *MIDDLE)
    client = desk(registrar)

    for record in records:
        tools = client.get(f"/desk/registry/{record._meta.model_name}/{record.pk}/change/").context["tools"]
        (url,) = [tool["url"] for tool in tools if tool["name"] == "On the map"]
        assert {"S-7", "L-7"} == {thing.number for thing in client.get(url).context["things"]}


def test_nothing_in_the_picture_runs_and_nothing_comes_from_elsewhere(desk, registrar, at, outlined):
    at("S-7", *MIDDLE)
    outlined("L-7", *MIDDLE)

    picture = page(desk(registrar)).content.decode().split('class="picture"')[1].split("</svg>")[0]

    assert re.findall(r"<script|<image|style=|on\w+=|https?:", picture) == []


STATES = {
    "valid": {},
    "expired": {"ends_on": date(2026, 1, 2)},
    "revoked": {"revoked_on": date(2026, 1, 2), "revoked_because": "it moved"},
    "not_yet": {"starts_on": date(2090, 1, 1), "ends_on": date(2090, 12, 31)},
}


@pytest.mark.parametrize("state", STATES)
def test_a_mark_has_the_sign_of_its_licence(desk, registrar, at, accepted, state):
    site = at("S-7", *MIDDLE)
    licence = accepted("licence", "L-7", site=site, ends_on=date(2089, 1, 1))
    Licence.objects.filter(pk=licence.pk).update(**STATES[state])
    client = desk(registrar)

    assert page(client).context["marks"][0].thing.state == state
    assert said(page(client, region=site.region_id, state=state, show="sites")) == said(page(client))[:1]
    others = [said(page(client, region=site.region_id, state=one, show="sites")) for one in STATES if one != state]
    assert others == [[], [], []]


def test_a_suspended_licence_is_said_so(desk, registrar, at, accepted):
    site = at("S-7", *MIDDLE)
    licence = accepted("licence", "L-7", site=site, ends_on=timezone.localdate() + timedelta(days=9))
    licence.suspend(timezone.localdate(), by=registrar, reason="a rival claims it")

    assert page(desk(registrar)).context["marks"][0].thing.state == "suspended"


TODAY = timezone.localdate()
DAY = timedelta(days=1)
# What was done to a licence that runs from January on, by day; and how it then stands today.
STORIES = {
    "valid": [],
    "suspended": [("suspend", TODAY - DAY)],
    "resumed": [("suspend", TODAY - 5 * DAY), ("resume", TODAY - DAY)],
    "surrendered": [("surrender", TODAY)],
    "suspended later": [("suspend", TODAY + DAY)],
    "revoked": [("revoke", TODAY)],
    "revoked while suspended": [("suspend", TODAY - DAY), ("revoke", TODAY)],
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("ends_on", [TODAY + 9 * DAY, TODAY - DAY], ids=["lasting", "ended"])
def test_how_a_licence_stands_is_what_its_steps_say(accepted, registrar, story, ends_on):
    licence = accepted("licence", "L-7", ends_on=TODAY + 9 * DAY)
    for act, day in STORIES[story]:
        getattr(licence, act)(day, by=registrar, reason="so")
    Licence.objects.update(ends_on=ends_on)

    held = with_held(Licence.objects.all()).get().held

    then = Licence.objects.state_on(TODAY).get().state_then
    assert held == {"granted": "valid", "resumed": "valid"}.get(then, then)
    assert (held == "valid") == Licence.objects.get().is_valid_on(TODAY)


def test_a_site_without_a_licence_can_be_asked_for(desk, registrar, at, accepted):
    licensed = at("S-7", *MIDDLE)
    at("S-8", MIDDLE[0] + 9_000, MIDDLE[1])
    accepted("licence", "L-7", site=licensed)

    found = page(desk(registrar), region=licensed.region_id, state="none", show="sites")

    assert [thing.number for thing in found.context["things"]] == ["S-8"]


def test_two_that_lie_on_each_other_are_one_mark_that_opens_closer(desk, registrar, at):
    at("S-7", *MIDDLE)
    at("S-8", MIDDLE[0] + 20, MIDDLE[1])
    at("S-9", MIDDLE[0] + 90_000, MIDDLE[1])
    client = desk(registrar)

    marks = page(client).context["marks"]
    heap = next(mark for mark in marks if mark.many)

    assert [mark.many for mark in marks] == [2, 0]
    assert "S-7" in client.get(f"/desk/map/{heap.url}").content.decode()


def test_marks_that_cannot_be_told_apart_at_all_open_the_table(desk, registrar, at):
    at("S-7", *MIDDLE)
    at("S-8", *MIDDLE)

    (mark,) = page(desk(registrar), at=f"{MIDDLE[0]},{MIDDLE[1]},{NARROWEST}").context["marks"]

    assert (mark.many, mark.url) == (2, "#there")


def test_what_has_no_position_is_counted_and_listed_nowhere(desk, registrar, at, site):
    at("S-7", *MIDDLE)

    html = page(desk(registrar)).content.decode()

    assert "1 site of 2 has no position and is not drawn." in html


def test_a_region_without_a_position_says_where_positions_come_from(desk, registrar, country):
    assert "No site of this region has a position yet." in page(desk(registrar)).content.decode()


def test_who_is_posted_nowhere_is_told(desk, db):
    User.objects.create_superuser("root")

    assert "You are posted to no region today" in page(desk(User.objects.get())).content.decode()


# -- overlaps -------------------------------------------------------------------------------------------------------


def test_licences_that_overlap_are_said_with_their_hectares(desk, registrar, outlined):
    outlined("L-7", *MIDDLE)
    outlined("L-8", MIDDLE[0], MIDDLE[1] + 450)
    outlined("L-9", MIDDLE[0], MIDDLE[1] + 5_000)

    answer = page(desk(registrar))

    (line,) = answer.context["crossings"]
    assert (line["one"].called, line["other"].called) == ("Licence L-7", "Licence L-8")
    assert float(line["hectares"]) == pytest.approx(0.9942 / 2, rel=1e-3)
    assert answer.content.decode().count('class="crossed" points=') == 1


ENDED = [{"ends_on": date(2026, 1, 2)}, {"revoked_on": date(2026, 1, 2), "revoked_because": "it moved"}]


@pytest.mark.parametrize("ended", ENDED, ids=["expired", "revoked"])
def test_a_licence_that_has_ended_overlaps_nothing(desk, registrar, outlined, ended):
    outlined("L-7", *MIDDLE)
    over = outlined("L-8", *MIDDLE)
    Licence.objects.filter(pk=over.pk).update(**ended)

    assert page(desk(registrar)).context["crossings"] == []


def test_a_reserve_is_drawn_and_overlapped(desk, registrar, outlined, region):
    outlined("L-7", *MIDDLE)
    zone = Zone(participant=region.participant, code="R", name_en="Old wood", name_fr="Vieux bois", kind="reserve")
    lie_on(zone, square(*MIDDLE, half=900))
    zone.save()

    answer = page(desk(registrar))

    assert [line["other"].called for line in answer.context["crossings"]] == ["Old wood"]
    assert "zone is-shut" in answer.content.decode()


def test_pieces_that_share_a_border_only_do_not_overlap(outlined):
    outlined("L-7", *MIDDLE)
    outlined("L-8", MIDDLE[0], MIDDLE[1] + 900)

    assert crossings_of(claims(Ground.objects.all()), []).found == []


def test_an_application_is_marked_on_its_outline(desk, registrar, region, participant):
    kept = {"right": "dig", "paper_class": "artisanal", "applied_on": date(2026, 11, 1), "holder_kind": "person"}
    application = Application.objects.create(
        number="A-7", participant=participant, region=region, written_by=registrar, holder_name="Gravel", **kept
    )
    draw(application, square(*MIDDLE), by=registrar)

    answer = page(desk(registrar))

    assert said(answer) == ["Application A-7, waits since 1 Nov 2026, 0.9942 ha"]
    assert "Gravel" not in answer.content.decode()


# -- who sees it ----------------------------------------------------------------------------------------------------


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


# -- the land and the scale -----------------------------------------------------------------------------------------


def collection(kind, coordinates, **properties):
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
    return orjson.dumps({"type": "FeatureCollection", "features": [feature]})


def test_rivers_and_the_regions_own_outline_lie_beneath(desk, registrar, region, at):
    at("S-7", *MIDDLE)
    ring = [[18.4, 4.2], [18.7, 4.2], [18.7, 4.5], [18.4, 4.5], [18.4, 4.2]]
    load_layer(region.participant, Layer.Kind.OUTLINE, collection("Polygon", [ring], code="KO"), source="survey")
    load_layer(
        region.participant, Layer.Kind.RIVER, collection("LineString", [[18.3, 4.3], [18.8, 4.4]], name="R"), source="s"
    )

    answer = page(desk(registrar), region=region.pk, show=["sites", "land"])

    assert sorted(line.kind for line in answer.context["picture"].land.lines) == ["outline", "river"]
    assert answer.context["view"].box.holds(4_200_000, 18_400_000)
    assert 'class="land is-river" d="M' in answer.content.decode()


def test_a_site_beyond_the_outline_is_said_and_can_be_seen(desk, registrar, region, at):
    ring = [[18.4, 4.2], [18.7, 4.2], [18.7, 4.5], [18.4, 4.5], [18.4, 4.2]]
    load_layer(region.participant, Layer.Kind.OUTLINE, collection("Polygon", [ring], code="KO"), source="survey")
    at("S-7", 9_000_000, 18_555_000)
    client = desk(registrar)

    answer = page(client, region=region.pk, show="sites")

    assert "1 site lies outside of this picture." in answer.content.decode()
    assert "S-7" in client.get(f"/desk/map/{answer.context['links']['all']}").content.decode()


@pytest.mark.parametrize("lat", [-60_000_000, 0, 4_361_000])
def test_a_picture_is_true_to_scale_and_north_is_up(lat):
    view = View(lat, 18_000_000, 30_000)

    (left, _), (right, _) = (view.place((lat, 18_000_000 + east)) for east in (0, 9_000))
    (_, low), (_, high) = (view.place((lat + north, 18_000_000)) for north in (0, 9_000))

    assert view.place((lat, 18_000_000)) == (WIDE / 2, HIGH / 2)
    assert right - left == pytest.approx((low - high) * view.shrunk)
    assert view.bar_metres * view.units_a_metre == pytest.approx(WIDE / 4, rel=0.7)


def test_what_a_box_holds_is_all_in_its_view():
    outlined_box = View(4_300_000, 18_500_000, 200_000).box

    view = View.of(outlined_box)

    assert all(0 < x < WIDE and 0 < y < HIGH for x, y in map(view.place, [outlined_box[:2], outlined_box[2:]]))


def test_in_french_the_picture_is_drawn_the_same(desk, registrar, at, outlined):
    at("S-7", *MIDDLE)
    outlined("L-7", MIDDLE[0] + 5_000, MIDDLE[1])
    english, french = (
        desk(registrar).get("/desk/map/", headers={"accept-language": language}).content.decode()
        for language in ("en", "fr")
    )

    assert "Chantier S-7" in french or "Site S-7" in french
    assert drawing(english) == drawing(french)


def drawing(html):
    return re.findall(r'(?:points|transform|x|y|r|d)="[^"]*"', html.split('class="picture"')[1].split("</svg>")[0])


# -- many -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(site, licence, registrar):
    """So many sites with a licence each, in a grid around the middle, every tenth with an outline: `crowd(1000)`."""

    def make(many):
        sites, papers = [uuid4() for _ in range(many)], [uuid4() for _ in range(many)]
        places = [(MIDDLE[0] + n % 200 * 1_000, MIDDLE[1] + n // 200 * 1_000) for n in range(many)]
        there = [{"number": f"S-{n:06d}", "lat_e6": lat, "lon_e6": lon} for n, (lat, lon) in enumerate(places)]
        multiply(site, sites, there)
        numbers = [{"number": f"L-{n:06d}", "site_id": key} for n, key in enumerate(sites)]
        held = multiply(licence, papers, numbers)
        few = [ground_of(held[n], *places[n], by=registrar) for n in range(0, many, 10)]
        Ground.objects.bulk_create(few, batch_size=500)

    return make


def multiply(record, keys, others):
    """As many records more as there are keys, each like this one but for what is said."""
    Case.objects.bulk_create([like(record.case, id=key) for key in keys], batch_size=500)
    made = [like(record, case_id=key, **said) for key, said in zip(keys, others, strict=True)]
    return type(record).objects.bulk_create(made, batch_size=500)


def like(row, **other):
    fields = (field.attname for field in row._meta.concrete_fields)
    return type(row)(**{**{name: getattr(row, name) for name in fields}, **other})


def ground_of(licence, lat, lon, *, by):
    area = square(lat, lon)
    ground = Ground(licence=licence, participant_id=licence.participant_id, by=by, hectares=hectares_of(area))
    lie_on(ground, area)
    return ground


def test_many_ask_as_much_as_a_few_and_are_counted_in_squares(desk, questions, registrar, at, crowd):
    at("S-7", *MIDDLE)
    client = desk(registrar)
    few = questions(client, "/desk/map/")
    crowd(MOST + 50)

    answer = page(client)

    assert questions(client, "/desk/map/") <= few + 3
    assert sum(mark.many for mark in answer.context["squares"]) == MOST + 51
    assert answer.content.decode().count("<a ") < 400
    closer = answer.context["squares"][0].url
    assert client.get(f"/desk/map/{closer}").status_code == 200


def test_thousands_of_sites_weigh_no_more_than_some_hundreds(desk, registrar, crowd):
    crowd(3_000)

    answer = page(desk(registrar))

    assert sum(mark.many for mark in answer.context["squares"]) == 3_000
    assert len(answer.content) < 200_000
