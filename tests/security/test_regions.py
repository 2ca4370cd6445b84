"""An officer of one region tries to learn of another's people: by ids, numbers, hashes, cursors and counts."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.models import Role, Tablet
from apps.journal.sealing import settle
from apps.places.models import Office, Participant, Region
from apps.review.models import Case
from tests.canaries import CANARY
from tests.routes import routes, rule_of, shown
from tests.sync.conftest import POSTING, PULL, Desk, enrol
from tests.sync.making import Writer

pytestmark = pytest.mark.django_db
NAMED_BY = {
    "site": [("digger", "site"), ("production", "site"), ("inspection", "site"), ("infraction", "site")],
    "digger": [("production", "finder"), ("purchase", "seller")],
    "licence": [("production", "licence"), ("purchase", "licence")],
    "buyer": [("purchase", "buyer")],
}
REFERENCES = [(named, form, field) for named, places in NAMED_BY.items() for form, field in places]


@pytest.fixture
def abroad(client, posted, francs):
    """A tablet of another country, and who writes on it."""
    Participant.objects.create(code="XB", name_en="Borland", name_fr="Borlande", demo=True, source="imaginary")
    there = Region.objects.create(
        participant_id="XB", code="XB", name="Borland", kind="country", level=0, left=101, right=104
    )
    tablet = Tablet.objects.create(number=99, office=Office.objects.create(code="XB-01", name="Borville", region=there))
    return Desk(client, enrol(tablet, posted("zed", Role.OFFICER, there))), Writer(str(tablet.pk), region="XB")


def told(answers):
    return [(answer["status"], answer["version"], answer["reason"]) for answer in answers]


@pytest.mark.parametrize(("named", "form", "field"), REFERENCES)
def test_another_countrys_record_is_as_one_that_nobody_has(abroad, request, named, form, field):
    door, writer = abroad
    record = request.getfixturevalue(named)
    own = writer.create("site")
    door.push(own)
    here = {"site": {"id": json.loads(own["bytes"])["record"]}}

    by_id = [{field: {"id": str(record.pk)}}, {field: {"id": str(uuid4())}}]
    by_number = [{field: {"number": record.number}}, {field: {"number": "D-404"}}]

    for known, unknown in (by_id, by_number):
        one, other = (door.push(writer.create(form, **{**here, **answers})) for answers in (known, unknown))
        assert told(one) == told(other)


def test_a_change_of_another_countrys_record_waits_as_one_of_nobodys(abroad, digger):
    door, writer = abroad
    there, nowhere = (
        writer.write("digger", "amend", {"names": "X"}, record=str(record), seen=1) for record in (digger.pk, uuid4())
    )

    assert told(door.push(there)) == told(door.push(nowhere))


@pytest.mark.parametrize(("named", "form", "field"), REFERENCES)
def test_naming_another_regions_record_shows_nothing_of_it(
    canaries,
    other_door,
    other_writer,
    named,
    form,
    field,
):
    """The record is taken, with a flag for the reviewer; what it points to does not follow it to the tablet."""
    of_kind = next(case for case in canaries[Case] if case.kind == f"registry.{named}") if named != "buyer" else None
    record = {"id": str(of_kind.pk)} if of_kind else {"number": "B-9"}
    own = other_writer.create("site")
    here = {"site": {"id": json.loads(own["bytes"])["record"]}}

    answers = other_door.push(own, other_writer.create(form, **{**here, field: record}))
    settle()
    pulled = other_door.pull()

    assert CANARY not in json.dumps([answers, pulled])


def test_no_cursor_is_made_over_for_another_region(door, other_door, region, digger):
    settle()
    posting, *rest = json.loads(urlsafe_b64decode(other_door.pull(limit=1)["cursor"]))

    for forged in ([posting[0], region.pk], [*posting, region.pk], [posting[0]], posting[1:], {}, None):
        cursor = urlsafe_b64encode(json.dumps([forged, *rest]).encode()).decode()
        answer = other_door.client.get(PULL, {"cursor": cursor}, **other_door.headers)
        assert (answer.status_code, list(answer.json())) == (400, ["detail"])


def test_a_cursor_of_another_tablet_is_none(door, other_door, digger):
    settle()
    cursor = door.pull(limit=1)["cursor"]

    assert other_door.client.get(PULL, {"cursor": cursor}, **other_door.headers).status_code == 400


def test_a_cursor_that_was_set_back_or_forward_shows_what_its_officer_may_see(other_door, digger, site):
    settle()
    posting, position, register, _after, leaf, *more = json.loads(urlsafe_b64decode(other_door.pull()["cursor"]))
    start = [(posting, 0, register, "", ""), (posting, 0, 0, "", ""), (posting, position, 3, str(digger.pk), leaf)]

    for parts in start:
        page = other_door.pull(urlsafe_b64encode(json.dumps([*parts, *more]).encode()).decode())
        assert {change["kind"] for change in page["changes"] if change["row"]} <= {"licence", "buyer"}
        assert "Marie" not in json.dumps(page)


@pytest.mark.parametrize("address", [PULL, POSTING, "/api/sync/v1/files/"])
@pytest.mark.parametrize(
    "asked",
    [
        {"HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_IF_NONE_MATCH": '"abc", W/"def"'},
        {"HTTP_IF_MODIFIED_SINCE": "Fri, 31 Dec 2049 23:59:59 GMT"},
        {"HTTP_RANGE": "bytes=0-10"},
    ],
)
def test_the_door_says_nothing_by_leaving_out_the_body(door, digger, address, asked):
    """An answer that may be "as before" tells whoever asks with somebody else's mark what that one has."""
    answer = door.client.get(address, **asked, **door.headers)

    assert (answer.status_code, answer.content) != (304, b"")
    assert answer.status_code == 200
    assert not {"ETag", "Last-Modified", "Accept-Ranges"} & set(answer.headers)


@pytest.mark.parametrize("method", ["get", "head", "patch"])
def test_a_photo_of_another_region_is_as_one_that_nobody_took(canaries, other_door, method):
    there = sha256(CANARY.encode()).hexdigest()
    ask = {"HTTP_UPLOAD_OFFSET": "0", "content_type": "application/offset+octet-stream"} if method == "patch" else {}

    answers = [
        getattr(other_door.client, method)(f"/api/sync/v1/files/{digest}/", **ask, **other_door.headers)
        for digest in (there, "0" * 64)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.content, str(answer.headers)) for answer in answers}) == 1


def test_the_desk_knows_another_regions_record_no_better_than_none(canaries, desk, other_supervisor):
    client = desk(other_supervisor)
    for case in canaries[Case]:
        app, model = case.kind.split(".")
        for name in (f"admin:{app}_{model}_change", f"admin:{app}_{model}_history", "admin:review"):
            there, nowhere = (client.get(reverse(name, args=[pk])) for pk in (case.pk, uuid4()))
            assert there.status_code == nowhere.status_code, name


def test_no_act_of_a_stranger_changes_anything(canaries, desk, other_supervisor, other_region):
    client = desk(other_supervisor)
    before = values_of(canaries)

    for route in routes():
        for _method, address, data in rule_of(route)(canaries):
            assert CANARY not in shown(client.post(address, data)), address

    assert values_of(canaries) == before


def values_of(rows_of):
    return {
        model._meta.label: sorted(map(repr, model._default_manager.filter(pk__in=[row.pk for row in rows]).values()))
        for model, rows in rows_of.items()
    }
