"""A tablet is enrolled with a code and known by its token; unknown is 401, revoked is 410, too eager is 429."""

from datetime import timedelta

import orjson
import pytest
from django.test import override_settings
from django.utils import timezone
from rest_framework.settings import api_settings

from apps.accounts.models import Enrolment, Role
from apps.forms.dictionary import all_forms
from apps.places.models import Participant, SpokenLanguage
from apps.registry.models import Digger
from tests.sync.conftest import ENROL, POSTING, PULL, PUSH, Desk, enrol

pytestmark = pytest.mark.django_db


def test_a_code_gives_a_token_that_works(client, tablet, officer, region):
    code = tablet.offer(officer)

    answer = client.post(ENROL, {"code": code}, content_type="application/json").json()

    assert answer["tablet"] == {"id": str(tablet.pk), "number": 14, "office": "Kolo office", "participant": "XA"}
    assert answer["officer"] == {"id": officer.pk, "name": "Awa Doumbia", "language": "fr"}
    assert answer["code"] == code
    assert Desk(client, answer["token"]).pull()["fresh"]


def test_a_tablet_that_was_cleared_is_told_from_where_to_count_on(client, door, writer, tablet, officer):
    door.push(writer.create("digger"), announced=7)

    answer = client.post(ENROL, {"code": tablet.offer(officer)}, content_type="application/json").json()

    assert answer["made"] == 7


@pytest.mark.parametrize("code", ["", "ABCD-EFGH", "é", "A" * 30, "\x00", None, [], {}])
def test_a_code_that_does_not_work_is_a_sentence(client, db, code):
    answer = client.post(ENROL, {"code": code}, content_type="application/json")

    assert answer.status_code == 400


def test_a_used_code_is_a_sentence_in_the_readers_language(client, tablet, officer):
    code = tablet.offer(officer)
    client.post(ENROL, {"code": code}, content_type="application/json")

    answer = client.post(ENROL, {"code": code}, content_type="application/json", HTTP_ACCEPT_LANGUAGE="en")

    assert answer.json() == {"detail": "This code does not work. Ask the office for a new one."}


@pytest.mark.parametrize("address", [PUSH, PULL, POSTING])
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x", "Token x", "Bearer é", "Bearer a b"])
def test_without_a_token_nothing_is_answered(client, db, address, header):
    headers = {} if header is None else {"HTTP_AUTHORIZATION": header}

    answer = client.post(address, {}, content_type="application/json", **headers)
    answer = answer if address == PUSH else client.get(address, **headers)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("address", [PUSH, PULL, POSTING])
def test_a_revoked_tablet_is_told_so_on_its_next_request(door, tablet, address):
    tablet.revoke()

    ask = door.client.post if address == PUSH else door.client.get
    assert ask(address, content_type="application/json", **door.headers).status_code == 410


def test_a_revoked_enrolment_leaves_the_colleague_on_the_tablet(client, tablet, officer, supervisor):
    one, other = Desk(client, enrol(tablet, officer)), Desk(client, enrol(tablet, supervisor))
    Enrolment.objects.get(officer=officer).revoke()

    assert client.get(PULL, **one.headers).status_code == 410
    assert other.pull()


def test_an_officer_who_left_is_unknown(door, officer):
    officer.is_active = False
    officer.save()

    assert door.client.get(PULL, **door.headers).status_code == 401


def test_work_of_a_posting_that_ended_may_still_be_sent(door, writer, officer, region):
    officer.postings.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert door.statuses(writer.create("digger")) == ["applied"]
    assert Digger.objects.get().region == region
    assert door.client.get(PULL, **door.headers).status_code == 403


@pytest.mark.parametrize("address", [PULL, POSTING])
def test_a_tablet_shows_nothing_once_its_officer_is_posted_elsewhere(door, writer, officer, other_region, address):
    officer.postings.update(region=other_region)

    answer = door.client.get(address, **door.headers, HTTP_ACCEPT_LANGUAGE="en")

    assert answer.status_code == 403
    assert answer.json() == {"detail": "This tablet is not of your posting. Send what is on it and take it back."}
    assert door.statuses(writer.create("digger")) == ["applied"]


def test_a_tablet_goes_on_in_a_posting_beside_in_and_over_its_office(door, officer, region, district, other_region):
    officer.postings.create(role=Role.OFFICER, region=other_region, starts_on=timezone.localdate())
    assert door.pull()

    for where in (district, region.parent):
        officer.postings.update(region=where)
        assert door.pull()


def test_a_tablet_that_moves_with_its_officer_shows_the_new_posting(door, tablet, officer, other_region, other_office):
    officer.postings.update(region=other_region)
    tablet.office = other_office
    tablet.save()

    assert door.client.get(POSTING, **door.headers).json()["region"]["code"] == "LU"


