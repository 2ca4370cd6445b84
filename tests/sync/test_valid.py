"""Whose number is valid in the whole country, as each tablet carries it: exactly, and nothing of whose it is."""

import json
from base64 import b64decode
from datetime import timedelta
from gzip import compress
from random import Random

import pytest
from django.utils import timezone

from apps.persons.erasing import ask as ask_erasure
from apps.persons.erasing import confirm
from apps.persons.merging import merge, undo
from apps.places.models import Participant
from apps.quantities.numbers import with_check
from apps.registry.models import Digger
from apps.review.models import Case, Status
from apps.statements.keeping import forget
from apps.sync.papers.pieces import is_among, pieces_of
from apps.sync.papers.valid import valid_in
from tests.sync.valid_numbers import FILE, NOT_VALID, VALID

VALID_PATH, NUMBERS = "/api/sync/v1/valid/", "/api/sync/v1/numbers/"
# Vitest reads the same file with the tablet's own code.
SHARED = json.loads(FILE.read_text())
PIECES = {name: b64decode(content) for name, content in SHARED["pieces"].items()}


def test_the_cases_are_what_is_written_today():
    assert (SHARED["valid"], SHARED["not_valid"]) == (VALID, NOT_VALID)
    assert pieces_of(VALID) == PIECES


@pytest.mark.parametrize("number", VALID)
def test_a_number_of_whatever_shape_is_found(number):
    assert is_among(number, PIECES)


@pytest.mark.parametrize("number", NOT_VALID)
def test_a_number_that_nobody_has_is_not_found(number):
    assert not is_among(number, PIECES)


def test_what_follows_no_other_is_not_told_word_for_word():
    assert not [name for name in PIECES if "KO" in name or "lodie" in name]
    assert all(len(content) % 4 == 0 for content in PIECES.values())


@pytest.mark.parametrize("seed", range(5))
def test_of_random_numbers_those_and_no_others_are_valid(seed):
    chance = Random(seed)
    shapes = [lambda n: with_check(f"{n % 7}-{n:05d}"), lambda n: f"K-{n:06d}", lambda n: f"{n}", lambda n: f"{n}/K"]
    every = {chance.choice(shapes)(chance.randrange(3000)) for _ in range(4000)}
    valid = {number for number in every if chance.random() < 0.5}
    pieces = pieces_of(valid)
    assert {number for number in every if is_among(number, pieces)} == valid


def test_a_hundred_thousand_are_told_in_little_and_a_change_in_less():
    """Ninety tablets, of whose numbers one in three is a digger's."""
    chance = Random(1)
    numbers = [with_check(f"{tablet}-{n:05d}") for tablet in range(90) for n in range(3400) if chance.random() < 1 / 3]
    before = pieces_of(numbers)
    after = pieces_of([*numbers, *(with_check(f"{tablet}-04000") for tablet in range(90))])
    changed = [content for name, content in after.items() if before.get(name) != content]

    assert len(numbers) > 100_000
    assert len(compress(b"".join(before.values()))) < 50_000
    assert len(changed) == 90
    assert sum(map(len, changed)) < 12_000


# -- the door -------------------------------------------------------------------------------------------------------


@pytest.fixture
def carries(client, other_door):
    """Which of these numbers a tablet of another region takes for valid once it has fetched the list anew."""

    def fetched(*numbers):
        forget()
        pieces = told(client, other_door, names(client, other_door))
        return [is_among(number, pieces) for number in numbers]

    return fetched


def asked(client, door, known=""):
    return client.get(VALID_PATH, {"known": known}, **door.headers).json()


def names(client, door):
    return list(asked(client, door)["pieces"])


def told(client, door, wanted):
    body = {"names": wanted}
    answer = client.post(VALID_PATH, body, content_type="application/json", **door.headers)
    assert answer.status_code == 200, answer.content
    return {name: b64decode(piece["content"]) for name, piece in answer.json()["pieces"].items()}


def test_a_tablet_of_another_region_knows_who_is_valid_and_nothing_else(client, digger, carries, other_door):
    assert carries("D-1", "D-2") == [True, False]

    said = str(asked(client, other_door)) + str(told(client, other_door, names(client, other_door)))
    assert "Marie" not in said
    assert "D-1" not in said


def test_who_was_rejected_is_not_valid(recorded, registrar, carries):
    digger = recorded("digger", "D-9")
    assert carries("D-9") == [True]

    digger.case.decide(Status.REJECTED, by=registrar, seen=digger.case.version, reason="Twice.")

    assert carries("D-9") == [False]


def test_who_was_merged_into_another_is_not_valid_until_that_is_undone(recorded, posted, country, carries):
    keeper = posted("rosa", "registrar", country)
    one, other = recorded("digger", "D-8"), recorded("digger", "D-9")
    merge(one, into=other, by=keeper, seen={each.pk: each.case.version for each in (one, other)})
    merged = carries("D-8", "D-9")
    again = Digger.objects.get(pk=one.pk)
    undo(again, by=keeper, seen={each.pk: Case.objects.get(pk=each.pk).version for each in (one, other)})

    assert merged == [False, True]
    assert carries("D-8", "D-9") == [True, True]


def test_who_was_erased_is_not_valid_and_the_office_says_the_same(
    client, digger, posted, country, carries, other_door, licence
):
    licence.delete()
    asks, confirms = posted("rosa", "registrar", country), posted("sita", "registrar", country)
    erasure = ask_erasure(digger, why="asked", by=asks, seen=digger.case.version)
    confirm(erasure, by=confirms)
    said = client.post(NUMBERS, {"number": "D-1"}, content_type="application/json", **other_door.headers).json()

    assert carries("D-1") == [False]
    assert said["valid"] is False


def test_who_knows_the_list_is_told_that_it_is_the_same(client, digger, other_door):
    first = asked(client, other_door)

    again = asked(client, other_door, known=first["name"])

    assert (again["name"], again["pieces"]) == (first["name"], None)


def test_the_country_is_read_once_for_all_who_ask(client, digger, door, other_door, django_assert_num_queries):
    with django_assert_num_queries(1):
        listed = valid_in("XA")()

    for each in (door, other_door):
        told(client, each, names(client, each))

    assert valid_in("XA")() is listed


def test_a_piece_that_there_is_none_of_is_left_out_and_too_many_are_refused(client, digger, other_door):
    many = {"names": [f"#{n}" for n in range(201)]}

    assert told(client, other_door, ["#zz", "__proto__/0", "D-000000/7"]) == {}
    assert client.post(VALID_PATH, many, content_type="application/json", **other_door.headers).status_code == 400


def test_an_officer_without_a_posting_is_told_nothing(client, other_door, other_officer, digger):
    other_officer.postings.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert client.get(VALID_PATH, **other_door.headers).status_code == 403
    assert client.post(VALID_PATH, {"names": []}, **other_door.headers).status_code == 403


def test_another_countrys_numbers_are_not_told(client, digger, other_door):
    Digger.objects.update(participant=Participant.objects.create(code="XB", name_en="Beland", name_fr="Béland"))

    assert asked(client, other_door)["pieces"] == {}
