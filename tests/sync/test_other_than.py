"""Whom an officer saw beside the digger he registers, and said to be somebody else: kept, and never a way in."""

from __future__ import annotations

import uuid

import pytest

from apps.registry.models import Digger
from apps.sync.events import MOST_LIKE, MOST_OTHERS
from apps.sync.models import Submission
from tests.sync.conftest import said

pytestmark = pytest.mark.django_db

SOMEBODY = "0193a000-0000-7000-8000-000000000001"
HIMSELF = "0193a000-0000-7000-8000-00000000000f"


def several(number):
    return {str(uuid.UUID(int=one)): one for one in range(number)}


@pytest.mark.parametrize("others", [None, {}, {SOMEBODY: 0}, {SOMEBODY: MOST_LIKE}, several(MOST_OTHERS)])
def test_what_the_officer_said_is_kept_word_for_word(door, writer, others):
    event = writer.write("digger", "create", writer.digger(), other_than=others)

    assert door.statuses(event, event) == ["applied", "duplicate"]
    assert Digger.objects.count() == 1
    assert bytes(Submission.objects.get().body) == event["bytes"].encode()


@pytest.mark.parametrize(
    "others",
    [
        *([SOMEBODY], SOMEBODY, 1, True, [], ""),
        *({"D-1": 3}, {SOMEBODY.upper(): 3}, {f"{SOMEBODY}\n": 3}, {"": 3}),
        *({SOMEBODY: score} for score in (-1, MOST_LIKE + 1, 2.0, True, "7", None, {}, 10**30)),
        {SOMEBODY: 3, "<script>": 3},
        several(MOST_OTHERS + 1),
        {HIMSELF: 3},
    ],
)
def test_anything_but_a_few_ids_with_a_score_is_kept_and_not_used(door, writer, others):
    answers = writer.digger()
    [answer] = door.push(writer.write("digger", "create", answers, record=HIMSELF, other_than=others))

    assert (answer["status"], answer["reason"]["code"]) == ("quarantined", "unreadable")
    assert not Digger.objects.exists()
    assert Submission.objects.quarantined().count() == 1


def test_only_of_a_digger_who_is_new(door, writer):
    made = writer.create("digger")
    again = writer.write(
        "digger", "amend", said(made)["answers"], record=said(made)["record"], seen=1, other_than={SOMEBODY: 3}
    )
    site = writer.write("site", "create", writer.site(), other_than={SOMEBODY: 3})

    assert door.statuses(made, again, site) == ["applied", "quarantined", "quarantined"]
