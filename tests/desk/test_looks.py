"""A person's photo and the numbers of his papers are seen by whoever needs them, and each look is in the journal."""

from __future__ import annotations

import html
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import Role
from apps.files.models import Attachment
from apps.journal.models import Entry
from apps.registry.models import Digger
from apps.review.models import Case
from apps.review.story import meanwhile, story_of
from apps.sync.models import Mending, Submission
from tests.desk.test_personal_file import made
from tests.desk.test_photos import _media, door, shown, writer  # noqa: F401 - fixtures
from tests.files.conftest import photo
from tests.sync.making import to
from tests.sync.test_files import patch, with_files

NUMBER = "ZK-40977"
LOOKING = [Role.SUPERVISOR, Role.REGISTRAR, Role.LICENSING]
ROLES = [role for role in Role if role != Role.OFFICER]
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(accepted):
    digger = accepted("digger", "E-1", names="Awa Sow")
    digger.documents.create(kind="passport", number=NUMBER, seen=True)
    return digger


@pytest.fixture
def somebody(posted):
    """Somebody of a role, in a region or with none: `somebody(Role.AUDITOR, region)`."""
    return lambda role, region: posted("somebody", role, None if role == Role.PLENARY else region)


def looks():
    entries = Entry.objects.filter(kind="review.look").order_by("pk")
    return [(entry.verb, entry.object_id, entry.by) for entry in entries]


def papers(record):
    return reverse("admin:papers_of", args=[record.pk])


def read(client, url):
    return html.unescape(client.get(url).content.decode())


# -- the numbers of papers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_only_who_needs_a_number_sees_it_and_each_time_is_noted(desk, somebody, region, known, role):
    who = somebody(role, region)

    answer = desk(who).get(papers(known))

    may = role in LOOKING
    assert (NUMBER in answer.content.decode()) is may
    assert answer.status_code == 200 if may else answer.status_code in {403, 404}
    assert looks() == ([("looked_papers", str(known.pk), f"user:{who.pk}")] if may else [])


@pytest.mark.parametrize("role", ROLES)
def test_of_another_region_nobody_sees_one(desk, somebody, other_region, known, role):
    answer = desk(somebody(role, other_region)).get(papers(known))

    assert answer.status_code in {403, 404}
    assert looks() == []


def test_a_look_says_nothing_of_what_was_seen(desk, registrar, known):
    client = desk(registrar)
    client.get(papers(known))

    answer = client.head(papers(known))

    entries = Entry.objects.filter(kind="review.look")
    assert [(entry.digest, entry.tablet, entry.version) for entry in entries] == [(None, "", 0)] * 2
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_number_there_is_nothing_to_note(desk, registrar, accepted):
    digger = accepted("digger", "E-2")
    digger.documents.create(kind="voter_card")

    assert "Voter's card" in read(desk(registrar), papers(digger))
    assert looks() == []


@pytest.mark.parametrize("role", [*LOOKING, Role.AUDITOR])
def test_lists_searches_and_pages_say_that_there_is_one_and_not_which(desk, somebody, region, known, accepted, role):
    other = accepted("digger", "E-2", names="Awa Soh")
    client = desk(somebody(role, region))
    record = f"/desk/registry/digger/{known.pk}"
    pages = [f"{record}/change/", f"{record}/history/", reverse("admin:review", args=[known.pk])]
    pages += [reverse("admin:pair", args=[known.pk, other.pk]), "/desk/registry/digger/"]

    said = [read(client, page) for page in pages]

    assert not any(NUMBER in page for page in said)
    assert all("on file" in said[at] for at in (0, 2, 3))
    assert "E-1" not in read(client, f"/desk/registry/digger/?q={NUMBER}")
    assert all((papers(known) in said[at]) is (role in LOOKING) for at in (0, 2))
    assert looks() == []


@pytest.mark.parametrize(("number", "differs"), [(NUMBER, False), ("ZK-1", True)])
def test_of_a_pair_it_is_told_whether_the_numbers_differ(desk, registrar, known, accepted, number, differs):
    other = accepted("digger", "E-2", names="Awa Soh")
    other.documents.create(kind="passport", number=number, seen=True)

    page = read(desk(registrar), reverse("admin:pair", args=[known.pk, other.pk]))

    row = page[page.index("Number of the document") :]
    assert ("differs" in row[: row.index("</tr>")]) is differs


def test_a_sheet_that_goes_out_is_a_look_at_each_number_in_it(desk, registrar, known, accepted):
    client = desk(registrar)
    accepted("digger", "E-2")
    post = {"format": "1", "resource": "0"}

    answer = client.post("/desk/registry/digger/export/", post)

    sheet = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert NUMBER.encode() in sheet
    assert looks() == [("looked_papers", str(known.pk), f"user:{registrar.pk}")]


def test_looks_of_a_sheet_are_written_at_once(desk, registrar, known, accepted):
    client, post = desk(registrar), {"format": "1", "resource": "0"}
    one = asked_by(client, post)
    for number in range(2, 12):
        accepted("digger", f"E-{number}").documents.create(kind="passport", number=f"P-{number}")

    assert asked_by(client, post) == one
    assert len(looks()) == 1 + 11


def asked_by(client, post):
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/desk/registry/digger/export/", post)
        list(answer.streaming_content if answer.streaming else [])
    return len([one for one in asked if "INSERT" in one["sql"]])


