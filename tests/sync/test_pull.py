"""A tablet pulls what its posting may know: a first load in pages, then what changed since."""

from datetime import date

import pytest

from apps.accounts.models import Role, Tablet
from apps.journal.sealing import settle
from apps.places.models import Office, Participant, Region
from apps.registry.models import Digger, Site
from apps.review.models import Status
from apps.sync.registers import REGISTERS
from tests.sync.conftest import PULL, Desk, enrol, said
from tests.sync.making import Writer, events
from tests.sync.pages import all_pages, numbers, rows

pytestmark = pytest.mark.django_db


def test_the_first_load_brings_the_posting(door, digger, licence, buyer, site):
    settle()
    page = door.pull()

    assert page["fresh"]
    assert not page["more"]
    assert rows(page, "digger")[str(digger.pk)] == {
        **{"number": "D-1", "names": "Marie Koné", "nickname": "", "sex": "woman", "birth_year": 1984},
        **{"birth_year_estimated": False, "birthplace": "", "site": str(site.pk), "status": "accepted", "others": ""},
    }
    assert rows(page, "site")[str(site.pk)]["review"] == "accepted"
    assert rows(page, "licence")[str(licence.pk)]["ends_on"] == "2026-12-31"
    assert rows(page, "buyer")[str(buyer.pk)]["names"] == "Paul Sow"


def test_a_site_is_told_with_its_place_and_its_outline(door, writer):
    corners = [(4_361_000, 18_555_000), (4_361_900, 18_555_000), (4_361_450, 18_555_900)]
    area = {"corners": [{"lat_e6": lat, "lon_e6": lon, "accuracy_m": 6} for lat, lon in corners]}
    point = {"lat_e6": 4_361_300, "lon_e6": 18_555_400, "accuracy_m": 5}
    door.push(writer.create("site", point=point, area=area), writer.create("site", point=None))

    [measured, unknown] = sorted(rows(door.pull(), "site").values(), key=lambda row: row["outline"] is None)

    assert (measured["lat_e6"], measured["lon_e6"], measured["accuracy_m"]) == (4_361_300, 18_555_400, 5)
    assert measured["outline"] == "4361000 18555000 900 0 -450 900"
    assert unknown["lat_e6"] is unknown["lon_e6"] is unknown["accuracy_m"] is unknown["outline"] is None
    [table] = [one for one in door.pull(tables=5000)["tables"] if one["kind"] == "site"]
    assert "4361000 18555000 900 0 -450 900" in str(table)


def test_no_row_carries_more_than_finds_a_person(door, digger):
    [row] = rows(door.pull(), "digger").values()

    matched = {"names", "nickname", "sex", "birth_year", "birth_year_estimated", "birthplace"}
    assert row.keys() == {"number", "site", "status", "others"} | matched


def test_nothing_of_another_regions_people_is_pulled(other_door, digger, site, licence, buyer):
    settle()
    page = other_door.pull()

    assert numbers(page, "digger") == numbers(page, "site") == []
    assert "Marie" not in str(page["changes"])


def test_the_feed_keeps_other_regions_out_as_the_first_load_does(other_door, recorded, licence):
    settle()
    cursor = other_door.pull()["cursor"]
    recorded("digger", "D-2", names="Secret Name")
    recorded("licence", "L-2", holder_name="Secret Name")
    settle()

    page = other_door.pull(cursor)

    assert "Secret" not in str(page["changes"])
    assert numbers(page, "licence") in ([], ["L-2"])


@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_pages_of_any_size_bring_each_row_once(door, tablet, francs, limit):
    door.push(*events(str(tablet.pk), 50))
    settle()

    changes = [change for page in all_pages(door, limit) for change in page["changes"]]

    ids = [(change["kind"], change["id"]) for change in changes]
    assert len(ids) == len(set(ids))
    assert len([kind for kind, _ in ids if kind == "digger"]) == Digger.objects.count()
    assert all(len(page["changes"]) <= limit for page in all_pages(door, limit))


def test_a_change_comes_after_the_first_load(door, writer, digger, registrar):
    settle()
    cursor = door.pull()["cursor"]
    assert door.pull(cursor)["changes"] == []

    door.push(writer.create("digger", names="Awa Sow"))
    settle()
    page = door.pull(cursor)

    assert [row["names"] for row in rows(page, "digger").values()] == ["Awa Sow"]
    assert not page["fresh"]


