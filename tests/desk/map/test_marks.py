"""What is drawn on the map, by the sign of how it stands, and what is written where nothing can be drawn."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.registry.models import Licence
from kpfield.map.standing import with_held
from kpfield.map.view import NARROWEST
from tests.desk.map.seen import MIDDLE, page, said


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
