"""Two entries of one person: a pointer from the one to the other, back again, and nothing else rewritten."""

from __future__ import annotations

from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from apps.accounts.models import Role
from apps.figures import diggers, purchases
from apps.figures.rollup import roll_up
from apps.journal.guards import standing
from apps.journal.models import Entry
from apps.ledger.models import Purchase
from apps.persons import guards
from apps.persons.merging import ask_again, merge, tell_apart, undo
from apps.persons.models import Resemblance
from apps.quantities.periods import Period
from apps.registry.models import Digger
from apps.review.models import Case, ChangedMeanwhile

pytestmark = pytest.mark.django_db


def versions(*entries: Digger) -> dict:
    return dict(Case.objects.filter(pk__in=[one.pk for one in entries]).values_list("pk", "version"))


def fresh(entry: Digger) -> Digger:
    return Digger.objects.select_related("person").get(pk=entry.pk)


@pytest.fixture
def two(accepted):
    return accepted("digger", "E-1", roles=["digging"]), accepted("digger", "E-2", roles=["digging"])


@pytest.fixture
def merged(two, registrar):
    one, other = two
    merge(one, into=other, by=registrar, seen=versions(one, other))
    return fresh(one), fresh(other)


def registered(code="2026-Q4"):
    rows = roll_up(diggers.found(Period.parse(code)))
    return max((row.count("diggers_registered", known="people_known") or 0 for row in rows.values()), default=0)


def test_a_merge_points_from_one_entry_to_the_one_that_stands(merged):
    one, other = merged

    assert one.person == other
    assert other.person is None


def test_a_merged_person_counts_once(two, registrar):
    one, other = two
    assert registered() == 2

    merge(one, into=other, by=registrar, seen=versions(one, other))

    assert registered() == 1


def test_a_person_counts_from_the_day_of_the_first_of_his_entries(two, registrar):
    one, other = two
    Case.objects.filter(pk=one.pk).update(captured_on="2026-08-01")

    merge(one, into=other, by=registrar, seen=versions(one, other))

    assert registered("2026-Q3") == 1


def test_an_undo_after_a_sale_leaves_the_sale_with_the_number_on_the_slip(merged, sold, registrar):
    one, other = merged
    sale = sold("R-9", "1.25", seller=one)

    undo(one, by=registrar, seen=versions(one, other))

    assert fresh(one).person is None
    assert Purchase.objects.get(pk=sale.pk).seller == one
    assert registered() == 2


def test_both_entries_tell_of_the_merge_and_of_its_undoing(merged, registrar):
    one, other = merged
    undo(one, by=registrar, seen=versions(one, other))

    for entry in merged:
        told = Entry.objects.filter(object_id=str(entry.pk), by=f"user:{registrar.pk}").order_by("pk")
        assert list(told.values_list("verb", flat=True))[-2:] == ["merged", "unmerged"]


@pytest.mark.parametrize("act", ["merge", "tell_apart"])
def test_who_comes_second_is_told_what_happened_meanwhile(two, registrar, posted, country, act):
    one, other = two
    seen = versions(one, other)
    first = posted("aline", Role.REGISTRAR, country, first_name="Aline", last_name="Sow")
    merge(one, into=other, by=first, seen=seen)

    with pytest.raises(ChangedMeanwhile) as raised:
        merge(other, into=one, by=registrar, seen=seen) if act == "merge" else tell_apart(
            one, other, by=registrar, seen=seen
        )

    [sentence] = raised.value.messages
    assert sentence.startswith("E-")
    assert "Found to be the same person as another entry, by Aline Sow." in sentence


def refused(act) -> str:
    with pytest.raises(ValidationError) as raised:
        act()
    return raised.value.messages[0]


def test_whom_others_point_to_points_to_nobody(merged, accepted, registrar):
    third = accepted("digger", "E-3")
    one, other = merged

    assert "Let it stand" in refused(lambda: merge(other, into=third, by=registrar, seen=versions(other, third)))
    assert "merged already" in refused(lambda: merge(one, into=third, by=registrar, seen=versions(one, third)))
    assert "merged already" in refused(lambda: merge(third, into=one, by=registrar, seen=versions(one, third)))


def test_an_accepted_entry_is_not_merged_into_one_that_does_not_count(two, recorded, registrar):
    pending = recorded("digger", "E-3")
    one, _ = two

    assert "let the accepted entry stand" in refused(
        lambda: merge(one, into=pending, by=registrar, seen=versions(one, pending))
    )
    merge(pending, into=one, by=registrar, seen=versions(one, pending))
    assert registered() == 2


