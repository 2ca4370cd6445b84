"""Bytes come in pieces, are gone on with, checked at their end, and kept once."""

from __future__ import annotations

import os
import threading
import time

import pytest
from django.db import connection

from apps.files import partial
from apps.files.cleaning import clean
from apps.files.models import Attachment, Blob, Sent, State
from apps.files.receiving import complete, standing, take
from apps.files.storage import kept, opened, path_of
from apps.journal.chores import do_chores
from apps.journal.models import Entry
from tests.files.conftest import digest_of, photo

PIECE = 1_000


def send(sent, content, piece=PIECE):
    for at in range(0, len(content), piece):
        one = take(sent, offset=at, piece=content[at : at + piece])
    return one


def bytes_of(digest):
    with opened(digest) as picture:
        return picture.read()


def pictures(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_pieces_end_as_a_picture_under_its_hash(promised, media):
    content = photo()

    ended = send(promised(content), content)

    assert ended.sent.state == State.KEPT
    assert ended.offset == len(content)
    blob = Blob.objects.get()
    assert blob.pk == clean(content).sha256 == digest_of(bytes_of(blob.pk))
    assert pictures(media) == [f"{blob.pk}.jpg"]


def test_its_arrival_is_told_in_the_journal(promised):
    content = photo()

    send(promised(content), content)

    told = Entry.objects.get(kind="files.attachment")
    assert told.object_id == str(Attachment.objects.get().pk)
    assert bytes(told.digest).hex() == digest_of(content)


def test_what_was_interrupted_is_gone_on_with(promised):
    content = photo()
    sent = promised(content)
    take(sent, offset=0, piece=content[:700])

    assert standing(sent).offset == 700
    assert take(sent, offset=700, piece=content[700:]).sent.state == State.KEPT


def test_a_piece_sent_twice_is_there_once(promised):
    content = photo()
    sent = promised(content)
    take(sent, offset=0, piece=content[:700])

    again = take(sent, offset=0, piece=content[:700])

    assert again.went_wrong
    assert again.offset == 700
    assert take(sent, offset=700, piece=content[700:]).sent.state == State.KEPT


def test_bytes_that_are_not_what_their_hash_says_are_sent_anew(promised):
    content = photo()
    sent = promised(content)

    ended = take(sent, offset=0, piece=bytes(len(content)))

    assert ended.went_wrong
    assert (ended.offset, ended.sent.state) == (0, State.AWAITED)
    assert send(sent, content).sent.state == State.KEPT


def test_more_than_was_promised_is_not_taken(promised):
    content = photo()

    assert take(promised(content), offset=0, piece=content + b"more").sent.state == State.KEPT


def test_what_is_no_photo_is_refused_and_leaves_nothing(promised, media):
    content = b"<script>alert(1)</script>"

    ended = send(promised(content), content)

    assert (ended.sent.state, ended.sent.refusal) == (State.REFUSED, "type")
    assert ended.sent.settled_at
    assert Blob.objects.count() == 0
    assert pictures(media) == []


def test_what_is_too_large_is_refused_before_it_is_sent(promised):
    assert promised(b"x", size=8_000_001).refusal == "large"


def test_what_is_settled_stays_so(promised):
    content = photo()
    sent = promised(content)
    send(sent, content)

    assert take(sent, offset=0, piece=b"something else").sent.state == State.KEPT
    assert promised(content).state == State.KEPT


def test_asking_what_became_of_a_settled_file_leaves_nothing_on_the_disk(promised, media):
    content = photo()
    sent = promised(content)
    send(sent, content)

    take(sent, offset=len(content), piece=b"")

    assert list((media / "partial").glob("*")) == []


def test_two_tablets_that_send_the_same_keep_it_once_and_each_sends_it(promised, other_tablet, media):
    content = photo()
    mine, theirs = promised(content), promised(content, of=other_tablet)
    send(mine, content)

    # Who knows a hash does not have the picture yet.
    assert standing(theirs).offset == 0
    assert send(theirs, content).sent.blob == Blob.objects.get()
    assert len(pictures(media)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_at_once_end_as_one_file(promised, other_tablet, media):
    content = photo()
    rows = [promised(content), promised(content), promised(content, of=other_tablet)]

    def run(sent):
        here = standing(sent).offset
        while here < len(content) and sent.state == State.AWAITED:
            here = take(sent, offset=here, piece=content[here : here + PIECE]).offset
        connection.close()

    threads = [threading.Thread(target=run, args=[sent]) for sent in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(Sent.objects.values_list("state", flat=True)) == {State.KEPT}
    assert Blob.objects.count() == 1
    assert len(pictures(media)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("killed_at", ["apps.files.receiving.store", "apps.files.receiving.row_of"])
def test_a_process_killed_at_the_end_leaves_what_an_empty_piece_settles(promised, monkeypatch, killed_at):
    content = photo()
    sent = promised(content)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(killed_at, lambda *_: os.kill(os.getpid(), 9))
        connection.inc_thread_sharing()
        connection.connection = None
        take(sent, offset=0, piece=content)
    os.waitpid(child, 0)

    assert standing(sent).offset == len(content)
    assert Sent.objects.get().state == State.AWAITED
    assert Blob.objects.count() == 0
    assert take(sent, offset=len(content), piece=b"").sent.state == State.KEPT


def test_a_half_file_under_the_name_of_a_picture_does_not_count(promised, media):
    content = photo()
    picture = clean(content)
    half = media / path_of(picture.sha256)
    half.parent.mkdir(parents=True)
    half.write_bytes(picture.content[:100])

    send(promised(content), content)

    assert bytes_of(picture.sha256) == picture.content


def test_the_worker_removes_what_nobody_goes_on_sending(promised, media):
    content = photo()
    old, new = promised(content), promised(photo(seed=2))
    for sent in (old, new):
        take(sent, offset=0, piece=content[:700])
    before = time.time() - partial.OLD_SECONDS - 1
    os.utime(partial.folder() / old.pk.hex, (before, before))

    do_chores()

    assert (standing(old).offset, standing(new).offset) == (0, 700)
    assert send(old, content).sent.state == State.KEPT


def test_whoever_waited_for_a_file_that_is_settled_meanwhile_learns_that(promised):
    content = photo()
    sent = promised(content)
    with partial.held(sent.pk) as mine:
        mine.append(content)
        complete(sent, mine)

    assert take(sent, offset=0, piece=content).sent.state == State.KEPT


@pytest.mark.parametrize("backend", ["django.core.files.storage.InMemoryStorage", "apps.files.storage.OnDisk"])
def test_any_storage_of_django_will_do(promised, settings, backend, other_tablet):
    settings.STORAGES = {**settings.STORAGES, "files": {"BACKEND": backend}}
    content = photo()

    send(promised(content), content)
    send(promised(content, of=other_tablet), content)

    assert bytes_of(Blob.objects.get().pk) == clean(content).content
    assert kept().listdir("")[1] == []


def test_a_name_is_made_from_the_hash_alone():
    assert path_of("ab" * 32) == f"ab/ab/{'ab' * 32}.jpg"
