"""A tablet pulls what its posting may know: a first load in pages, then what changed since."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Role, Tablet
from apps.journal.sealing import settle
from apps.places.models import Office, Participant, Region
from apps.registry.models import Digger, Site
from apps.review.models import Phrase, SecondReview, Status
from apps.sync.registers import REGISTERS
from tests.sync.conftest import PULL, Desk, enrol, said
from tests.sync.making import Writer, events

pytestmark = pytest.mark.django_db


def rows(page, kind):
    return {change["id"]: change["row"] for change in page["changes"] if change["kind"] == kind}


def numbers(page, kind):
    return sorted(row["number"] for row in rows(page, kind).values() if row)


def opened(cursor):
    return json.loads(urlsafe_b64decode(cursor))


def closed(parts):
    return urlsafe_b64encode(json.dumps(parts).encode()).decode()


def all_pages(door, limit):
    page = door.pull(limit=limit)
    pages = [page]
    while page["more"]:
        page = door.pull(page["cursor"], limit=limit)
        pages.append(page)
    return pages


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


def test_another_regions_licence_shows_that_it_is_valid_and_not_whose(other_door, licence):
    row = rows(other_door.pull(), "licence")[str(licence.pk)]

    assert (row["number"], row["starts_on"], row["ends_on"]) == ("L-1", "2026-01-01", "2026-12-31")
    assert (row["holder"], row["holder_name"], row["site"]) == (None, "", None)


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


def test_an_officer_learns_what_was_decided_and_why(door, writer, supervisor):
    door.push(writer.create("digger"))
    settle()
    cursor = door.pull()["cursor"]
    case = Digger.objects.get().case
    case.decide(Status.RETURNED, by=supervisor, seen=1, reason="Which Marie?")
    settle()

    row = rows(door.pull(cursor), "case")[str(case.pk)]

    assert (row["record"], row["status"], row["version"]) == ("digger", "returned", 2)
    assert (row["reason"], row["by"]) == ("Which Marie?", "salif")
    assert row["at"]


def test_an_officer_reads_the_chosen_sentence_in_his_language(door, writer, supervisor):
    words = {"en": "The photo cannot be read.", "fr": "La photo est illisible."}
    photo = Phrase.objects.create(code="photo", status=Status.RETURNED, **words)
    door.push(writer.create("digger"))
    case = Digger.objects.get().case
    case.decide(Status.RETURNED, by=supervisor, seen=1, reason="Page 3.", phrase=photo)
    settle()

    told = []
    for language in ("fr", "en"):
        door.headers["HTTP_ACCEPT_LANGUAGE"] = language
        told.append(rows(door.pull(), "case")[str(case.pk)]["reason"])

    assert told == ["La photo est illisible. Page 3.", "The photo cannot be read. Page 3."]


def test_what_a_first_reviewer_passed_on_is_still_only_received(door, writer, supervisor):
    SecondReview.objects.create(code="new-digger", kind="registry.digger", why="new")
    door.push(writer.create("digger"))
    settle()
    cursor = door.pull()["cursor"]
    case = Digger.objects.get().case
    assert case.decide(Status.ACCEPTED, by=supervisor, seen=1) is None
    settle()

    row = rows(door.pull(cursor), "case")[str(case.pk)]

    assert (row["status"], row["version"], row["reason"], row["by"]) == ("pending", 2, "", "")


def test_a_reason_that_was_answered_is_not_told_again(door, writer, supervisor):
    event = writer.create("digger")
    door.push(event)
    Digger.objects.get().case.decide(Status.RETURNED, by=supervisor, seen=1, reason="Which Marie?")
    answers = said(event)["answers"]
    door.push(writer.write("digger", "amend", answers, record=said(event)["record"], seen=2, before=answers))
    settle()

    [row] = rows(door.pull(), "case").values()

    assert (row["status"], row["reason"]) == ("pending", "")


def test_a_decision_on_a_find_in_another_region_reaches_the_officer(
    door, writer, accepted, other_region, other_supervisor
):
    there = accepted("site", "S-2", at=other_region, region="LU")
    door.push(writer.create("production", site={"id": str(there.pk)}))
    settle()
    cursor = door.pull()["cursor"]
    case = there.productions.get().case
    case.decide(Status.RETURNED, by=other_supervisor, seen=1, reason="Which day?")
    settle()

    assert rows(door.pull(cursor), "case")[str(case.pk)]["reason"] == "Which day?"


def test_decisions_on_a_colleagues_records_are_not_pulled(other_door, door, writer):
    door.push(writer.create("digger"))
    settle()

    assert rows(other_door.pull(), "case") == {}


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


def test_a_new_posting_begins_again(door, officer, tablet, other_region, other_office):
    cursor = door.pull()["cursor"]
    tablet.office = other_office
    tablet.save()
    officer.postings.update(ends_on=timezone.localdate() - timedelta(days=1))
    officer.postings.create(role=Role.OFFICER, region=other_region, starts_on=timezone.localdate())

    answer = door.client.get(PULL, {"cursor": cursor}, **door.headers)

    assert answer.status_code == 400
    assert "detail" in answer.json()


@pytest.mark.parametrize(("ahead", "other"), [(5, None), (0, "00" * 8)])
def test_a_cursor_of_what_a_restored_server_has_lost_begins_again(door, digger, ahead, other):
    settle()
    posting, position, register, after, leaf, *more = opened(door.pull()["cursor"])

    assert door.ask(closed([posting, position + ahead, register, after, other or leaf, *more])) == 400


def test_a_row_that_knows_of_an_act_without_a_position_is_told_again_where_the_act_was_lost(door, digger, registrar):
    settle()
    cursor = door.pull()["cursor"]
    with transaction.atomic():
        digger.case.decide("returned", by=registrar, seen=digger.case.version, reason="Which village?")
        # As an act of another process stands between its commit and the sealer.
        told = door.pull()["cursor"]
        assert opened(told)[1] == opened(cursor)[1]
        assert opened(told)[6:] != opened(cursor)[6:]
        assert door.ask(told) == 200
        transaction.set_rollback(True)

    assert door.ask(told) == 400
    assert door.ask(cursor) == 200


def test_an_earlier_servers_cursor_goes_on(door, digger):
    settle()

    assert door.ask(closed(opened(door.pull()["cursor"])[:6])) == 200


@pytest.mark.parametrize("earlier", [[], ["00000000"]])
def test_rows_of_which_the_server_tells_more_by_now_are_read_from_the_start(door, digger, earlier):
    settle()
    parts = opened(door.pull()["cursor"])

    assert door.ask(closed(parts)) == 200
    assert door.ask(closed([*parts[:5], *earlier])) == 400


@pytest.mark.parametrize("cursor", ["x", "é", "W10=", "bnVsbA==", "WzEsMiwzLDRd", "eyJhIjoxfQ==", "A" * 399])
def test_a_cursor_that_we_did_not_give_is_400(door, cursor):
    answer = door.client.get(PULL, {"cursor": cursor}, **door.headers)

    assert answer.status_code == 400
    assert isinstance(answer.json()["detail"], str)


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


def test_an_answer_says_after_which_cursor_it_comes(door):
    first = door.pull()

    assert first["after"] == ""
    assert door.pull(first["cursor"])["after"] == first["cursor"]


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