def test_who_stands_for_others_is_not_rejected(merged, supervisor):
    _, other = merged
    case = other.case
    case.decide("returned", by=supervisor, seen=case.version, reason="who?")

    case.refresh_from_db()
    with pytest.raises(ValidationError, match="Undo that first"):
        case.decide("rejected", by=supervisor, seen=case.version, reason="nobody")


def test_what_was_told_apart_is_merged_only_after_that_is_taken_back(two, registrar):
    one, other = two
    tell_apart(one, other, by=registrar, seen=versions(one, other))
    assert "two people" in refused(lambda: merge(one, into=other, by=registrar, seen=versions(one, other)))

    ask_again(one, other, by=registrar, seen=versions(one, other))
    merge(one, into=other, by=registrar, seen=versions(one, other))

    assert fresh(one).person == other


def test_telling_apart_twice_says_that_it_was_said(two, registrar):
    one, other = two
    tell_apart(one, other, by=registrar, seen=versions(one, other))

    assert "already" in refused(lambda: tell_apart(one, other, by=registrar, seen=versions(one, other)))
    pair = Resemblance.objects.get()
    assert (pair.apart_by, pair.score) == (registrar, 0)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.LICENSING, Role.AUDITOR])
def test_only_who_keeps_the_register_merges(two, posted, country, role):
    one, other = two
    who = posted("somebody", role, country)

    assert "do not keep the register" in refused(lambda: merge(one, into=other, by=who, seen=versions(one, other)))


def test_people_of_two_regions_are_settled_by_who_keeps_both(accepted, posted, region, other_region, registrar):
    one, other = accepted("digger", "E-1", at=region), accepted("digger", "E-2", at=other_region)
    here = posted("here", Role.REGISTRAR, region)

    assert "both regions" in refused(lambda: merge(one, into=other, by=here, seen=versions(one, other)))
    merge(one, into=other, by=registrar, seen=versions(one, other))

    assert fresh(one).person == other


# -- the database's own rules ---------------------------------------------------------------------------------------


def test_the_guards_stand():
    assert guards.GUARDS[connection.vendor].keys() <= standing(connection)


def test_the_database_refuses_a_chain_in_either_direction(two, accepted):
    one, other = two
    third = accepted("digger", "E-3")
    Digger.objects.filter(pk=one.pk).update(person=other)

    for pointing, at in ((other, third), (third, one)):
        with pytest.raises(IntegrityError, match="one_step"), transaction.atomic():
            Digger.objects.filter(pk=pointing.pk).update(person=at)


def test_the_database_refuses_who_points_to_himself(two):
    one, _ = two

    with pytest.raises(IntegrityError), transaction.atomic():
        Digger.objects.filter(pk=one.pk).update(person=one)


# -- any order of work -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_figures_are_those_of_an_oracle_whatever_is_merged_undone_and_sold(seed, accepted, sold, registrar):
    chance = Random(seed)
    entries = [accepted("digger", f"E-{at}", roles=["digging"]) for at in range(6)]
    person: dict = {}
    sales: dict = {}
    for step in range(30):
        one, other = (fresh(entry) for entry in chance.sample(entries, 2))
        match chance.choice(["merge", "merge", "undo", "sell"]):
            case "merge":
                allowed = one.pk not in {*person, *person.values()} and other.pk not in person
                assert allowed == does(merge, one, into=other, by=registrar, seen=versions(one, other))
                person |= {one.pk: other.pk} if allowed else {}
            case "undo":
                seen = versions(one, *filter(None, [one.person]))
                assert (one.pk in person) == does(undo, one, by=registrar, seen=seen)
                person.pop(one.pk, None)
            case "sell":
                sale = sold(f"R-{step}", "1.25", seller=one)
                sale.case.decide("accepted", by=registrar, seen=sale.case.version)
                sales[sale.pk] = one.pk
        assert registered() == len(entries) - len(person)
    assert dict(Purchase.objects.values_list("pk", "seller")) == sales
    assert dict(Digger.objects.exclude(person=None).values_list("pk", "person")) == person
    assert bought() == len(sales) * 125


def bought() -> int:
    rows = roll_up(purchases.found(Period.parse("2026-Q4")))
    return max((int(100 * (row.amount("purchased") if row["purchased"] else 0)) for row in rows.values()), default=0)


def does(act, *args, **given) -> bool:
    try:
        act(*args, **given)
    except ValidationError:
        return False
    return True
