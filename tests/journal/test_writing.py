from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import transaction

from apps.journal.models import Entry, Payload, Unsealed
from apps.journal.writing import Act, write, write_all

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which():
    write(Act("decided", "tests.find", "0190", by="user:12", version=3, region_before=4, region_after=5))

    entry = Entry.objects.get()
    assert (entry.verb, entry.kind, entry.object_id, entry.by) == ("decided", "tests.find", "0190", "user:12")
    assert (entry.version, entry.region_before, entry.region_after) == (3, 4, 5)


def test_entries_come_back_in_the_order_they_were_given():
    written = write_all(Act("created", "tests.site", str(number)) for number in range(200))

    assert [entry.object_id for entry in Entry.objects.order_by("pk")] == [str(number) for number in range(200)]
    assert [entry.pk for entry in written] == list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def test_every_entry_awaits_the_sealer():
    written = write_all(Act("created", "tests.site", str(number)) for number in range(3))

    assert set(Unsealed.objects.values_list("pk", flat=True)) == {entry.pk for entry in written}


def test_a_push_of_fifty_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        write_all(Act("created", "tests.site", str(number), digest=b"d" * 32) for number in range(50))


def test_nothing_to_write_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert write_all([]) == []


def test_the_entry_holds_the_salted_hash_of_its_payload():
    entry = write(Act("created", "tests.site", "KO-0142", payload=b"what was said"))

    payload = Payload.objects.get()
    assert bytes(payload.body) == b"what was said"
    assert entry.digest == sha256(bytes(payload.salt) + b"what was said").digest()


def test_the_same_words_twice_have_different_hashes():
    acts = [Act("created", "tests.site", "KO-0142", payload=b"what was said")] * 2

    first, second = write_all(acts)

    assert first.digest != second.digest


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_its_act_is_a_mistake():
    with pytest.raises(RuntimeError):
        write(Act("created", "tests.site", "KO-0142"))


@pytest.mark.django_db(transaction=True)
def test_an_act_that_did_not_happen_leaves_no_entry():
    with transaction.atomic():
        write(Act("created", "tests.site", "KO-0142"))
        transaction.set_rollback(True)

    assert not Entry.objects.exists()
    assert not Unsealed.objects.exists()
