"""Carats and money are exact in filters, sums and arithmetic, whatever the database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db.models import Avg, Case, F, Max, Min, OuterRef, Subquery, Sum, Value, When

from apps.ledger.models import Production, Purchase
from apps.quantities.fields import CaratsField


@pytest.fixture
def finds(found):
    return [found(f"F-{carats}", carats) for carats in ("0.10", "0.20", "1494769.87")]


def test_a_weight_comes_back_as_it_was_written(found):
    assert Production.objects.get(pk=found("F-1", "28.80").pk).carats == Decimal("28.80")


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ({"carats": Decimal("0.1")}, ["F-0.10"]),
        ({"carats__gt": Decimal("0.10")}, ["F-0.20", "F-1494769.87"]),
        ({"carats__in": [Decimal("0.10"), Decimal("0.20")]}, ["F-0.10", "F-0.20"]),
        ({"carats__range": (Decimal("0.15"), Decimal(1))}, ["F-0.20"]),
        ({"carats__lte": F("largest_stone")}, []),
    ],
)
def test_weights_are_compared_as_decimals(finds, condition, numbers):
    matching = Production.objects.filter(**condition).order_by("number")

    assert [find.number for find in matching] == numbers


def test_a_third_decimal_is_refused_in_a_filter(finds):
    with pytest.raises(ValidationError):
        Production.objects.filter(carats=Decimal("0.105")).exists()


def test_tenths_add_up_exactly(finds):
    total = Production.objects.aggregate(all=Sum("carats"), least=Min("carats"), most=Max("carats"))

    assert total == {"all": Decimal("1494770.17"), "least": Decimal("0.10"), "most": Decimal("1494769.87")}


def test_nothing_adds_up_to_none(db):
    assert Production.objects.aggregate(all=Sum("carats"))["all"] is None


def test_an_average_is_refused_because_it_is_not_exact(finds):
    with pytest.raises(FieldError):
        Production.objects.aggregate(Avg("carats"))


def test_carats_are_added_and_multiplied_in_the_database(finds):
    doubled = Production.objects.annotate(
        twice=F("carats") * 2, more=F("carats") + Value(Decimal("0.05"), CaratsField()), none=F("carats") - F("carats")
    ).get(number="F-0.10")

    assert (doubled.twice, doubled.more, doubled.none) == (Decimal("0.20"), Decimal("0.15"), Decimal(0))


def test_an_update_counts_in_carats(finds):
    Production.objects.filter(number="F-0.10").update(carats=F("carats") + Value(Decimal("0.05"), CaratsField()))

    assert Production.objects.get(number="F-0.10").carats == Decimal("0.15")


def test_a_sum_may_be_chosen_case_by_case(finds):
    small = Case(When(carats__lt=Decimal(1), then=F("carats")), output_field=CaratsField())

    assert Production.objects.aggregate(small=Sum(small))["small"] == Decimal("0.30")


def test_a_weight_may_come_from_a_query_below(finds):
    largest = Production.objects.filter(site=OuterRef("site")).order_by("-carats").values("carats")[:1]

    annotated = Production.objects.annotate(largest=Subquery(largest))
    assert {find.largest for find in annotated} == {Decimal("1494769.87")}


def test_money_and_carats_of_a_sale_add_up_apart(sold):
    sold("R-1", "1.25", price=Decimal("700.10"))
    sold("R-2", "0.75", price=Decimal("300.20"))

    totals = Purchase.objects.aggregate(carats=Sum("carats"), price=Sum("price"), usd=Sum("usd"))
    assert totals == {"carats": Decimal("2.00"), "price": Decimal("1000.30"), "usd": Decimal("1.67")}


def test_money_and_carats_are_not_added_to_each_other(sold):
    with pytest.raises(FieldError):
        list(Purchase.objects.annotate(wrong=F("price") + F("carats")))
