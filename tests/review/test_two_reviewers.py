"""Two reviewers at once: one decides, the other is told to look again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import override

from apps.accounts.models import Role
from apps.inspections.models import Revisit
from apps.journal.models import Entry
from apps.review.models import Case, ChangedMeanwhile, Decision, SecondReview, Status

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once():
    """Let each of these act at the same moment, on a connection of its own; what each answered or raised."""

    def run(*acts):
        together = Barrier(len(acts))

        def alone(act):
            together.wait()
            try:
                # As each request is, in the language of whoever asks.
                with override("en"):
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
    decision = Decision.objects.get()
    [told] = [" ".join(answer.messages) for answer in answers if isinstance(answer, ChangedMeanwhile)]
    assert f"{decision.get_status_display()}, by {decision.by}." in told


def test_of_two_first_reviewers_one_passes_it_on(at_once, recorded, supervisor, registrar):
    SecondReview.objects.create(code="sites", kind="registry.site", why="new")
    case = recorded("site", "S-1").case

    answers = at_once(
        lambda: case.decide(Status.ACCEPTED, by=supervisor, seen=1),
        lambda: Case.objects.get(pk=case.pk).decide(Status.ACCEPTED, by=registrar, seen=1),
    )

    assert {type(answer) for answer in answers} == {ChangedMeanwhile, type(None)}
    case.refresh_from_db()
    assert (case.status, case.version, case.first_by in {supervisor, registrar}) == (Status.PENDING, 2, True)


def test_of_two_second_reviewers_one_decides(at_once, recorded, supervisor, registrar, posted, country):
    SecondReview.objects.create(code="sites", kind="registry.site", why="new")
    case = recorded("site", "S-1").case
    case.decide(Status.ACCEPTED, by=supervisor, seen=1)
    other = posted("odile", Role.REGISTRAR, country)

    answers = at_once(
        lambda: case.decide(Status.ACCEPTED, by=registrar, seen=2),
        lambda: Case.objects.get(pk=case.pk).decide(Status.RETURNED, by=other, seen=2, reason="Which bend?"),
    )

    assert {type(answer) for answer in answers} == {ChangedMeanwhile, Decision}
    assert Decision.objects.get().first_by == supervisor


@pytest.fixture
def passed_on(recorded, supervisor):
    SecondReview.objects.create(code="sites", kind="registry.site", why="new")
    case = recorded("site", "S-1").case
    case.decide(Status.ACCEPTED, by=supervisor, seen=1)
    return case


def test_what_is_taken_back_while_the_second_decides_is_one_or_the_other(at_once, passed_on, supervisor, registrar):
    answers = at_once(
        lambda: Case.objects.get(pk=passed_on.pk).take_back(by=supervisor, seen=2, reason="Which bend?"),
        lambda: Case.objects.get(pk=passed_on.pk).decide(Status.ACCEPTED, by=registrar, seen=2),
    )

    [told] = [" ".join(answer.messages) for answer in answers if isinstance(answer, ChangedMeanwhile)]
    passed_on.refresh_from_db()
    taken = passed_on.status == Status.PENDING
    assert (f"Taken back from the second reviewer, by {supervisor}." if taken else f"Accepted, by {registrar}.") in told
    assert (passed_on.version, passed_on.first_by) == (3, None)


def test_of_two_who_take_it_back_one_does(at_once, passed_on, supervisor, posted, region):
    other = posted("kadi", Role.SUPERVISOR, region)

    answers = at_once(
        lambda: Case.objects.get(pk=passed_on.pk).take_back(by=supervisor, seen=2, reason="Which bend?"),
        lambda: Case.objects.get(pk=passed_on.pk).take_back(by=other, seen=2, reason="Which bank?"),
    )

    assert {type(answer) for answer in answers} == {ChangedMeanwhile, type(None)}
    assert Entry.objects.filter(verb="taken_back").count() == 1


def test_an_officer_who_corrects_at_the_same_moment_is_not_overwritten(at_once, recorded, supervisor, officer):
    case = recorded("site", "S-1").case

    def correct():
        with transaction.atomic():
            return Case.objects.get(pk=case.pk).answer(by=officer, seen=1)

    answers = at_once(lambda: case.decide(Status.ACCEPTED, by=supervisor, seen=1), correct)

    assert sum(isinstance(answer, ChangedMeanwhile) for answer in answers) == 1
    case.refresh_from_db()
    assert case.version == 2


def test_of_two_who_hand_out_a_revisit_one_does(at_once, accepted, supervisor, registrar, posted, region, site):
    find = accepted("production", "F-1", site=site)
    Revisit.objects.create(case=find.case, first_officer=find.case.captured_by)
    one, other = (posted(name, Role.OFFICER, region) for name in ("bintou", "kadi"))
    seen = [Revisit.objects.select_related("case__region").get() for _ in range(2)]

    answers = at_once(
        lambda: seen[0].hand_out(one, by=supervisor),
        lambda: seen[1].hand_out(other, by=registrar),
    )

    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Entry.objects.filter(verb="handed_out").count() == 1


def test_one_number_is_accepted_once_even_at_the_same_moment(at_once, recorded, supervisor, registrar):
    first, second = recorded("buyer", "B-1").case, recorded("buyer", "B-1").case

    answers = at_once(
        lambda: first.decide(Status.ACCEPTED, by=supervisor, seen=1),
        lambda: second.decide(Status.ACCEPTED, by=registrar, seen=1),
    )

    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert Case.objects.accepted().count() == 1
