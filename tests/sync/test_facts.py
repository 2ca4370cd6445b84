"""Facts that an officer records more rarely: sent like the others, with their flags, and corrected by another."""

from decimal import Decimal

import pytest

from apps.ledger.models import Purchase, Resale, StockCount
from apps.registry.kinds import all_kinds
from apps.review.models import Status
from tests.sync.conftest import said
from tests.sync.making import to

pytestmark = pytest.mark.django_db
FORMS = ["resale", "stock_count", "transfer"]


@pytest.fixture(params=FORMS)
def form(request):
    return request.param


def model_of(form):
    return all_kinds()[form].model


def flags(record):
    return sorted(record.case.flags.standing().values_list("code", flat=True))


def test_a_fact_waits_for_review_where_its_officer_is_posted(door, writer, form, officer, region):
    [answer] = door.push(writer.create(form))

    case = model_of(form).objects.get().case
    assert (answer["status"], answer["reason"]) == ("applied", None)
    assert (case.status, case.captured_by, case.region) == (Status.PENDING, officer, region)


def test_a_fact_sent_twice_is_one(door, writer, form):
    event = writer.create(form)

    assert [*door.statuses(event), *door.statuses(event)] == ["applied", "duplicate"]
    assert model_of(form).objects.count() == 1


def test_a_correction_takes_the_place_of_the_fact(door, writer, form, registrar):
    first = writer.create(form)
    door.push(first)
    answers = {**said(first)["answers"], "number": "N-2", "carats": "7.25"}

    [answer] = door.push(writer.write(form, "replace", answers, replaces=to(first)["id"], seen=1))

    record = model_of(form).objects.get(number="N-2")
    assert (answer["status"], record.carats, str(record.replaces_id)) == ("applied", Decimal("7.25"), to(first)["id"])
    record.case.decide(Status.ACCEPTED, by=registrar, seen=1)
    assert list(model_of(form).objects.counting()) == [record]


def test_a_fact_that_is_taken_back_leaves_nothing_to_count(door, writer, form, registrar):
    first = writer.create(form)
    door.push(first)

    [answer] = door.push(writer.write(form, "void", {}, replaces=to(first)["id"], seen=1))

    end = model_of(form).objects.get(void=True)
    end.case.decide(Status.ACCEPTED, by=registrar, seen=1)
    assert (answer["status"], end.carats) == ("applied", Decimal(0))
    assert list(model_of(form).objects.counting()) == []


def test_a_count_of_a_buyer_who_comes_with_it_is_applied(door, writer):
    buyer = writer.create("buyer")
    count = writer.create("stock_count", level="buyer", place=None, buyer=to(buyer), carats="0.00")

    assert door.statuses(count, buyer) == ["applied", "applied"]
    assert (StockCount.objects.get().buyer.number, flags(StockCount.objects.get())) == (
        said(buyer)["answers"]["number"],
        [],
    )


def test_a_count_waits_for_a_buyer_who_has_not_come(door, writer):
    buyer = writer.create("buyer")
    count = writer.create("stock_count", level="buyer", place=None, buyer=to(buyer))

    assert door.statuses(count) == ["held"]
    assert door.statuses(buyer) == ["applied"]
    assert StockCount.objects.get().buyer.number == said(buyer)["answers"]["number"]


def test_two_counts_of_one_safe_in_one_batch_flag_the_second(door, writer):
    first, second = (writer.create("stock_count", place="Safe") for _ in range(2))

    door.push(first, second)

    assert [flags(count) for count in StockCount.objects.order_by("number")] == [[], ["counted_before"]]


def test_the_receipt_of_a_resale_is_not_used_again_for_a_first_sale(door, writer):
    written = {"seller": {"number": "D-1"}, "buyer": {"number": "B-1"}, "origin_known": False, "number": "R-1"}

    door.push(writer.create("resale", number="R-1"))
    door.push(writer.create("purchase", **written))

    assert "duplicate_receipt" in flags(Purchase.objects.get(stage="first"))
    assert "duplicate_receipt" not in flags(Resale.objects.get())
