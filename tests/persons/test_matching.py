"""Who may be one person, found in the database: the same pairs and scores as in memory, kept in step by the worker."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction

from apps.accounts.models import Role
from apps.demo.crowd import Crowd
from apps.journal.models import Cursor
from apps.journal.sealing import seal
from apps.persons.finding import Counts, likes_of
from apps.persons.matching import hear_all, match_all, match_waiting
from apps.persons.merging import merge, tell_apart, undo
from apps.persons.models import Called, Heard, Resemblance, Sound, ToMatch
from apps.registry.likeness import People
from apps.registry.models import Digger
from apps.review.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(region):
    """Four hundred people in the register, of whom one in twenty is entered twice; as they stand in it."""
    people = Crowd(5, 400).people
    cases = [
        Case(kind="registry.digger", number=f"D-{at}", region=region, status="accepted") for at in range(len(people))
    ]
    Case.objects.bulk_create(cases)
    Digger.objects.bulk_create(
        Digger(
            case=case, number=case.number, region=region, participant=region.participant, status="accepted",
            names=one.names, nickname=one.nickname, sex=one.sex, birth_year=one.birth_year or 1980,
            birth_year_estimated=one.estimated, birthplace=one.place, legal_basis="legal_duty",
        )
        for case, one in zip(cases, people, strict=True)
    )  # fmt: skip
    return [
        one._replace(id=str(case.pk), birth_year=one.birth_year or 1980)
        for case, one in zip(cases, people, strict=True)
    ]


def worked():
    seal()
    match_waiting()


def pairs() -> dict[frozenset, int]:
    rows = Resemblance.objects.undecided().values_list("one__number", "other__number", "score")
    return {frozenset([one, other]): score for one, other, score in rows}


@pytest.fixture
def lookalikes(accepted):
    """Two entries that a reader would take for one person, among others who are not like them."""
    for at, names in enumerate(
        ["Moussa Banda", "Aristide Koumé", "Blandine Sessou", "Pierre Zoungrana", "Ali Traoré"] * 3
    ):
        accepted("digger", f"X-{at}", names=f"{names} {'abcdefghijklmno'[at] * 5}", birth_year=1950 + at)
    same = {"birth_year": 1984, "sex": "woman", "birthplace": "Loumé", "nickname": "Petite"}
    return [
        accepted("digger", "D-1", names="Kassandou Zibelda", **same),
        accepted("digger", "D-2", names="Zibelda Cassandu", **same),
    ]


def test_the_database_finds_whom_the_memory_finds(crowd, participant):
    register = People(crowd)
    hear_all()

    found = likes_of(Counts(participant.code), list(Heard.objects.all()))

    for one in crowd:
        expected = {like.id: (like.score, like.reasons) for like in register.like(one)}
        theirs = {like.id: like for like in found.get(one.id, [])}
        assert expected.keys() <= theirs.keys()
        assert all(theirs[key].score >= score for key, (score, _) in expected.items())


def test_it_finds_little_that_the_memory_does_not(crowd, participant):
    """A pair is scored from whichever side speaks louder; in memory each side finds for itself."""
    register = People(crowd)
    in_memory = {frozenset([one.id, like.id]) for one in crowd for like in register.like(one)}
    match_all()

    stored = {frozenset(map(str, pair)) for pair in Resemblance.objects.values_list("one", "other")}

    assert stored >= in_memory
    assert len(stored - in_memory) <= len(in_memory) // 20
    assert len(in_memory) > 15


def test_one_at_a_time_comes_to_the_same_as_all_at_once(crowd):
    match_all()
    at_once = pairs()
    Resemblance.objects.all().delete()

    ToMatch.objects.bulk_create(ToMatch(digger_id=one.id, place=1) for one in crowd)
    match_waiting()

    assert pairs() == at_once


def test_a_new_entry_is_compared_when_the_worker_comes_by(lookalikes):
    worked()

    assert list(pairs()) == [frozenset(["D-1", "D-2"])]
    assert not ToMatch.objects.exists()


def test_an_entry_that_is_corrected_is_compared_anew(lookalikes, registrar):
    worked()
    _first, second = lookalikes
    with transaction.atomic():
        Digger.objects.filter(pk=second.pk).update(names="Ferdinand Ouattara", nickname="", birthplace="", sex="man")
        second.case.refresh_from_db()
        second.case.answer(by=registrar, seen=second.case.version)

    worked()

    assert pairs() == {}


def test_a_rejected_entry_is_like_nobody(lookalikes, registrar):
    worked()
    second = lookalikes[1].case
    second.refresh_from_db()
    second.decide("returned", by=registrar, seen=second.version, reason="who?")
    second.refresh_from_db()
    second.decide("rejected", by=registrar, seen=second.version, reason="nobody")

    worked()

    assert not Resemblance.objects.exists()
    assert not Heard.objects.filter(digger=lookalikes[1].pk).exists()


def test_what_was_told_apart_is_not_asked_again(lookalikes, registrar):
    worked()
    first, second = lookalikes
    tell_apart(first, second, by=registrar, seen=versions(first, second))

    worked()
    match_all()

    assert pairs() == {}
    assert Resemblance.objects.apart().count() == 1


def test_a_person_told_apart_stays_so_under_another_entry(lookalikes, accepted, registrar):
    """X is not A, and A is B: nobody is asked whether X is B."""
    first, second = lookalikes
    third = accepted("digger", "D-3", names="Zibelda Kassandu", birth_year=1984, sex="woman", birthplace="Loumé")
    tell_apart(first, third, by=registrar, seen=versions(first, third))
    merge(first, into=second, by=registrar, seen=versions(first, second))

    worked()
    match_all()

    assert pairs() == {}


def test_a_merged_entry_still_finds_others_for_its_person(lookalikes, accepted, registrar):
    first, second = lookalikes
    merge(first, into=second, by=registrar, seen=versions(first, second))
    accepted("digger", "D-3", names="Kassandou Zibelda", birth_year=1984, sex="woman", birthplace="Loumé")

    worked()

    assert list(pairs()) == [frozenset(["D-2", "D-3"])]


def test_after_an_undo_the_pair_is_asked_about_again(lookalikes, registrar):
    first, second = lookalikes
    worked()
    merge(first, into=second, by=registrar, seen=versions(first, second))
    worked()
    assert pairs() == {}

    undo(Digger.objects.get(pk=first.pk), by=registrar, seen=versions(first, second))
    worked()

    assert list(pairs()) == [frozenset(["D-1", "D-2"])]


def test_the_counts_of_names_follow_the_register(crowd):
    hear_all()
    counted = {sound.pk: sound.bearers for sound in Sound.objects.all()}
    everyone = list(Called.objects.values_list("sound", flat=True))

    assert counted == {sound: everyone.count(sound) for sound in set(everyone)}


def test_the_follower_may_begin_again(lookalikes):
    worked()
    before = pairs()
    Cursor.objects.all().delete()

    worked()

    assert pairs() == before


def test_comparing_one_costs_the_same_number_of_questions_however_many_there_are(crowd, django_assert_max_num_queries):
    hear_all()
    ToMatch.objects.bulk_create(ToMatch(digger_id=one.id, place=1) for one in crowd[:50])

    with django_assert_max_num_queries(45):
        match_waiting()


def versions(*entries: Digger) -> dict:
    return dict(Case.objects.filter(pk__in=[one.pk for one in entries]).values_list("pk", "version"))


def test_pairs_of_two_regions_are_seen_by_who_sees_both(accepted, region, other_region, posted, registrar):
    same = {"names": "Kassandou Zibelda", "birth_year": 1984, "nickname": "Petite"}
    one = accepted("digger", "D-1", at=region, **same)
    other = accepted("digger", "D-2", at=other_region, **same)
    first, second = sorted([one.pk, other.pk])
    Resemblance.objects.create(one_id=first, other_id=second, score=9)

    seen = {
        who.username: Resemblance.objects.visible_to(who).count()
        for who in (registrar, posted("here", Role.SUPERVISOR, region), posted("there", Role.REGISTRAR, other_region))
    }

    assert seen == {"renee": 1, "here": 0, "there": 0}


def test_the_register_is_compared_anew_on_demand(lookalikes, capsys):
    call_command("match_register")

    assert capsys.readouterr().out.startswith("1 pairs may be one person")
    assert list(pairs()) == [frozenset(["D-1", "D-2"])]
