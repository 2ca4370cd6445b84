"""Photos at the desk: beside their record for whoever sees it, and counted where they are not here yet."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from apps.files.models import Attachment
from apps.files.promising import File, Promise, promise
from apps.review.models import Case
from apps.sync.models import Submission
from tests.files.conftest import digest_of, photo
from tests.sync.conftest import door, writer  # noqa: F401 - fixtures
from tests.sync.making import to
from tests.sync.test_files import patch, with_files


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def shown(door, writer):  # noqa: F811
    """A digger whose photo came: its record's id and the photo's."""
    content = photo()
    sent = with_files(writer, content)
    door.push(sent)
    patch(door, content)
    return UUID(to(sent)["id"]), Attachment.objects.get().pk


def page_of(client, record):
    return client.get(reverse("admin:review", args=[record])).content.decode()


def test_the_review_shows_the_photo_and_opens_it(desk, registrar, shown):
    url = reverse("admin:review_photo", args=shown)

    assert f'<a href="{url}"><img src="{url}"' in page_of(desk(registrar), shown[0])
    answer = desk(registrar).get(url)
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_another_region_has_no_such_photo(desk, other_supervisor, shown):
    assert desk(other_supervisor).get(reverse("admin:review_photo", args=shown)).status_code == 404


def test_it_follows_the_record_into_another_region(desk, supervisor, other_supervisor, other_region, shown):
    Case.objects.update(region=other_region)

    assert desk(supervisor).get(reverse("admin:review_photo", args=shown)).status_code == 404
    assert desk(other_supervisor).get(reverse("admin:review_photo", args=shown)).status_code == 200


def test_a_photo_is_shown_at_the_address_of_its_own_record_only(desk, registrar, shown, recorded):
    other = recorded("site", "S-9")

    assert desk(registrar).get(reverse("admin:review_photo", args=[other.pk, shown[1]])).status_code == 404


def test_without_signing_in_there_is_no_photo(client, shown):
    answer = client.get(reverse("admin:review_photo", args=shown))

    assert answer.status_code == 302
    assert "login" in answer.url


def test_what_was_declared_by_an_event_that_was_refused_stands_beside_no_record(desk, registrar, shown):
    Submission.objects.update(status="quarantined", reason={"code": "not_yours", "en": "x", "fr": "x"})

    assert "photos" not in page_of(desk(registrar), shown[0]).split("review-side")[1].split("flag")[0]
    assert desk(registrar).get(reverse("admin:review_photo", args=shown)).status_code == 404


@pytest.mark.parametrize("status", ["conflict", "held", "quarantined"])
def test_whoever_settles_an_event_sees_the_photo_that_came_with_it(desk, registrar, other_supervisor, shown, status):
    Submission.objects.update(status=status, reason={"code": "not_yours", "en": "x", "fr": "x"})
    sent = Submission.objects.get().pk
    page = f"/desk/sync/submission/{sent}/change/"
    url = reverse("admin:sent_photo", args=[sent, shown[1]])

    assert f'<a href="{url}"><img src="{url}"' in desk(registrar).get(page).content.decode()
    answer = desk(registrar).get(url)
    assert (answer.status_code, answer.content[:3]) == (200, b"\xff\xd8\xff")
    assert desk(other_supervisor).get(url).status_code == 404
    assert desk(registrar).get(reverse("admin:sent_photo", args=[uuid4(), shown[1]])).status_code == 404
    assert desk(registrar).get(reverse("admin:sent_photo", args=[sent, uuid4()])).status_code == 404


def test_an_event_without_photos_has_no_line_for_them(desk, registrar, door, writer):  # noqa: F811
    door.push(writer.create("digger"))
    page = desk(registrar).get(f"/desk/sync/submission/{Submission.objects.get().pk}/change/").content.decode()

    assert "field-photos" not in page


def test_a_photo_that_is_not_here_says_where_it_is(desk, registrar, door, writer):  # noqa: F811
    sent = with_files(writer, photo())
    door.push(sent)

    assert "still on the tablet" in page_of(desk(registrar), to(sent)["id"])
    home = desk(registrar).get("/desk/").content.decode()
    assert "photo is still on 1 tablet" in home


def test_a_refused_photo_is_listed_with_its_sentence(desk, registrar, door, writer):  # noqa: F811
    content = b"<script>"
    sent = with_files(writer, content)
    door.push(sent)
    patch(door, content)

    listed = desk(registrar).get("/desk/files/attachment/?photo=refused").content.decode()

    assert "This file is not a photo." in listed
    assert "This file is not a photo." in page_of(desk(registrar), to(sent)["id"])


def test_the_list_leads_to_the_record_of_a_photo_and_names_its_question(desk, registrar, shown):
    listed = desk(registrar).get("/desk/files/attachment/?photo=all").content.decode()

    assert f'<a href="{reverse("admin:review", args=[shown[0]])}">D-' in listed
    assert "Photo of the face" in listed


def test_a_record_that_moved_away_is_not_named_in_the_list(desk, supervisor, other_region, shown):
    Case.objects.update(region=other_region)

    assert str(shown[0]) not in desk(supervisor).get("/desk/files/attachment/?photo=all").content.decode()


def test_the_list_asks_the_same_however_many_photos_there_are(desk, registrar, questions, shown, door, writer):  # noqa: F811
    client = desk(registrar)
    questions(client, "/desk/files/attachment/?photo=all")
    one = questions(client, "/desk/files/attachment/?photo=all")
    for seed in range(2, 6):
        door.push(with_files(writer, photo(seed=seed)))

    assert questions(client, "/desk/files/attachment/?photo=all") == one


def test_what_each_tablet_owes_is_counted(desk, registrar, tablet, other_tablet, officer, region):
    for owner, n in ((tablet, 2), (other_tablet, 1)):
        files = [File(digest_of(photo(seed=seed)), 300, "image/jpeg", "photo") for seed in range(n)]
        promise(
            [Promise(file, uuid4(), uuid4()) for file in files], tablet=owner.pk, officer=officer.pk, region=region.pk
        )

    listed = desk(registrar).get("/desk/files/attachment/").content.decode()

    assert "14 (2)" in listed
    assert "15 (1)" in listed


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1", "14'"])
def test_a_tablet_that_is_none_filters_nothing(desk, registrar, shown, number):
    assert desk(registrar).get("/desk/files/attachment/", {"photo": "all", "tablet": number}).status_code == 200
