"""Two reviewers at once: one decides, the other is told to look again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from apps.review.models import Case, ChangedMeanwhile, Decision, Status

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_once():
    """Let each of these act at the same moment, on a connection of its own; what each answered or raised."""

    def run(*acts):
        together = Barrier(len(acts))

        def alone(act):
            together.wait()
            try:
                return act()
            except ValidationError as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(alone, acts))

    return run


def test_only_one_of_two_decisions_is_taken(at_once, recorded, supervisor, registrar):
    case = recorded("site", "S-1").case

    answers = at_once(
        lambda: case.decide(Status.ACCEPTED, by=supervisor, seen=1),
        lambda: Case.objects.get(pk=case.pk).decide(Status.RETURNED, by=registrar, seen=1, reason="Which bend?"),
    )

    assert {type(answer) for answer in answers} == {ChangedMeanwhile, Decision}
    assert Decision.objects.count() == 1


def test_one_number_is_accepted_once_even_at_the_same_moment(at_once, recorded, supervisor, registrar):
    first, second = recorded("buyer", "B-1").case, recorded("buyer", "B-1").case

    answers = at_once(
        lambda: first.decide(Status.ACCEPTED, by=supervisor, seen=1),
        lambda: second.decide(Status.ACCEPTED, by=registrar, seen=1),
    )

    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert Case.objects.accepted().count() == 1
