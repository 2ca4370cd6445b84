"""What is named in the rows of an answer is looked up, waited for and refused as any other reference is."""

from __future__ import annotations

import pytest

from apps.ledger.models import Production, ProductionFinder
from apps.sync.models import Held, Submission
from tests.sync.conftest import said
from tests.sync.making import to

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(door, writer):
    """A site and a digger who are here already."""
    site, digger = writer.create("site"), writer.create("digger")
    door.push(site, digger)
    return site, digger


def test_finders_by_id_and_by_number_are_the_same_people(door, writer, known):
    site, digger = known
    number = said(digger)["answers"]["number"]

    door.push(writer.create("production", site=to(site), finders=[{"digger": to(digger), "parts": 1}]))
    door.push(writer.create("production", site=to(site), finders=[{"digger": {"number": number}, "parts": 1}]))

    assert ProductionFinder.objects.values_list("digger__number", flat=True).distinct().get() == number


def test_a_find_waits_for_a_finder_whom_nobody_has_sent_yet(door, writer, known):
    site, digger = known
    late = writer.create("digger")
    find = writer.create("production", site=to(site), finders=[{"digger": to(digger)}, {"digger": to(late)}])

    assert door.statuses(find) == ["held"]
    assert not Production.objects.exists()
    assert door.statuses(late) == ["applied"]
    assert ProductionFinder.objects.count() == 2
    assert not Held.objects.exists()


def test_a_finder_may_come_in_the_same_push(door, writer, known):
    site, _ = known
    digger = writer.create("digger")
    find = writer.create("production", site=to(site), finders=[{"digger": to(digger)}])

    assert door.statuses(find, digger) == ["applied", "applied"]


def test_who_finds_is_a_digger_and_no_site(door, writer, known):
    site, _ = known

    [answer] = door.push(writer.create("production", site=to(site), finders=[{"digger": to(site)}]))

    assert (answer["status"], answer["reason"]["code"]) == ("quarantined", "kind")
    assert "finders" not in answer["reason"]["sentence"]


def test_a_number_that_nobody_has_is_applied_and_flagged(door, writer, known):
    site, _ = known

    assert door.statuses(writer.create("production", site=to(site), finders=[{"digger": {"number": "D-999"}}])) == [
        "applied"
    ]
    assert ProductionFinder.objects.get().digger_written == "D-999"
    assert Production.objects.get().case.flags.filter(code="unknown_number").exists()


def test_a_class_of_no_table_is_kept_aside_word_for_word(door, writer, size_classes, known):
    site, _ = known
    rows = [{"class": "nobodys.1.11", "carats": "0.40"}]

    [answer] = door.push(writer.create("production", site=to(site), sizes=rows))

    assert (answer["status"], answer["reason"]["code"]) == ("quarantined", "answers")
    assert Submission.objects.get(status="quarantined").as_text().count("nobodys.1.11") == 1


def test_a_find_that_is_taken_back_takes_its_rows_with_it(door, writer, size_classes, known):
    site, digger = known
    rows = [{"class": "dtc-sieve-rough.1.11", "carats": "0.40"}]
    few = {"carats": "0.40", "largest_stone": None, "stones": None}
    find = writer.create("production", site=to(site), **few, sizes=rows, finders=[{"digger": to(digger)}])
    assert door.statuses(find) == ["applied"]
    old = Production.objects.get()

    event = writer.write("production", "void", {}, replaces=str(old.pk))

    assert door.statuses(event) == ["applied"]
    void = Production.objects.get(void=True)
    assert (void.sized_carats, void.finder_count, void.sizes.count(), void.finders.count()) == (None, 0, 0, 0)
