from __future__ import annotations

from base64 import b64decode

import pytest
from django.core.cache import cache
from django.db import transaction

from apps.journal import sealing
from apps.journal.leaves import leaf_of
from apps.journal.merkle import Frontier
from apps.journal.models import Entry, Head, Position, SigningKey, Unsealed
from apps.journal.sealing import seal, settle, settle_on_commit
from apps.journal.signing import verify
from apps.journal.writing import Act, write

pytestmark = pytest.mark.django_db


def is_signed(head):
    return verify(head.key_id, head.statement(), head.signature)


def test_sealing_gives_the_entries_their_positions_in_order(written):
    entries = written(3)

    seal()

    assert list(Position.objects.values_list("position", "entry_id")) == list(enumerate([e.pk for e in entries], 1))
    assert not Unsealed.objects.exists()


def test_positions_go_on_where_they_ended(written):
    written(3)
    seal()
    written(2)

    head = seal()

    assert head.size == 5
    assert list(Position.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_the_head_is_the_root_over_all_entries(written):
    for count in (3, 1, 4):
        written(count)
        head = seal()

    assert head.root == Frontier().extended(leaf_of(entry) for entry in Entry.objects.all()).root()


def test_the_head_is_signed(written):
    written(1)

    head = seal()

    assert is_signed(head)
    assert SigningKey.objects.get().key_id == head.key_id


def test_what_a_head_signs_can_be_read_by_anyone(written):
    written(1)
    seal()
    head = Head.objects.get()

    name, size, root, at, end = head.statement().decode().split("\n")

    assert (name, size, b64decode(root), at, end) == ("kpfield/journal", "1", head.root, head.as_json()["at"], "")


def test_the_stored_head_has_the_bytes_that_were_signed(written):
    written(1)

    made = seal()

    assert Head.objects.get().as_json() == made.as_json()


def test_with_nothing_new_there_is_no_new_head(written):
    written(1)
    seal()

    assert seal() is None
    assert Head.objects.count() == 1


def test_a_long_backlog_is_sealed_in_parts(written, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 4)
    written(10)

    assert seal().size == 10
    assert list(Head.objects.values_list("size", flat=True)) == [4, 8, 10]


def test_after_a_rotation_both_keys_are_kept(written, settings):
    written(1)
    seal()
    settings.SECRET_KEY = "rotated-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123"
    written(1)
    seal()

    assert set(SigningKey.objects.values_list("pk", flat=True)) == set(Head.objects.values_list("key_id", flat=True))
    assert all(verify(head.key_id, head.statement(), head.signature) for head in Head.objects.all())


def test_settling_again_within_the_time_does_nothing(written):
    cache.clear()
    written(1)
    settle(at_most_every=60)
    written(1)
    settle(at_most_every=60)

    assert Unsealed.objects.count() == 1


def test_settling_without_a_time_seals_at_once(written):
    for _ in range(2):
        written(1)
        settle()

    assert Position.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_settling_waits_for_the_commit():
    with transaction.atomic():
        write(Act("created", "tests.site", "KO-0142"))
        settle_on_commit()
        assert not Head.objects.exists()

    assert Head.objects.get().size == 1


@pytest.mark.django_db(transaction=True)
def test_sealing_inside_a_transaction_of_another_is_a_mistake(written):
    written(1)

    with pytest.raises(RuntimeError), transaction.atomic():
        seal()