def test_a_record_belongs_to_the_posting_of_its_day(door, writer, officer, region, other_region):
    yesterday = writer.now.date() - timedelta(days=1)
    officer.postings.update(ends_on=yesterday)
    officer.postings.create(role="officer", region=other_region, starts_on=writer.now.date())
    writer.now -= timedelta(days=1)
    before = writer.create("digger", names="Before")
    writer.now += timedelta(days=1)

    door.push(before, writer.create("digger", names="After"))

    assert Digger.objects.get(names="Before").region == region
    assert Digger.objects.get(names="After").region == other_region


def test_guessing_codes_is_slowed_down_whatever_address_is_claimed(client, db):
    statuses = [
        client.post(ENROL, {"code": "AAAA-BBBB"}, content_type="application/json", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
        for n in range(12)
    ]

    assert statuses[0].status_code == 400
    assert statuses[-1].status_code == 429
    assert int(statuses[-1]["Retry-After"]) > 0
    assert api_settings.NUM_PROXIES == 0


def test_guessing_tokens_is_slowed_down_and_a_good_one_still_works(door, client, db):
    for n in range(70):
        last = client.get(PULL, HTTP_AUTHORIZATION=f"Bearer guess-{n}")

    assert last.status_code == 429
    assert door.pull()


@override_settings(SECURE=True)
def test_plain_http_is_refused_where_tls_is_expected(door):
    assert door.client.get(PULL, **door.headers).status_code == 400


def test_the_posting_brings_forms_and_lists(door, francs, region, district):
    answer = door.client.get(POSTING, **door.headers).json()

    assert answer["region"] == {"id": region.pk, "code": "KO", "name": "Kolo"}
    assert [form["code"] for form in answer["forms"]] == list(all_forms())
    assert [option["code"] for option in answer["choices"]["regions"]] == ["KO", "KO-1"]
    assert answer["choices"]["currencies"][0]["rate"] == {"day": "2026-11-01", "per_usd": "600.000000"}
    assert answer["choices"]["countries"] == [{"code": "XA", "en": "Arenland", "fr": "Arénie"}]


def test_the_posting_brings_the_languages_of_its_country_in_their_order(door, participant):
    other = Participant.objects.create(code="XB", name_en="Brand", name_fr="Brande", source="imaginary")
    for place, code, position in ((participant, "fr", 1), (participant, "sg", 0), (other, "en", 0)):
        SpokenLanguage.objects.create(
            participant=place, code=code, name_en=f"{code} in English", name_fr=f"{code} en français", position=position
        )

    told = door.client.get(POSTING, **door.headers).json()["choices"]["languages"]

    assert [option["code"] for option in told] == ["sg", "fr"]
    assert told[0] == {"code": "sg", "en": "sg in English", "fr": "sg en français"}


def test_the_door_describes_itself_to_whoever_writes_a_client(client, db, capsys):
    described = orjson.loads(client.get("/api/sync/v1/schema/", HTTP_ACCEPT="application/json").content)

    doors = {path.split("/")[4] for path in described["paths"]}
    read = {"posting", "keys", "pull", "maps", "numbers", "valid", "certificate"}
    assert doors == {"enrol", "push", "files", "reports", "sealed", "carried", "closing", *read}
    assert described["paths"]["/api/sync/v1/push/"]["post"]["security"] == [{"tablet": []}]
    assert "Warning" not in capsys.readouterr().err


def test_a_tablet_that_says_how_many_it_made_is_known_to_owe_the_rest(door, writer, tablet):
    events = [writer.create("digger") for _ in range(5)]

    door.push(events[0], events[2], announced=5)
    tablet.refresh_from_db()
    assert (tablet.announced_seq, tablet.contiguous_seq, tablet.missing(), tablet.app) == (5, 1, 3, "test")

    door.push(events[1])
    tablet.refresh_from_db()
    assert (tablet.contiguous_seq, tablet.missing()) == (3, 2)
    assert tablet.last_seen_at


def test_what_a_cleared_tablet_makes_adds_nothing_to_what_it_owes(door, writer, tablet):
    """Its numbers go on behind those that went with its disk."""
    events = [writer.create("digger") for _ in range(6)]
    door.push(events[0], announced=3)

    for announced, event in enumerate(events[3:], 4):
        door.push(event, announced=announced)

    tablet.refresh_from_db()
    assert (tablet.contiguous_seq, tablet.announced_seq, tablet.missing()) == (1, 6, 2)


def test_the_count_goes_on_behind_a_gap_that_closes(door, writer, tablet):
    events = [writer.create("digger") for _ in range(9)]
    door.push(*events[4:6], *events[7:])
    door.push(events[6])
    tablet.refresh_from_db()
    assert tablet.contiguous_seq == 0

    door.push(*events[:4])

    tablet.refresh_from_db()
    assert tablet.contiguous_seq == 9


def test_an_officer_who_became_an_auditor_writes_no_more(door, writer, officer):
    officer.postings.update(role=Role.AUDITOR)

    answer = door.send({"app": "test", "announced": 1, "events": [writer.create("buyer")]})

    assert answer.status_code == 403
    assert door.client.get(PULL, **door.headers).status_code == 403
