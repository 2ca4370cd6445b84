"""Photos through the door: promised with a record, sent in pieces after it, shown to whoever sent them."""

from __future__ import annotations

import json
from uuid import uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.files.models import Attachment, Blob, Sent, State
from apps.sync.models import Submission
from apps.sync.uploading import MOST_PIECE
from tests.files.conftest import bomb, digest_of, moving, noisy, photo, scanned, written
from tests.sync.conftest import Desk, enrol, said
from tests.sync.making import wrap

pytestmark = pytest.mark.django_db
FILES = "/api/sync/v1/files/"
PIECES = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def declared(content, field="photo", **given):
    return {"sha256": digest_of(content), "size": len(content), "type": "image/jpeg", "field": field, **given}


def with_files(writer, *contents, form="digger", **given):
    return writer.write(form, "create", getattr(writer, form)(), files=[declared(one) for one in contents], **given)


def address(content):
    return f"{FILES}{digest_of(content)}/"


def patch(door, content, offset=0, *, piece=None, **given):
    headers = {"HTTP_UPLOAD_OFFSET": str(offset), **door.headers, **given}
    piece = content[offset:] if piece is None else piece
    return door.client.patch(address(content), piece, content_type=PIECES, **headers)


def head(door, content):
    answer = door.client.head(address(content), **door.headers)
    return answer.status_code, answer.headers.get("Upload-Offset"), answer.headers.get("Upload-State")


def awaited(door):
    return door.client.get(FILES, **door.headers).json()


def get(door, content):
    return door.client.get(address(content), **door.headers)


def test_a_photo_follows_its_record(door, writer):
    content = photo()
    sent = with_files(writer, content)

    assert door.statuses(sent) == ["applied"]
    assert head(door, content) == (200, "0", "awaited")
    assert patch(door, content).json() == {
        "sha256": digest_of(content),
        "size": len(content),
        "offset": len(content),
        "state": "kept",
        "reason": None,
    }
    shown = Attachment.objects.get()
    assert str(shown.record) == said(sent)["record"]
    assert (shown.field, str(shown.submission)) == ("photo", sent["id"])


def test_a_record_without_files_asks_the_database_nothing_more(door, writer):
    door.push(writer.create("digger"))
    with CaptureQueriesContext(connection) as asked:
        door.push(writer.create("digger"))

    assert not [one for one in asked if "files_" in one["sql"]]


def test_what_was_not_promised_is_not_taken(door):
    assert patch(door, photo()).status_code == 404
    assert head(door, photo())[0] == 404


def test_a_photo_comes_in_pieces_and_is_gone_on_with(door, writer):
    content = photo()
    door.push(with_files(writer, content))
    patch(door, content, piece=content[:500])

    assert head(door, content) == (200, "500", "awaited")
    assert patch(door, content, 0, piece=content[:500]).status_code == 409
    assert patch(door, content, 0).json()["offset"] == 500
    assert patch(door, content, 500).json()["state"] == "kept"
    assert head(door, content) == (200, str(len(content)), "kept")


def test_the_awaited_are_listed_smallest_first_with_how_far_they_are(door, writer):
    small, large = sorted([photo(), photo(640, 480, seed=2)], key=len)
    door.push(with_files(writer, large, small))
    patch(door, large, piece=large[:100])

    listed = awaited(door)

    assert [one["sha256"] for one in listed["files"]] == [digest_of(small), digest_of(large)]
    assert [one["offset"] for one in listed["files"]] == [0, 100]
    assert listed["awaited"] == 2
    patch(door, small)
    assert awaited(door)["awaited"] == 1


def test_a_photo_of_what_is_held_or_in_quarantine_is_taken_too(door, writer):
    held, kept = photo(), photo(seed=2)
    answers = {**writer.digger(), "site": {"id": str(uuid4())}}
    waiting = writer.write("digger", "create", answers, files=[declared(held)])
    wrong = writer.write("digger", "create", {}, files=[declared(kept)], version=9)

    assert door.statuses(waiting, wrong) == ["held", "quarantined"]
    assert [patch(door, one).json()["state"] for one in (held, kept)] == ["kept", "kept"]


@pytest.mark.parametrize("files", [None, 7, "x", {}, [7], [{"sha256": "../../x", "size": 3, "field": "photo"}]])
def test_a_list_of_files_that_is_none_stops_no_record(door, writer, files):
    assert door.statuses(writer.write("digger", "create", writer.digger(), files=files)) == ["applied"]
    assert Sent.objects.count() == 0


def test_pushing_again_promises_nothing_new(door, writer):
    content = photo()
    sent = with_files(writer, content)
    door.push(sent)
    patch(door, content)

    assert door.statuses(sent) == ["duplicate"]
    assert (Sent.objects.get().state, Attachment.objects.count()) == (State.KEPT, 1)


def test_the_server_that_lost_a_day_asks_for_the_photo_again(door, writer):
    content = photo()
    sent = with_files(writer, content)
    door.push(sent)
    patch(door, content)
    for model in (Attachment, Sent, Blob):
        model.objects.all().delete()
    Submission.objects.all().delete()

    door.push(sent)

    assert awaited(door)["awaited"] == 1
    assert patch(door, content).json()["state"] == "kept"


