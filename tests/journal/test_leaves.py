from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import transaction

from apps.journal.leaves import canonical, leaf_of
from apps.journal.models import Entry
from apps.journal.writing import Act, write

AT = datetime(2026, 11, 24, 10, 2, 11, tzinfo=UTC)


def entry(**changed):
    named = {"pk": 7, "at": AT, "verb": "créé", "kind": "tests.site", "object_id": "KO-0142", "by": "user:12"}
    return Entry(**{**named, "region_after": 4, "version": 1, "digest": b"\x01" * 32, **changed})


def test_the_bytes_of_an_entry_never_change():
    assert canonical(entry()).decode() == (
        '{"at":"2026-11-24T10:02:11.000000+00:00","by":"user:12",'
        '"digest":"0101010101010101010101010101010101010101010101010101010101010101",'
        '"entry":7,"format":1,"kind":"tests.site","object":"KO-0142","region_after":4,"region_before":null,'
        '"tablet":"","verb":"créé","version":1}'
    )


def test_the_bytes_do_not_depend_on_the_zone():
    elsewhere = AT.astimezone(timezone(timedelta(hours=1)))

    assert canonical(entry(at=elsewhere)) == canonical(entry())


@pytest.mark.parametrize("field", ["pk", "at", "verb", "kind", "object_id", "by", "tablet", "version"])
def test_every_field_is_part_of_the_leaf(field):
    other = {"pk": 8, "at": AT + timedelta(microseconds=1), "version": 2}.get(field, "other")

    assert leaf_of(entry(**{field: other})) != leaf_of(entry())


@pytest.mark.parametrize("field", ["region_before", "region_after", "digest"])
def test_an_empty_field_is_part_of_the_leaf(field):
    assert leaf_of(entry(**{field: None})) != leaf_of(entry(**{field: b"\x02" * 32 if field == "digest" else 0}))


@pytest.mark.django_db
def test_an_entry_read_back_has_the_bytes_it_was_written_with():
    with transaction.atomic():
        written = write(Act("created", "tests.site", "Gbadolité", digest=b"d" * 32, region_before=-1))

    assert canonical(Entry.objects.get()) == canonical(written)
