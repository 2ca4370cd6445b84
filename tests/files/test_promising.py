"""What an event's list of files may say, and that saying it again changes nothing."""

from __future__ import annotations

import pytest

from apps.files.models import Attachment, Blob, Sent
from apps.files.promising import MOST_FILES, File, files_in
from apps.files.receiving import take
from tests.files.conftest import photo

GOOD = {"sha256": "ab" * 32, "size": 300_000, "type": "image/jpeg", "field": "photo"}


def test_a_list_of_files_is_read():
    assert files_in([GOOD, GOOD]) == [File("ab" * 32, 300_000, "image/jpeg", "photo")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "../../etc/passwd"},
        {"sha256": "AB" * 32},
        {"sha256": None},
        {"size": 0},
        {"size": -1},
        {"size": 2**63},
        {"size": "300"},
        {"size": True},
        {"field": "../photo"},
        {"field": "x" * 41},
        {"field": 1},
    ],
)
def test_what_is_no_promise_of_a_file_is_none(wrong):
    assert files_in([{**GOOD, **wrong}]) == []


@pytest.mark.parametrize("said", [None, 1, "x", {}, [1], [[]], [{}]])
def test_what_is_no_list_of_files_promises_nothing(said):
    assert files_in(said) == []


def test_an_unknown_type_is_forgotten_since_the_bytes_decide():
    assert files_in([{**GOOD, "type": "text/html; x"}])[0].type == ""


def test_one_event_promises_so_many_files_and_no_more():
    assert len(files_in([{**GOOD, "size": n + 1} for n in range(50)])) == MOST_FILES


def test_promising_again_is_the_same_promise(promised):
    first = promised(photo())
    again = promised(photo(), record=Attachment.objects.get().record)

    assert first == again
    assert (Sent.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_picture_is_seen_by_who_sees_a_record_that_shows_it(promised, supervisor, other_supervisor):
    content = photo()
    take(promised(content), offset=0, piece=content)

    assert Blob.objects.visible_to(supervisor).count() == 1
    assert Blob.objects.visible_to(other_supervisor).count() == 0