@pytest.mark.parametrize(
    ("form", "field", "most"),
    [
        ("digger", "photo", 120_000),
        ("site", "photo", 300_000),
        ("purchase", "slip_photo", 300_000),
        ("digger", "unheard_of", 300_000),
    ],
)
def test_a_picture_is_kept_as_small_as_its_question_asks(door, writer, form, field, most):
    content = written(noisy(1000, 800), quality=95)
    door.push(writer.write(form, "create", {}, files=[declared(content, field)]))

    assert send(door, content)["state"] == "kept"
    assert len(content) > most
    assert most / 2 < Blob.objects.get().size <= most


def send(door, content):
    for offset in range(0, len(content), MOST_PIECE):
        answer = patch(door, content, offset, piece=content[offset : offset + MOST_PIECE])
    return answer.json()


# -- hostile --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "type"),
        (b"<!doctype html><script>alert(1)</script>", "type"),
        (photo()[:-400], "damaged"),
        (bomb(), "points"),
        (scanned(100), "points"),
        (moving("GIF"), "type"),
        (moving("AVIF"), "type"),
    ],
    ids=["svg", "html", "truncated", "bomb", "scans", "gif", "avif"],
)
def test_a_hostile_file_is_answered_with_its_sentence(door, writer, content, code):
    door.push(with_files(writer, content))

    answer = patch(door, content).json()

    assert answer["state"] == "refused"
    assert answer["reason"]["code"] == code
    # The officer of the cast reads French.
    assert "Reprenez la photo" in answer["reason"]["sentence"]
    assert head(door, content)[2] == "refused"
    assert get(door, content).status_code == 404
    assert Blob.objects.count() == 0


def test_a_path_for_a_name_leads_nowhere(door, writer, settings):
    content = photo()
    door.push(with_files(writer, content, photo(seed=2)))
    for name in ("../../../etc/passwd", "..%2f..%2fx", "%00", "A" * 64, digest_of(content) + "x"):
        assert door.client.get(f"{FILES}{name}/", **door.headers).status_code == 404

    patch(door, content, piece=content, HTTP_CONTENT_DISPOSITION='attachment; filename="../../x.html"')

    written = [path.relative_to(settings.MEDIA_ROOT) for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [str(path) for path in written] == [f"{written[0].stem[:2]}/{written[0].stem[2:4]}/{written[0].stem}.jpg"]


def test_another_tablet_that_knows_the_hash_gets_nothing(door, writer, other_door):
    content = photo()
    door.push(with_files(writer, content))
    patch(door, content)

    assert get(other_door, content).status_code == 404
    assert head(other_door, content)[0] == 404
    assert patch(other_door, content).status_code == 404


def test_promising_what_another_sent_is_not_having_it(door, writer, other_door, other_writer):
    content = photo()
    door.push(with_files(writer, content))
    patch(door, content)
    other_door.push(with_files(other_writer, content))

    assert head(other_door, content) == (200, "0", "awaited")
    assert get(other_door, content).status_code == 404
    assert patch(other_door, content, len(content), piece=b"").status_code == 409


def test_what_another_tablet_made_promises_nothing(other_door, writer):
    content = photo()

    assert other_door.statuses(with_files(writer, content)) == ["quarantined"]
    assert patch(other_door, content).status_code == 404


def test_a_colleague_on_the_same_tablet_does_not_see_the_photo(door, writer, client, tablet, posted, region):
    content = photo()
    door.push(with_files(writer, content))
    colleague = Desk(client, enrol(tablet, posted("sekou", "officer", region)))

    assert awaited(colleague)["awaited"] == 0
    patch(door, content)
    assert get(colleague, content).status_code == 404


def test_the_picture_is_shown_to_its_tablet_as_a_picture_and_nothing_else(door, writer):
    content = photo()
    door.push(with_files(writer, content))
    patch(door, content)

    answer = get(door, content)

    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_token_there_is_nothing(client):
    assert client.get(FILES).status_code == 401
    assert client.patch(address(photo()), b"x", content_type=PIECES).status_code == 401


def test_a_revoked_tablet_is_gone(door, writer, tablet):
    content = photo()
    door.push(with_files(writer, content))
    tablet.revoke()

    assert patch(door, content).status_code == 410


def test_a_piece_is_bounded_and_says_where_it_begins(door, writer):
    content = photo()
    door.push(with_files(writer, content))

    assert patch(door, content, piece=bytes(MOST_PIECE + 1)).status_code == 413
    for offset in ("", "-1", "x", "9" * 30):
        assert patch(door, content, piece=b"", HTTP_UPLOAD_OFFSET=offset).status_code == 400
    headers = {**door.headers, "HTTP_UPLOAD_OFFSET": "0"}
    answer = door.client.patch(address(content), "{}", content_type="application/json", **headers)
    assert answer.status_code == 415


def test_a_full_disk_is_no_fault_of_the_photo(door, writer, settings, tmp_path):
    content = photo()
    door.push(with_files(writer, content))
    (tmp_path / "full").write_text("")
    settings.MEDIA_ROOT = tmp_path / "full"

    answer = patch(door, content)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_the_description_tells_of_files(client):
    paths = orjson.loads(client.get("/api/sync/v1/schema/", HTTP_ACCEPT="application/json").content)["paths"]

    assert set(paths["/api/sync/v1/files/{digest}/"]) == {"get", "patch"}
    assert "get" in paths[FILES]


def test_an_event_restored_from_a_copy_still_sends_its_photo(door, writer, tablet):
    first, second = photo(), photo(seed=2)
    door.push(with_files(writer, first))
    event = {**json.loads(with_files(writer, second)["bytes"]), "seq": 1}

    assert door.statuses(wrap(event)) == ["quarantined"]
    assert patch(door, second).json()["state"] == "kept"
