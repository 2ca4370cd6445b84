"""Two registrars at once over one person: one is done, the other is told what happened, and neither waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from apps.persons.merging import merge, tell_apart, undo
from apps.registry.models import Digger
from apps.review.models import Case, ChangedMeanwhile

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


@pytest.fixture
def at_once():
    """Let each of these act at the same moment, on a connection of its own; what each raised, if anything."""

    def run(*acts):
        together = Barrier(len(acts))

        def alone(act):
            together.wait()
            try:
                act()
            except ValidationError as error:
                return error
            finally:
                connection.close()
            return None

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(alone, acts, timeout=60))

    return run


def versions(*entries: Digger) -> dict:
    return dict(Case.objects.filter(pk__in=[one.pk for one in entries]).values_list("pk", "version"))


def fresh(entry: Digger) -> Digger:
    return Digger.objects.select_related("person", "region", "case").get(pk=entry.pk)


def said(answers) -> list[str]:
    return [message for answer in answers if answer is not None for message in answer.messages]


def test_of_two_merges_of_one_person_one_stands_and_the_other_is_told(at_once, accepted, registrar, posted, country):
    second = posted("aline", "registrar", country, first_name="Aline", last_name="Sow")
    one, other, third = (accepted("digger", f"D-{at}") for at in range(3))
    for _ in range(ROUNDS):
        one, other, third = map(fresh, (one, other, third))
        seen = versions(one, other, third)

        answers = at_once(
            lambda one=one, other=other, seen=seen: merge(one, into=other, by=registrar, seen=seen),
            lambda other=other, third=third, seen=seen: merge(other, into=third, by=second, seen=seen),
        )

        assert sorted(map(type, answers), key=str) == sorted([type(None), ChangedMeanwhile], key=str)
        [sentence] = said(answers)
        assert "Found to be the same person as another entry, by" in sentence
        [pointing] = Digger.objects.exclude(person=None).select_related("person")
        undo(pointing, by=registrar, seen=versions(pointing, pointing.person))


def test_two_that_would_each_let_the_other_stand_do_not_lock_each_other_out(at_once, accepted, registrar):
    one, other = accepted("digger", "D-1"), accepted("digger", "D-2")
    for _ in range(ROUNDS):
        one, other = fresh(one), fresh(other)
        seen = versions(one, other)

        answers = at_once(
            lambda one=one, other=other, seen=seen: merge(one, into=other, by=registrar, seen=seen),
            lambda one=one, other=other, seen=seen: merge(other, into=one, by=registrar, seen=seen),
        )

        assert sum(answer is None for answer in answers) == 1
        [pointing] = Digger.objects.exclude(person=None).select_related("person")
        undo(pointing, by=registrar, seen=versions(pointing, pointing.person))


def test_an_undo_and_a_second_merge_at_once_lose_nothing(at_once, accepted, registrar):
    one, other, third = (accepted("digger", f"D-{at}") for at in range(3))
    merge(one, into=other, by=registrar, seen=versions(one, other))
    seen = versions(one, other, third)

    answers = at_once(
        lambda: undo(fresh(one), by=registrar, seen=seen),
        lambda: merge(fresh(third), into=fresh(other), by=registrar, seen=seen),
    )

    assert sum(answer is None for answer in answers) == 1
    pointers = dict(Digger.objects.values_list("number", "person__number"))
    undone = {"D-0": None, "D-1": None, "D-2": None}
    assert pointers == (undone if answers[0] is None else {**undone, "D-0": "D-1", "D-2": "D-1"})


def test_one_says_the_same_and_the_other_says_not(at_once, accepted, registrar):
    one, other = accepted("digger", "D-1"), accepted("digger", "D-2")
    seen = versions(one, other)

    answers = at_once(
        lambda: merge(fresh(one), into=fresh(other), by=registrar, seen=seen),
        lambda: tell_apart(fresh(one), fresh(other), by=registrar, seen=seen),
    )

    assert sum(answer is None for answer in answers) == 1