# -- what tablets sent -------------------------------------------------------------------------------------------------


@pytest.fixture
def came(door, writer):  # noqa: F811
    """A digger as a tablet sent it, with the number of a paper."""
    sent = writer.create("digger", document_kind="passport", document_number=NUMBER, document_seen=True)
    door.push(sent)
    return Submission.objects.get()


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.AUDITOR])
def test_what_was_sent_is_shown_word_for_word_but_for_the_number(desk, somebody, region, came, registrar, role):
    body = bytes(came.body).replace(b"document_number", b"document\\u005fnumber")
    Mending.objects.create(submission=came, by=registrar, why="x", body=body, sha256=b"0" * 32, salt=b"0" * 16)

    page = read(desk(somebody(role, region)), f"/desk/sync/submission/{came.pk}/change/")

    assert '"document_number":"…"' in page
    assert "As it was mended" in page
    assert NUMBER not in page
    assert looks() == []


def test_who_mends_it_has_looked(desk, registrar, came):
    reason = {"code": "form", "en": "x", "fr": "x"}
    Submission.objects.update(status="quarantined", reason=reason)
    Digger.objects.filter(pk=came.record).delete()

    assert NUMBER in read(desk(registrar), reverse("admin:sync_submission_mend", args=[came.pk]))

    assert looks() == [("looked_papers", str(came.record), f"user:{registrar.pk}")]


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.AUDITOR])
def test_two_numbers_that_collide_are_shown_to_who_decides(desk, somebody, region, door, writer, came, role):  # noqa: F811
    reason = {"code": "changed", "en": "x", "fr": "x", "stands": {"document_number": "on file"}}
    Submission.objects.update(status="conflict", reason=reason)
    who = somebody(role, region)

    page = read(desk(who), f"/desk/sync/submission/{came.pk}/change/")

    assert (NUMBER in page) is (role == Role.REGISTRAR)
    assert len(looks()) == (role == Role.REGISTRAR)


# -- photos ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_face_is_opened_by_who_needs_it_and_each_time_is_noted(desk, somebody, region, shown, role):  # noqa: F811
    who = somebody(role, region)

    answer = desk(who).get(reverse("admin:review_photo", args=shown))

    may = role in LOOKING
    assert answer.status_code == 200 if may else answer.status_code in {403, 404}
    assert looks() == ([("looked_photo", str(shown[0]), f"user:{who.pk}")] if may else [])


@pytest.mark.parametrize("role", ROLES)
def test_of_another_region_nobody_opens_one(desk, somebody, other_region, shown, role):  # noqa: F811
    answer = desk(somebody(role, other_region)).get(reverse("admin:review_photo", args=shown))

    assert answer.status_code in {403, 404}
    assert looks() == []


def test_a_question_for_its_head_or_whether_it_changed_is_a_look_too(desk, registrar, shown):  # noqa: F811
    client, url = desk(registrar), reverse("admin:review_photo", args=shown)

    client.head(url)
    answer = client.get(url, headers={"If-Modified-Since": "Mon, 30 Nov 2099 00:00:00 GMT", "If-None-Match": "*"})

    assert answer.status_code == 200
    assert len(looks()) == 2


@pytest.mark.parametrize("status", ["applied", "conflict"])
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_an_event_shows_its_face_to_the_same(desk, somebody, region, shown, status, role):  # noqa: F811
    Submission.objects.update(status=status, reason={"code": "not_yours", "en": "x", "fr": "x"})
    sent, client = Submission.objects.get(), desk(somebody(role, region))
    url = reverse("admin:sent_photo", args=[sent.pk, shown[1]])

    page = read(client, f"/desk/sync/submission/{sent.pk}/change/")

    may = role == Role.SUPERVISOR
    assert (url in page) is may
    assert ("on file" in page) is not may
    assert client.get(url).status_code == (200 if may else 403)
    assert [look[0] for look in looks()] == ["looked_photo"] * may


def test_the_review_says_to_an_auditor_that_there_is_one(desk, auditor, shown):  # noqa: F811
    page = read(desk(auditor), reverse("admin:review", args=[shown[0]]))

    assert "Photo of the face: on file" in page
    assert reverse("admin:review_photo", args=shown) not in page


def test_the_photo_of_a_place_is_for_whoever_sees_it_and_no_look(desk, auditor, door, writer):  # noqa: F811
    content = photo()
    sent = with_files(writer, content, form="site")
    door.push(sent)
    patch(door, content)
    url = reverse("admin:review_photo", args=[UUID(to(sent)["id"]), Attachment.objects.get().pk])

    assert desk(auditor).get(url).status_code == 200
    assert looks() == []


# -- whom it is about --------------------------------------------------------------------------------------------------


def test_the_person_s_file_says_who_looked(desk, registrar, somebody, region, known):
    desk(somebody(Role.LICENSING, region)).get(papers(known))

    page = html.unescape(made(desk(registrar), known, "en-gb").content.decode())

    assert "Who looked at it" in page
    assert "Papers’ numbers seen: somebody" in page


def test_a_look_is_no_change_of_the_record(desk, registrar, known):
    before = Case.objects.get(pk=known.pk).version, len(story_of(known.pk)), meanwhile(known.pk)

    desk(registrar).get(papers(known))

    assert (Case.objects.get(pk=known.pk).version, len(story_of(known.pk)), meanwhile(known.pk)) == before
