"""Two entries that prove to be one person: each tablet knows the person once, and the number of either leads there."""

import pytest

from apps.accounts.models import Role
from apps.journal.sealing import settle
from apps.ledger.models import Purchase
from apps.persons.merging import merge, undo
from apps.registry.models import Digger
from apps.review.models import Case, Status
from tests.sync.conftest import said
from tests.sync.pages import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(posted, country):
    """She keeps the register of every region."""
    return posted("rosa", Role.REGISTRAR, country)


@pytest.fixture
def join(keeper):
    """The second entry stands for both; `apart` takes it back."""

    def one_person(entry, other):
        seen = dict(Case.objects.filter(pk__in=[entry.pk, other.pk]).values_list("pk", "version"))
        merge(Digger.objects.get(pk=entry.pk), into=Digger.objects.get(pk=other.pk), by=keeper, seen=seen)
        settle()

    return one_person


@pytest.fixture
def apart(keeper):
    def two_people(entry, other):
        seen = dict(Case.objects.filter(pk__in=[entry.pk, other.pk]).values_list("pk", "version"))
        undo(Digger.objects.get(pk=entry.pk), by=keeper, seen=seen)
        settle()

    return two_people


@pytest.fixture
def two(accepted):
    entries = accepted("digger", "E-1"), accepted("digger", "E-2")
    settle()
    return entries


@pytest.fixture
def strangers(accepted, other_region):
    """An entry in Kolo, and one in Lubi."""
    entries = accepted("digger", "E-1"), accepted("digger", "E-2", at=other_region)
    settle()
    return entries


def known(page):
    """By number, the numbers that lead there; None for what is taken away."""
    told = rows(page, "digger").values()
    return {row["number"]: [line.split(" ", 1)[1] for line in row["others"].split("\n") if line] for row in told if row}


def taken(page):
    return {key for key, row in rows(page, "digger").items() if row is None}


def test_a_merged_entry_is_taken_away_and_its_number_leads_to_the_one_that_stands(door, two, join):
    cursor = door.pull()["cursor"]

    join(*two)

    page = door.pull(cursor)
    assert known(page) == {"E-2": ["E-1"]}
    assert taken(page) == {str(two[0].pk)}
    assert rows(page, "digger")[str(two[1].pk)]["others"] == f"{two[0].pk} E-1"


def test_who_loads_the_register_after_a_merge_finds_the_person_once(door, two, join):
    join(*two)

    assert known(door.pull()) == {"E-2": ["E-1"]}
    [table] = [one for one in door.pull(tables=5000)["tables"] if one["kind"] == "digger"]
    assert (table["rows"], table["columns"]["others"]) == (1, [f"{two[0].pk} E-1"])


def test_what_is_undone_brings_the_entry_back(door, two, join, apart):
    join(*two)
    cursor = door.pull()["cursor"]

    apart(*two)

    assert known(door.pull(cursor)) == known(door.pull()) == {"E-1": [], "E-2": []}


def test_of_an_entry_that_is_merged_and_changed_the_one_that_stands_is_told_anew(door, two, join, registrar):
    join(*two)
    cursor = door.pull()["cursor"]
    case = Case.objects.get(pk=two[0].pk)
    for status in (Status.RETURNED, Status.REJECTED):
        case.decide(status, by=registrar, seen=case.version, reason="Twice.")
        case.refresh_from_db()
    settle()

    assert known(door.pull(cursor)) == {"E-2": []}


def test_a_tablet_that_does_not_see_the_one_that_stands_knows_the_person_by_the_other(
    door, other_door, strangers, join, apart
):
    here, there = door.pull()["cursor"], other_door.pull()["cursor"]
    join(*strangers)

    assert known(door.pull(here)) == known(door.pull()) == {"E-1": []}
    assert known(other_door.pull(there)) == known(other_door.pull()) == {"E-2": ["E-1"]}

    there = other_door.pull(there)["cursor"]
    apart(*strangers)
    assert known(other_door.pull(there)) == {"E-2": []}


def test_a_person_who_moves_to_where_the_merged_entry_stands_is_known_once(
    door, strangers, join, accepted, region, keeper
):
    join(*strangers)
    cursor = door.pull()["cursor"]
    standing = Digger.objects.get(pk=strangers[1].pk)
    standing.region = region
    standing.save(update_fields=["region"])
    standing.case.answer(by=keeper, seen=standing.case.version)
    settle()

    page = door.pull(cursor)
    assert known(page) == {"E-2": ["E-1"]}
    assert taken(page) == {str(strangers[0].pk)}


def test_a_sale_that_names_the_merged_entry_is_taken_and_keeps_its_number(door, writer, two, join, buyer, site):
    named = {"seller": two[0], "buyer": buyer, "site": site}
    sale = writer.create("purchase", **{code: {"id": str(other.pk)} for code, other in named.items()})
    join(*two)

    assert door.statuses(sale) == ["applied"]
    assert Purchase.objects.get().seller == two[0]


def test_what_an_officer_changed_in_his_own_entry_is_taken_after_it_was_merged(door, writer, two, join):
    registered = writer.create("digger")
    door.push(registered)
    own, before = Digger.objects.get(pk=said(registered)["record"]), said(registered)["answers"]
    change = writer.write("digger", "amend", {**before, "nickname": "Lolo"}, record=str(own.pk), seen=1, before=before)
    join(own, two[1])

    assert door.statuses(change) == ["applied"]
    own.refresh_from_db()
    assert (own.nickname, own.person) == ("Lolo", two[1])
