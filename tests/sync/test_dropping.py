"""A closed tablet sends what it sealed: kept whole and shut, bounded, and opened by the custodian alone."""

import io
import json
from hashlib import sha256

import pytest
from django.core.management import call_command

from apps.journal.models import Entry
from apps.registry.models import Digger
from apps.sync import dropping
from apps.sync.models import SealedReport
from tests.sync.test_opening import key, sealed  # noqa: F401
from tests.sync.test_reporting import REPORTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def file(key, sealed, writer):  # noqa: F811
    """What a tablet with two records has sealed."""
    copies = sealed(writer.create("digger"), writer.create("digger"))
    return json.dumps({"kind": "kpfield/sealed", "version": 2, "copies": copies, "photos": []}).encode() + b"\n"


def drop(door, content, offset=0, piece=None, size=None, name=None):
    name = name or sha256(content.split(b"\n")[0]).hexdigest()
    address = f"/api/sync/v1/sealed/{name}/{size or len(content)}/"
    headers = {"HTTP_UPLOAD_OFFSET": str(offset), "content_type": "application/offset+octet-stream", **door.headers}
    return door.client.patch(address, content[offset:] if piece is None else piece, **headers)


def opened(key):  # noqa: F811
    said = io.StringIO()
    call_command("open_sealed", key=key, stdout=said, stderr=said)
    return said.getvalue()


def test_what_a_closed_tablet_sends_waits_for_the_custodian(door, tablet, file, key):  # noqa: F811
    tablet.revoke()

    assert drop(door, file).json() == {"offset": len(file)}

    assert Digger.objects.count() == 0
    assert [path.read_bytes() for path, _tablet in dropping.waiting()] == [file]
    assert "Applied: 2." in opened(key)
    assert Digger.objects.count() == 2
    assert opened(key) == ""


def test_it_comes_in_pieces_and_is_gone_on_with(door, tablet, file):
    tablet.revoke()

    assert drop(door, file, piece=file[:100]).json() == {"offset": 100}
    assert drop(door, file, piece=file[:50]).json() == {"offset": 100}
    assert drop(door, file, offset=700, piece=b"x").json() == {"offset": 100}
    assert dropping.waiting() == []
    assert drop(door, file, offset=100).json() == {"offset": len(file)}
    assert drop(door, file, piece=b"").json() == {"offset": len(file)}
    assert [path.read_bytes() for path, _tablet in dropping.waiting()] == [file]


def test_the_journal_tells_that_it_came_once(door, tablet, file):
    for _ in range(3):
        drop(door, file)

    assert Entry.objects.filter(verb="dropped", object_id=str(tablet.pk)).count() == 1


def test_what_was_opened_is_not_asked_for_again(door, file, key):  # noqa: F811
    drop(door, file)
    opened(key)

    assert drop(door, file, piece=b"").json() == {"offset": len(file)}
    assert dropping.waiting() == []


def test_no_tablet_fills_the_disk(door, other_door, tablet, file, monkeypatch):
    monkeypatch.setattr(dropping, "MOST_BYTES", 2 * len(file))
    tablet.revoke()

    assert drop(door, file).status_code == 200
    assert drop(door, file, name="a" * 64).status_code == 200
    assert drop(door, file, name="b" * 64).status_code == 413
    assert drop(door, file, size=10**9 - 1, name="c" * 64).status_code == 413
    # What was begun and made anew takes no room, and another tablet has its own.
    assert drop(other_door, file, piece=b"x").status_code == 200
    assert drop(other_door, file, piece=b"x", name="d" * 64).status_code == 200
    assert drop(other_door, file, name="e" * 64).status_code == 200


def test_no_more_than_was_said_is_kept(door, file):
    assert drop(door, file, piece=file + b"more").json() == {"offset": len(file)}
    assert [path.read_bytes() for path, _tablet in dropping.waiting()] == [file]


@pytest.mark.parametrize("name", ["A" * 64, "a" * 63, "../" * 21 + "a", "%2e%2e%2f" * 7])
def test_a_name_that_leads_elsewhere_is_none(door, file, name):
    assert drop(door, file, name=name).status_code == 404
    assert not dropping.folder().exists()


def test_a_closed_tablet_is_told_nothing_else(door, tablet, file):
    tablet.revoke()

    answer = drop(door, file)

    assert list(answer.json()) == ["offset"]
    address = f"/api/sync/v1/sealed/{'a' * 64}/9/"
    assert {door.client.get(address, **door.headers).status_code for _ in range(2)} == {405}


def test_a_stranger_drops_nothing(client, door, file):
    door.headers = {"HTTP_AUTHORIZATION": "Bearer nobody"}

    assert drop(door, file).status_code == 401
    assert not dropping.folder().exists()


def test_what_is_no_sealed_file_is_kept_and_stands_in_nobodys_way(door, file, key):  # noqa: F811
    drop(door, b"<html>" * 30, name="0" * 64)
    drop(door, file)

    said = opened(key)

    assert "no file of sealed copies" in said
    assert "Applied: 2." in said


def test_a_closed_tablet_still_brings_its_report_in_confidence(door, tablet):
    tablet.revoke()
    report = {"id": "0b5d0a3c-5b0e-4c6e-9f0e-1b2c3d4e5f60", "key": "a" * 16, "point": "04" + "1" * 128}
    report |= {"iv": "0" * 24, "data": "00"}

    answer = door.client.post(REPORTS, report, content_type="application/json", **door.headers)

    assert answer.status_code == 200
    assert SealedReport.objects.count() == 1


def test_no_report_takes_the_place_of_another(door):
    id = "0b5d0a3c-5b0e-4c6e-9f0e-1b2c3d4e5f60"
    first = {"id": id, "key": "a" * 16, "point": "0" * 130, "iv": "0" * 24, "data": "00"}

    for report in (first, {**first, "data": "01"}, {**first, "data": "01"}, first):
        door.client.post(REPORTS, report, content_type="application/json", **door.headers)

    assert sorted(SealedReport.objects.values_list("sealed__data", flat=True)) == ["00", "01"]
