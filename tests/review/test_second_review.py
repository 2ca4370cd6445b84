"""Two who decide: the first finds a record right and passes it on, the second, another person, makes it count."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.models import Entry, Payload
from apps.ledger.models import Production
from apps.places.models import Participant
from apps.review.journalling import note
from apps.review.models import Case, ChangedMeanwhile, Decision, SecondReview, Status
from apps.review.story import story_of


@pytest.fixture
def rule(db):
    """A rule of a second review: `rule("registry.licence", "new")`."""

    def make(kind, why, **given):
        code = f"{kind}-{why}-{len(given)}".replace(".", "-")
        return SecondReview.objects.create(code=code, kind=kind, why=why, **given)

    return make


@pytest.fixture
def heavy(rule, found):
    rule("ledger.production", "carats", carats=Decimal(50))
    return found("F-1", "80.00").case


def decide(case, by, status=Status.ACCEPTED, reason=""):
    now = Case.objects.get(pk=case.pk)
    return now.decide(status, by=by, seen=now.version, reason=reason)


def now(case):
    return Case.objects.get(pk=case.pk)


def test_the_first_of_two_passes_it_on_and_nothing_counts_yet(heavy, supervisor):
    assert decide(heavy, supervisor) is None

    case = now(heavy)
    assert (case.status, case.first_by, case.version) == (Status.PENDING, supervisor, 2)
    assert not Production.objects.counting().exists()
    assert not Decision.objects.filter(case=case).exists()


def test_the_second_makes_it_count_and_both_are_named(heavy, supervisor, registrar):
    decide(heavy, supervisor)

    decision = decide(heavy, registrar)

    assert (decision.first_by, decision.by) == (supervisor, registrar)
    assert (now(heavy).status, now(heavy).first_by) == (Status.ACCEPTED, None)
    assert Production.objects.counting().get().carats == 80


def test_the_second_may_return_it(heavy, supervisor, registrar):
    decide(heavy, supervisor)

    decide(heavy, registrar, Status.RETURNED, "Weigh it again.")

    assert (now(heavy).status, now(heavy).first_by) == (Status.RETURNED, None)


def test_nobody_is_both(heavy, registrar):
    decide(heavy, registrar)

    with pytest.raises(ValidationError, match="Another reviewer decides"):
        decide(heavy, registrar)


def test_the_second_is_a_registrar(heavy, supervisor, posted, region):
    decide(heavy, supervisor)

    with pytest.raises(ValidationError, match="a registrar decides"):
        decide(heavy, posted("kadi", Role.SUPERVISOR, region))


def test_whoever_wrote_it_is_neither(rule, found, registrar, supervisor):
    rule("ledger.production", "carats", carats=Decimal(50))
    case = found("F-1", "80.00", by=registrar).case
    decide(case, supervisor)

    with pytest.raises(ValidationError, match="captured himself"):
        decide(case, registrar)


def test_a_return_needs_one(heavy, supervisor):
    assert decide(heavy, supervisor, Status.RETURNED, "Weigh it again.").status == Status.RETURNED


def test_less_weight_needs_one(heavy, found, supervisor):
    assert decide(found("F-2", "49.99").case, supervisor).status == Status.ACCEPTED


def test_a_large_weight_is_not_made_small_by_one(heavy, found, supervisor, registrar):
    decide(heavy, supervisor)
    decide(heavy, registrar)

    correction = found("F-2", "0.80", replaces=heavy.record())

    assert decide(correction.case, supervisor) is None


def test_the_find_that_a_sale_made_is_looked_at_with_it(rule, sold_with_find, supervisor, registrar):
    rule("ledger.production", "carats", carats=Decimal(1))

    assert decide(sold_with_find.case, supervisor) is None
    decide(sold_with_find.case, registrar)

    assert set(Decision.objects.values_list("case__number", "first_by__username")) >= {
        ("F-1", "salif"),
        ("R-1", "salif"),
    }


def test_a_licence_is_new_until_it_was_accepted(rule, licence, recorded, supervisor, registrar):
    rule("registry.licence", "new")
    with transaction.atomic():
        amended = now(licence.case).answer(by=supervisor, seen=licence.case.version)

    assert amended.asks_for_two([]) == []
    assert recorded("licence", "L-2", site="S-9").case.asks_for_two([]) == ["it was never accepted before"]


@pytest.mark.parametrize("verb", ["settled", "merged"])
def test_what_was_done_since_it_was_accepted_asks_for_two(rule, digger, registrar, verb):
    rule("", verb)
    assert digger.case.asks_for_two([]) == []

    with transaction.atomic():
        note(verb, digger.case, by=registrar)

    assert len(digger.case.asks_for_two([])) == 1


def test_other_words_wait_for_both_again(rule, recorded, supervisor, officer):
    rule("registry.licence", "new")
    case = recorded("licence", "L-2").case
    decide(case, supervisor)

    with transaction.atomic():
        now(case).answer(by=officer, seen=2)

    assert now(case).first_by is None


def test_a_countrys_own_rule_takes_the_place_of_the_common_one(heavy, rule, participant, supervisor):
    rule("ledger.production", "carats", carats=Decimal(100), participant=participant)

    assert decide(heavy, supervisor).status == Status.ACCEPTED


def test_a_country_may_ask_for_one(heavy, rule, participant, supervisor):
    rule("ledger.production", "carats", carats=Decimal(1), participant=participant, asked=False)

    assert decide(heavy, supervisor).status == Status.ACCEPTED


def test_another_countrys_rule_is_not_ours(rule, found, supervisor):
    other = Participant.objects.create(code="XB", name_en="B", name_fr="B", source="imaginary")
    rule("ledger.production", "carats", carats=Decimal(1), participant=other)

    assert decide(found("F-1", "80.00").case, supervisor).status == Status.ACCEPTED


def test_passing_on_is_in_the_journal(heavy, supervisor):
    decide(heavy, supervisor)

    entry = Entry.objects.get(object_id=str(heavy.pk), verb="passed_on")
    assert (entry.by, entry.version) == (f"user:{supervisor.pk}", 2)


# -- taken back ------------------------------------------------------------------------------------------------------


@pytest.fixture
def passed_on(heavy, supervisor):
    decide(heavy, supervisor)
    return heavy


def take_back(case, by, *, seen=2, reason="The slip says 8.00."):
    return now(case).take_back(by=by, seen=seen, reason=reason)


def test_whoever_passed_it_on_takes_it_back_to_his_queue(passed_on, supervisor, registrar):
    take_back(passed_on, supervisor)

    case = now(passed_on)
    assert (case.status, case.first_by, case.first_at, case.version) == (Status.PENDING, None, None, 3)
    assert Case.objects.waiting_for(supervisor).filter(pk=case.pk).exists()
    assert not Case.objects.passed_on().exists()


def test_why_it_is_taken_back_is_in_the_journal_and_in_the_history(passed_on, supervisor):
    take_back(passed_on, supervisor, reason=" The slip says 8.00. ")

    entry = Entry.objects.get(object_id=str(passed_on.pk), verb="taken_back")
    assert (entry.by, entry.version) == (f"user:{supervisor.pk}", 3)
    told = [(line.verb, line.why) for line in story_of(passed_on.pk)]
    assert told[-2:] == [
        ("Passed on to a second reviewer", ""),
        ("Taken back from the second reviewer", "The slip says 8.00."),
    ]


def test_what_was_said_and_then_forgotten_is_no_longer_told(passed_on, supervisor):
    take_back(passed_on, supervisor)
    Payload.objects.filter(entry__verb="taken_back").delete()

    assert [line.why for line in story_of(passed_on.pk)][-1] == ""


def test_another_supervisor_of_the_region_takes_it_back_too(passed_on, posted, region):
    take_back(passed_on, posted("kadi", Role.SUPERVISOR, region))

    assert now(passed_on).first_by is None


def test_it_still_needs_two_who_are_two(passed_on, supervisor, registrar):
    take_back(passed_on, supervisor)

    assert decide(passed_on, supervisor) is None
    assert decide(passed_on, registrar).first_by == supervisor


def test_a_registrar_takes_back_what_he_passed_on_himself(heavy, registrar):
    decide(heavy, registrar)

    take_back(heavy, registrar)

    assert now(heavy).first_by is None


def test_who_is_the_second_decides_and_takes_nothing_back(passed_on, registrar):
    with pytest.raises(ValidationError, match="accept, return or reject it"):
        take_back(passed_on, registrar)


def test_nobody_of_another_region_takes_it_back(passed_on, other_supervisor):
    with pytest.raises(ValidationError, match="do not review"):
        take_back(passed_on, other_supervisor)


def test_whoever_wrote_it_does_not_take_it_back(rule, found, registrar, posted, region):
    rule("ledger.production", "carats", carats=Decimal(50))
    wrote = posted("kadi", Role.SUPERVISOR, region)
    case = found("F-1", "80.00", by=wrote).case
    decide(case, registrar)

    with pytest.raises(ValidationError, match="captured himself"):
        take_back(case, wrote)


def test_whoever_takes_it_back_says_why(passed_on, supervisor):
    with pytest.raises(ValidationError, match="Say why"):
        take_back(passed_on, supervisor, reason="  ")


def test_what_nobody_passed_on_is_not_taken_back(heavy, supervisor):
    with pytest.raises(ValidationError, match="no second reviewer"):
        take_back(heavy, supervisor, seen=1)


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.RETURNED, Status.REJECTED])
def test_nothing_is_taken_back_that_the_second_has_decided(passed_on, supervisor, registrar, status):
    decide(passed_on, registrar, status, "Weigh it again.")

    with pytest.raises(ChangedMeanwhile, match=f"{status.label}, by {registrar}"):
        take_back(passed_on, supervisor)
    with pytest.raises(ValidationError, match="no second reviewer"):
        take_back(passed_on, supervisor, seen=3)
    assert now(passed_on).status == status


# -- the queue -------------------------------------------------------------------------------------------------------


def test_each_finds_what_waits_for_him(heavy, found, supervisor, registrar, auditor):
    other = found("F-2", "0.80").case
    decide(heavy, supervisor)

    waiting = lambda who: {case.number for case in Case.objects.visible_to(who).waiting_for(who)}  # noqa: E731

    assert waiting(supervisor) == waiting(auditor) == {other.number}
    assert waiting(registrar) == {heavy.number, other.number}
    assert [case.number for case in Case.objects.passed_on()] == [heavy.number]


def test_many_rules_ask_as_little_as_one(heavy, rule, supervisor, django_assert_max_num_queries):
    for kind in ("registry.site", "registry.digger", "ledger.purchase"):
        rule(kind, "new")
    rule("", "settled")

    with django_assert_max_num_queries(4):
        assert len(heavy.asks_for_two([])) == 1


# -- the database ----------------------------------------------------------------------------------------------------


def test_only_what_is_pending_is_half_reviewed(heavy, registrar):
    decided = Case.objects.exclude(pk=heavy.pk).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=decided.pk).update(first_by=registrar, first_at=timezone.now())


def test_half_a_review_has_its_moment(heavy, registrar):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=heavy.pk).update(first_by=registrar)


def test_nobody_reviews_his_own_first(heavy, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=heavy.pk).update(first_by=officer, first_at=timezone.now())


def test_two_reviewers_are_two_persons(heavy, registrar):
    with pytest.raises(IntegrityError), transaction.atomic():
        heavy.decisions.create(status=Status.ACCEPTED, by=registrar, first_by=registrar, version=2)


@pytest.mark.parametrize("wrong", [{"why": "carats"}, {"why": "new", "carats": Decimal(5)}, {"why": "mood"}])
def test_a_rule_says_from_which_weight(rule, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        rule("registry.site", **wrong)


def test_there_is_one_rule_for_a_kind_and_a_reason(rule):
    rule("registry.site", "new")

    with pytest.raises(IntegrityError), transaction.atomic():
        SecondReview.objects.create(code="again", kind="registry.site", why="new")