def test_a_record_touched_often_comes_once_as_it_is_now(door, writer):
    event = writer.create("digger", names="Awa Kone")
    door.push(event)
    settle()
    cursor = door.pull()["cursor"]
    for nickname in ("A", "B", "C"):
        after = {**said(event)["answers"], "nickname": nickname}
        before = {**said(event)["answers"]}
        door.push(writer.write("digger", "amend", after, record=said(event)["record"], seen=1, before=before))
    settle()

    page = door.pull(cursor)

    assert len([change for change in page["changes"] if change["kind"] == "digger"]) == 1


def test_a_record_that_leaves_the_region_leaves_a_tombstone(door, writer, country, posted, tablet, other_region):
    event = writer.create("site")
    door.push(event)
    settle()
    cursor = door.pull()["cursor"]
    site = Site.objects.get()
    site.region = other_region
    site.save(update_fields=["region"])
    site.case.answer(by=posted("chef", Role.REGISTRAR, country), seen=1)
    settle()

    page = door.pull(cursor)

    assert rows(page, "site") == {str(site.pk): None}
    assert said(event)["record"] == str(site.pk)


def test_a_rejected_record_is_taken_away(door, recorded, registrar):
    digger = recorded("digger", "D-7")
    settle()
    cursor = door.pull()["cursor"]
    digger.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Twice.")
    settle()

    assert rows(door.pull(cursor), "digger") == {str(digger.pk): None}


def test_what_changes_during_the_first_load_comes_after_it(door, writer, tablet, francs):
    door.push(*events(str(tablet.pk), 40))
    settle()
    page = door.pull(limit=5)
    digger = Digger.objects.order_by("pk").first()
    Digger.objects.filter(pk=digger.pk).update(nickname="Changed")
    digger.refresh_from_db()
    digger.case.answer(by=None, seen=1)
    settle()

    names = []
    while page["more"]:
        page = door.pull(page["cursor"], limit=5)
        names += [row["nickname"] for row in rows(page, "digger").values()]

    assert names[-1] == "Changed"


@pytest.mark.parametrize("limit", [0, -1, 10_001, "all"])
def test_a_page_has_a_bounded_size(door, limit):
    assert door.client.get(PULL, {"limit": limit}, **door.headers).status_code == 400


def test_a_page_asks_the_same_few_questions_whatever_it_holds(door, tablet, francs, django_assert_max_num_queries):
    door.push(*events(str(tablet.pk), 25))
    settle()
    cursor = door.pull()["cursor"]
    with django_assert_max_num_queries(6):
        assert door.pull(cursor)["changes"] == []
    door.push(*events(str(tablet.pk), 25, seed=1, seq=25))
    settle()

    # Sign-in, the tablet’s office, head, the leaf there, one a register, the decisions on the cases, what was
    # settled on them; what was found, sold, and sold with its find under the licences; in the feed the leaf that the
    # cursor names, what concerns the tablet, and where, and the licences of finds and of sales. The newest act, and in
    # the feed the one that the cursor names. Who is merged into whom, and in the feed what else is told with them.
    with django_assert_max_num_queries(5 + len(REGISTERS) + 2 + 3 + 1):
        assert len(door.pull()["changes"]) > 50
    with django_assert_max_num_queries(9 + len(REGISTERS) + 2 + 3 + 2 + 2):
        assert len(door.pull(cursor)["changes"]) > 25


def test_the_page_names_the_head_that_it_was_read_under(door, digger):
    settle()

    assert door.pull()["head"]["size"] > 0


def test_a_posting_that_begins_tomorrow_shows_nothing_today(door, officer):
    officer.postings.update(starts_on=date(2999, 1, 1))

    assert door.client.get(PULL, **door.headers).status_code == 403


def test_a_person_of_one_country_does_not_come_to_another_by_its_site(door, site, posted, client):
    elsewhere = Participant.objects.create(code="XB", name_en="Beland", name_fr="Bélande", source="imaginary")
    there = Region.objects.create(
        participant=elsewhere, code="XB", name="Beland", kind="country", level=0, left=11, right=12
    )
    tablet = Tablet.objects.create(number=77, office=Office.objects.create(code="XB-1", name="Beland", region=there))
    stranger = Desk(client, enrol(tablet, posted("bela", Role.OFFICER, there)))

    [answer] = stranger.push(Writer(str(tablet.pk)).create("digger", site={"id": str(site.pk)}))

    assert answer["status"] == "held"
    assert not [change for change in door.pull()["changes"] if change["kind"] == "digger"]
