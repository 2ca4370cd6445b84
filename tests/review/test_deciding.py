"""How a record comes to count: one decision at a time, by somebody who did not write it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.review.models import Case, ChangedMeanwhile, Decision, Status
from apps.review.status import MOVES


@pytest.fixture
def case(recorded):
    return recorded("site", "S-9").case


def decide(case, status, by, reason="The point is missing."):
    return Case.objects.get(pk=case.pk).decide(status, by=by, seen=case.version, reason=reason)


def test_a_record_waits_until_it_is_accepted(case, supervisor):
    assert (case.status, case.record().status) == ("pending", "pending")

    decide(case, Status.ACCEPTED, supervisor)

    case.refresh_from_db()
    assert (case.status, case.record().status, case.version) == ("accepted", "accepted", 2)


def test_a_decision_says_who_and_which_version(case, supervisor):
    decision = decide(case, Status.RETURNED, supervisor, reason=" Which bend? ")

    assert (decision.by, decision.reason, decision.version) == (supervisor, "Which bend?", 2)


def test_a_decision_asks_little_of_the_database(case, supervisor, django_assert_max_num_queries):
    supervisor.postings_today  # noqa: B018 - read once a request

    with django_assert_max_num_queries(13):
        case.decide(Status.ACCEPTED, by=supervisor, seen=1)


def test_a_decision_is_in_the_journal_with_its_region(case, supervisor, region):
    decide(case, Status.ACCEPTED, supervisor)

    entry = Entry.objects.get(object_id=str(case.pk), verb="accepted")
    assert (entry.kind, entry.by, entry.version) == ("registry.site", f"user:{supervisor.pk}", 2)
    assert (entry.region_before, entry.region_after) == (region.pk, region.pk)


@pytest.mark.parametrize("status", [Status.RETURNED, Status.REJECTED])
def test_whoever_returns_or_rejects_says_why(case, supervisor, status):
    with pytest.raises(ValidationError, match="Say why"):
        decide(case, status, supervisor, reason="  ")


def test_what_changed_meanwhile_is_read_again(case, supervisor, registrar):
    decide(case, Status.RETURNED, registrar)

    with pytest.raises(ChangedMeanwhile):
        decide(case, Status.ACCEPTED, supervisor)
    assert Decision.objects.count() == 1


def test_an_officer_of_the_region_does_not_review(case, posted, region):
    with pytest.raises(ValidationError, match="do not review"):
        decide(case, Status.ACCEPTED, posted("koffi", Role.OFFICER, region))


def test_a_supervisor_of_another_region_does_not_review(case, other_supervisor):
    with pytest.raises(ValidationError, match="do not review"):
        decide(case, Status.ACCEPTED, other_supervisor)


def test_nobody_decides_what_he_captured(recorded, registrar):
    case = recorded("site", "S-9", by=registrar).case

    with pytest.raises(ValidationError, match="captured himself"):
        decide(case, Status.ACCEPTED, registrar)


def test_nobody_decides_what_he_amended(case, registrar):
    with transaction.atomic():
        amended = case.answer(by=registrar, seen=1)

    with pytest.raises(ValidationError, match="captured himself"):
        decide(amended, Status.ACCEPTED, registrar)


def test_nobody_decides_what_he_amended_though_others_amended_it_since(case, registrar, officer):
    with transaction.atomic():
        case.answer(by=registrar, seen=1)
        amended = case.answer(by=officer, seen=2)

    with pytest.raises(ValidationError, match="captured himself"):
        decide(amended, Status.ACCEPTED, registrar)


@pytest.mark.parametrize(
    ("now", "to"), [(now, to) for now, onward in MOVES.items() for to in Status if to not in onward]
)
def test_no_other_way_leads_from_a_status_to_another(case, now, to):
    case.status = now

    with transaction.atomic(), pytest.raises(ValidationError):
        case.move_to(to, by=None)


def test_a_reviewer_cannot_replace_a_record(case, supervisor):
    with pytest.raises(ValidationError, match="accepts, returns or rejects"):
        decide(case, Status.REPLACED, supervisor)


def test_a_returned_record_waits_again_when_its_officer_answers(case, supervisor, officer):
    decide(case, Status.RETURNED, supervisor)

    with transaction.atomic():
        answered = case.answer(by=officer, seen=2)

    assert (answered.status, answered.version, answered.record().status) == ("pending", 3, "pending")


def test_an_answer_is_in_the_journal_with_its_words_or_their_digest(case, supervisor, officer, tablet):
    with transaction.atomic():
        case.answer(by=officer, seen=1, tablet=tablet, digest=b"d" * 32)
        case.answer(by=supervisor, seen=2, words={"answers": {"name": "Bemba bend"}})

    first, second = Entry.objects.filter(verb="amended").order_by("pk")
    assert (first.tablet, bytes(first.digest)) == (str(tablet.pk), b"d" * 32)
    assert bytes(second.payload.body) == b'{"answers":{"name":"Bemba bend"}}'


def test_an_answer_to_an_older_version_is_told_so(case, supervisor, officer):
    decide(case, Status.RETURNED, supervisor)

    with transaction.atomic(), pytest.raises(ChangedMeanwhile):
        case.answer(by=officer, seen=1)


def test_a_rejected_record_cannot_be_answered(case, supervisor, officer):
    decide(case, Status.REJECTED, supervisor)

    with transaction.atomic(), pytest.raises(ValidationError, match="closed"):
        case.answer(by=officer, seen=2)


@pytest.mark.parametrize("wrong", [{"status": "lost"}, {"version": 0}])
def test_the_database_refuses_a_case_out_of_order(case, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**wrong)


def test_the_database_refuses_a_return_without_a_reason(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        case.decisions.create(status=Status.RETURNED, version=2)


def test_the_database_keeps_one_decision_a_version(case):
    case.decisions.create(status=Status.ACCEPTED, version=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        case.decisions.create(status=Status.ACCEPTED, version=2)
