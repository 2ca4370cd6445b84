"""The custodian opens the photos behind the sealed copies, and nothing is doubled by what the tablet sends itself."""

from __future__ import annotations

import secrets

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from apps.files.models import Attachment, Blob, Sent, State
from tests.files.conftest import digest_of, photo
from tests.sync.test_files import patch, with_files
from tests.sync.test_opening import hand_in, key, sealed  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


class Album:
    """Pictures as a tablet keeps them: each under a key of its own."""

    def __init__(self, *contents):
        self.keys = {digest_of(one): secrets.token_bytes(32) for one in contents}
        self.rows = [self.shut(one, secrets.token_bytes(12)) for one in contents]

    def shut(self, content, iv):
        name = digest_of(content)
        return name, iv, AESGCM(self.keys[name]).encrypt(iv, content, f"picture/{name}".encode())

    def head(self):
        return [{"sha256": name, "iv": iv.hex(), "size": len(data)} for name, iv, data in self.rows]

    def file(self):
        return {"version": 2, "photos": self.head(), "behind": b"".join(data for _, _, data in self.rows)}

    def with_keys(self, event):
        return {**event, "photos": [{"sha256": name, "key": one.hex()} for name, one in self.keys.items()]}


@pytest.fixture
def handed(hand_in, sealed, writer):  # noqa: F811
    """A record with two photos as its tablet sealed it: `said, contents, event = handed()`."""
    contents = [photo(seed=1), photo(seed=2)]
    event = with_files(writer, *contents)
    album = Album(*contents)

    def hand(**over):
        return hand_in(*sealed(album.with_keys(event)), **{**album.file(), **over})

    return hand, contents, event, album


def states():
    return sorted(Sent.objects.values_list("state", flat=True))


def test_the_photos_of_what_was_sealed_come_with_it(handed):
    hand, _contents, _event, _album = handed

    said = hand()

    assert "Applied: 1." in said
    assert "Photos kept: 2. Here already: 0. Refused: 0." in said
    assert states() == ["kept", "kept"]
    assert Attachment.objects.count() == Blob.objects.count() == 2


def test_opened_again_and_sent_later_they_are_there_once(handed, door):
    hand, contents, event, _album = handed
    hand()

    assert "Photos kept: 0. Here already: 2." in hand()
    assert door.statuses(event) == ["duplicate"]
    assert [patch(door, one).json()["state"] for one in contents] == ["kept", "kept"]
    assert Blob.objects.count() == 2


def test_what_the_tablet_had_begun_to_send_is_ended_by_the_custodian(handed, door, settings):
    hand, contents, event, _album = handed
    door.push(event)
    patch(door, contents[0])
    patch(door, contents[1], piece=contents[1][:500])

    assert "Photos kept: 1. Here already: 1." in hand()
    assert patch(door, contents[1], 500).json()["state"] == "kept"
    assert list((settings.MEDIA_ROOT / "partial").glob("*")) == []


def test_one_that_is_damaged_does_not_keep_the_others_shut(handed):
    hand, _contents, _event, album = handed
    name, iv, data = album.rows[0]
    album.rows[0] = (name, iv, data[:-1] + bytes([data[-1] ^ 1]))

    assert "Photos kept: 1." in (said := hand(**album.file()))
    assert "damaged 1" in said


def test_a_file_that_was_cut_gives_what_it_holds(handed):
    hand, _contents, _event, album = handed
    behind = album.file()["behind"]

    said = hand(behind=behind[:-10])

    assert "Photos kept: 1." in said
    assert "damaged 1" in said


def test_under_another_name_a_picture_does_not_open(handed):
    hand, _contents, _event, album = handed
    (one, _, _), (other, iv, data) = album.rows
    album.keys[one] = album.keys[other]
    head = [{"sha256": one, "iv": iv.hex(), "size": len(data)}]

    assert "damaged 1" in hand(photos=head, behind=data)
    assert states() == ["awaited", "awaited"]


def test_what_is_no_photo_is_refused_here_too(hand_in, sealed, writer):  # noqa: F811
    content = b"<!doctype html><script>alert(1)</script>"
    album = Album(content)

    said = hand_in(*sealed(album.with_keys(with_files(writer, content))), **album.file())

    assert "Refused: 1." in said
    assert Sent.objects.get().state == State.REFUSED


def test_a_picture_that_no_record_promises_belongs_to_nobody(hand_in, sealed, writer):  # noqa: F811
    album = Album(photo())

    said = hand_in(*sealed(album.with_keys(writer.create("digger"))), **album.file())

    assert "of no record here 1" in said
    assert Blob.objects.count() == 0


@pytest.mark.parametrize(
    "photos", [None, 7, [None], [{}], [{"sha256": 1, "iv": "zz", "size": 3}], [{"sha256": "a", "iv": "", "size": -1}]]
)
def test_a_list_of_pictures_that_is_none_stops_no_record(hand_in, sealed, writer, photos):  # noqa: F811
    assert "Applied: 1." in hand_in(*sealed(writer.create("digger")), version=2, photos=photos, behind=b"xyz")
