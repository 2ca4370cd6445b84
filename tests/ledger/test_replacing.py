"""A fact is corrected by another that takes its place; what was replaced counts no more, and nothing counts twice."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Sum

from apps.ledger.models import Production, Purchase
from apps.review.models import Case, Status


@pytest.fixture
def decide(registrar):
    def decide(record, status=Status.ACCEPTED):
        case = Case.objects.get(pk=record.pk)
        return case.decide(status, by=registrar, seen=case.version, reason="Read again.")

    return decide


def counted(model=Production):
    return model.objects.counting().aggregate(carats=Sum("carats"))["carats"]


def statuses(*records):
    return [Case.objects.get(pk=record.pk).status for record in records]


def test_a_pending_fact_does_not_count(found):
    found("F-1", "1.25")

    assert counted() is None


def test_an_accepted_fact_counts_once(found, decide):
    decide(found("F-1", "1.25"))

    assert counted() == Decimal("1.25")


def test_a_correction_takes_the_place_of_what_it_corrects(found, decide):
    wrong = found("F-1", "12.50")
    decide(wrong)
    right = found("F-2", "1.25", replaces=wrong)
    assert counted() == Decimal("12.50")

    decide(right)

    assert statuses(wrong, right) == ["replaced", "accepted"]
    assert counted() == Decimal("1.25")


def test_a_rejected_correction_leaves_the_fact_standing(found, decide):
    fact = found("F-1", "1.25")
    decide(fact)

    decide(found("F-2", "2.25", replaces=fact), Status.REJECTED)

    assert counted() == Decimal("1.25")


def test_a_returned_correction_answered_by_another_replaces_both(found, decide):
    fact = found("F-1", "1.00")
    decide(fact)
    first = found("F-2", "2.00", replaces=fact)
    decide(first, Status.RETURNED)

    second = found("F-3", "3.00", replaces=first)
    decide(second)

    assert statuses(fact, first, second) == ["replaced", "replaced", "accepted"]
    assert counted() == Decimal("3.00")


def test_a_fact_has_one_standing_correction(found):
    fact = found("F-1", "1.25")
    found("F-2", "2.25", replaces=fact)

    with pytest.raises(IntegrityError), transaction.atomic():
        found("F-3", "3.25", replaces=fact)


def test_a_rejected_correction_makes_room_for_another(found, decide):
    fact = found("F-1", "1.25")
    decide(found("F-2", "2.25", replaces=fact), Status.REJECTED)

    decide(found("F-3", "3.25", replaces=fact))

    assert counted() == Decimal("3.25")


def test_what_is_closed_cannot_be_corrected(found, decide):
    fact = found("F-1", "1.25")
    correction = found("F-2", "2.25", replaces=fact)
    decide(fact, Status.REJECTED)

    with pytest.raises(ValidationError, match="closed already"):
        decide(correction)


def test_a_fact_does_not_replace_itself(found):
    fact = found("F-1", "1.25")

    with pytest.raises(IntegrityError), transaction.atomic():
        Production.objects.filter(pk=fact.pk).update(replaces=fact)


def test_a_void_correction_ends_a_fact_and_counts_nothing(found, decide):
    fact = found("F-1", "1.25")
    decide(fact)
    end = found("F-2", "0", replaces=fact)
    Production.objects.filter(pk=end.pk).update(void=True)

    decide(end)

    assert counted() is None


def test_a_find_is_decided_with_its_purchase(sold_with_find, decide):
    decide(sold_with_find)

    assert (counted(Purchase), counted(Production)) == (Decimal("1.25"), Decimal("1.25"))


def test_a_find_is_returned_with_its_purchase(sold_with_find, decide):
    decide(sold_with_find, Status.RETURNED)

    assert statuses(Production.objects.get()) == ["returned"]


def test_a_find_is_not_decided_alone(sold_with_find, decide):
    with pytest.raises(ValidationError, match="decided with its purchase R-1"):
        decide(Production.objects.get())


def test_a_corrected_purchase_takes_its_old_find_with_it(sold, sold_with_find, decide):
    decide(sold_with_find)
    old = Production.objects.get()
    right = sold("R-2", "0.25", replaces=sold_with_find, with_find=True, find_id=uuid4(), find_number="F-2")

    decide(right)

    assert statuses(old, sold_with_find, right) == ["replaced", "replaced", "accepted"]
    assert (counted(Purchase), counted(Production)) == (Decimal("0.25"), Decimal("0.25"))


def test_a_corrected_purchase_may_keep_its_find(sold, sold_with_find, decide):
    decide(sold_with_find)
    find = Production.objects.get()

    decide(sold("R-2", "1.25", replaces=sold_with_find, production=find))

    assert statuses(find) == ["accepted"]
    assert (counted(Purchase), counted(Production)) == (Decimal("1.25"), Decimal("1.25"))


def test_what_is_claimed_now_leaves_out_what_a_correction_claims_better(found):
    fact = found("F-1", "1.25")
    found("F-2", "2.25", replaces=fact)

    assert [find.number for find in Production.objects.current()] == ["F-2"]
