"""Who may already be registered: how names sound, what is weighed, and that the tablet comes to the same."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.demo.crowd import KINDS, Crowd
from apps.registry.likeness import People, Person, half_bits
from apps.registry.sounds import a_slip_apart, sounds_of

CASES = json.loads((Path(__file__).parents[2] / "fixtures/conformance/likeness/cases.json").read_text())


def person(key: str, names: str, **said) -> Person:
    return Person(**{"id": key, "names": names, "sex": "man", "birth_year": 1980, "place": "Loumé", **said})


@pytest.fixture(scope="module")
def strangers() -> list[Person]:
    return Crowd(3, 2000).people


def score(strangers, one: Person, other: Person) -> int | None:
    """What the one scores as like the other among two thousand strangers; None where it is not worth showing."""
    found = {like.id: like.score for like in People([*strangers, other]).like(one)}
    return found.get(other.id)


@pytest.mark.parametrize("case", CASES["sounds"], ids=lambda case: case["names"] or "nothing")
def test_names_sound_as_on_the_tablet(case):
    assert list(sounds_of(case["names"])) == case["sounds"]


def test_scores_are_those_of_the_tablet():
    register = People(Person(**row) for row in CASES["people"])
    for case in CASES["cases"]:
        found = [like._asdict() | {"reasons": list(like.reasons)} for like in register.like(Person(**case["newcomer"]))]
        assert found == case["like"], case["newcomer"]
    assert sum(len(case["like"]) > 1 for case in CASES["cases"]) >= 2


@pytest.mark.parametrize(
    "ways",
    [
        ("Kassandou", "Cassandu", "KASANDOU", "kassandoo"),
        ("N’Dorani", "Ndorani", "N'dorani", "Dorani"),
        ("Chiamé", "Shiame", "Tchiamé"),
        ("Djibril", "Gibril", "Jibril"),
        ("Ouédraogo", "Wedraogo"),
        ("Gnassé", "Nyassé", "Nhasse"),
        ("Philippe", "Filipe"),
        ("Conceição", "Konseisao"),
        ("Kɔngɔ", "Congo"),
    ],
)
def test_one_name_in_the_spellings_of_three_languages_sounds_alike(ways):
    assert len({sounds_of(way) for way in ways}) == 1


@pytest.mark.parametrize(
    "names", [("Banda", "Manda"), ("Toukani", "Tokani"), ("Sandi", "Sanda"), ("Issoné", "Bissoné"), ("Loumé", "Lomé")]
)
def test_names_that_are_two_stay_two(names):
    assert len({sounds_of(name) for name in names}) == 2


def test_a_slip_is_one_letter_and_not_two():
    assert all(a_slip_apart("kasandu", slip) for slip in ("kasanud", "kasndu", "kosandu", "kasandus", "akasandu"))
    assert not any(a_slip_apart("kasandu", name) for name in ("kasandu", "kisondu", "kasan", "kasandura", "kasadnus"))
    assert not a_slip_apart("aba", "abo")


def test_rarity_is_in_half_bits_downwards():
    assert [half_bits(1000, share) for share in (1, 2, 500, 700, 1000, 2000, 0)] == [19, 17, 2, 1, 0, 0, 19]


def test_order_spelling_and_a_year_that_is_three_off_make_nobody_new(strangers):
    first = person("first", "Bénodi Kassandou Rissoko")
    exact = score(strangers, first._replace(id="again"), first)
    otherwise = score(strangers, person("again", "RISOKO Cassandu Benody", birth_year=1983), first)
    assert exact is not None
    assert otherwise is not None
    assert exact > otherwise >= 0


def test_a_nickname_may_stand_for_a_name(strangers):
    first = person("first", "Bénodi Kassandou", nickname="Longue-Main")
    assert score(strangers, person("again", "Longue-Main Kassandou"), first) is not None


def test_a_family_name_changes_by_marriage_and_a_mans_does_not(strangers):
    names = "Aluka Bélimo Kassandou", "Aluka Bélimo Rissoko"
    women = [person(key, one, sex="woman") for key, one in zip(("first", "again"), names, strict=True)]
    men = [one._replace(sex="man") for one in women]
    assert (score(strangers, women[1], women[0]) or -1) > (score(strangers, men[1], men[0]) or -1)


@pytest.mark.parametrize("other", [{"sex": "woman"}, {"birth_year": 1960}, {"place": "Issoné"}])
def test_another_sex_generation_or_village_makes_a_namesake_less_like(strangers, other):
    first = person("first", "Bénodi Kassandou")
    exact = score(strangers, first._replace(id="again"), first)
    assert exact is not None
    assert (score(strangers, first._replace(id="again", **other), first) or -1) <= exact - 8


def test_another_name_in_the_same_village_is_another_person(strangers):
    first = person("first", "Bénodi Kassandou")
    assert score(strangers, first._replace(id="again", names="Madouo Valéka"), first) is None


def test_nobody_is_like_himself_and_the_likeliest_come_first(strangers):
    register = People(strangers)
    for one in strangers[:200]:
        found = register.like(one)
        assert one.id not in {like.id for like in found}
        assert [like.score for like in found] == sorted((like.score for like in found), reverse=True)
        assert register.like(one, most=1) == found[:1]


def test_the_short_list_leaves_out_nobody_who_is_like(strangers):
    """What is found through the names that are shared is what comparing each with each finds."""
    few = strangers[:250]
    register = People(few)
    found = {(one.id, like.id) for one in few for like in register.like(one)}
    for one, other in combinations(few, 2):
        for a, b in ((one, other), (other, one)):
            compared = register.compared(register.heard[a.id], b.id)
            assert ((a.id, b.id) in found) == (compared.score >= 0), (a, b)


@pytest.mark.parametrize("seed", [11, 12])
def test_most_doubles_are_found_and_most_that_is_found_is_one(capsys, seed):
    call_command("match_report", "--seed", str(seed), "--size", "6000")
    said = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert float(said["recall"].split()[0]) >= 0.90
    assert float(said["precision"].split()[0]) >= 0.80
    assert set(KINDS) <= set(said)


def test_a_crowd_can_be_made_again_and_holds_what_it_says():
    one, again = Crowd(4, 1000), Crowd(4, 1000)
    assert (one.people, one.doubles) == (again.people, again.doubles)
    assert len({each.id for each in one.people}) == 1000
    entered = {each.id: each for each in one.people}
    assert len(one.doubles) == 50
    for double in one.doubles:
        first, second = entered[double.first], entered[double.second]
        assert first != second
        if double.kind == "birth_year":
            assert abs(first.birth_year - second.birth_year) in {2, 3, 4}
        if double.kind == "order":
            assert sorted(first.names.casefold().split()) == sorted(second.names.casefold().split())
