"""What refers to a record that has not come is held, and released when it comes, from whichever side."""

import pytest

from apps.journal.sealing import settle
from apps.ledger.models import Production, Purchase
from apps.registry.kinds import all_kinds, insert
from apps.review.journalling import note
from apps.sync.models import Held, Submission
from tests.sync.making import to

pytestmark = pytest.mark.django_db


def statuses():
    return list(Submission.objects.order_by("seq").values_list("status", flat=True))


def test_a_find_waits_for_its_site(door, writer):
    site = writer.create("site")

    [answer] = door.push(writer.create("production", site=to(site)))

    assert (answer["status"], answer["reason"]["code"]) == ("held", "waits")
    assert not Production.objects.exists()
    assert Held.objects.count() == 1


def test_what_waits_is_released_by_a_later_push(door, writer):
    site = writer.create("site")
    find = writer.create("production", site=to(site))
    door.push(find)

    assert door.statuses(site) == ["applied"]
    assert statuses() == ["applied", "applied"]
    assert Production.objects.get().site is not None
    assert not Held.objects.exists()


def test_what_was_held_and_released_is_a_duplicate_when_sent_again(door, writer):
    site = writer.create("site")
    find = writer.create("production", site=to(site))
    door.push(find)
    assert door.statuses(find) == ["held"]
    door.push(site)

    assert door.statuses(find) == ["duplicate"]


def test_one_release_brings_the_next(door, writer):
    site = writer.create("site")
    digger = writer.create("digger", site=to(site))
    find = writer.create("production", site=to(site), finder=to(digger))
    door.push(find)
    door.push(digger)
    assert statuses() == ["held", "held"]

    door.push(site)

    assert statuses() == ["applied"] * 3


def test_what_waits_for_two_is_held_until_both_are_here(door, writer):
    site, digger = writer.create("site"), writer.create("digger")
    door.push(writer.create("production", site=to(site), finder=to(digger)))

    door.push(site)
    assert not Production.objects.exists()
    door.push(digger)
    assert Production.objects.exists()


def test_another_tablet_brings_what_this_one_waits_for(door, writer, other_door, other_writer, officer, region):
    site = other_writer.create("site")
    door.push(writer.create("production", site=to(site)))

    other_door.push(site)

    find = Production.objects.get()
    assert find.case.captured_by == officer
    assert find.region.code == "LU"


def test_the_desk_brings_what_a_tablet_waits_for(door, writer, prepared, registrar):
    """A site that a clerk records at the ministry reaches the held find through the journal."""
    site = writer.create("site")
    door.push(writer.create("production", site=to(site)))
    [made] = kind_made(prepared, to(site)["id"])

    insert([made])
    note("created", made.record.case, by=registrar)
    settle()

    assert Production.objects.get().site.number == "S-77"
    assert statuses() == ["applied"]


def test_the_follower_may_be_told_twice(door, writer, prepared, registrar):
    site = writer.create("site")
    door.push(writer.create("production", site=to(site)), site)

    settle()
    settle()

    assert Production.objects.count() == 1


def test_what_is_released_and_cannot_be_used_goes_to_quarantine(door, writer, digger):
    """It waited for a site; what comes under that mark is a digger."""
    wrong = writer.create("digger")
    door.push(writer.create("production", site=to(wrong)))
    assert statuses() == ["held"]

    door.push(wrong)

    assert sorted(statuses()) == ["applied", "quarantined"]


def test_a_sale_with_its_find_releases_what_refers_to_the_find(door, writer, site, digger, buyer):
    find = writer.new_id()
    named = {"seller": {"id": str(digger.pk)}, "buyer": {"id": str(buyer.pk)}, "site": {"id": str(site.pk)}}
    later = writer.create("purchase", **named, production={"id": find})
    first = writer.create("purchase", **named, with_find=True, find_id=find, find_number="G-1")

    assert door.statuses(later) == ["held"]
    assert door.statuses(first) == ["applied"]
    assert Purchase.objects.count() == 2


def kind_made(prepared, record):
    return all_kinds()["site"].make([prepared("site", "S-77", record=record)])
