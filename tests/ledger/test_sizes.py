"""Stones by size class: rows below a find or a sale, and a flag where they do not weigh what all the stones weigh."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.columns.models import ClassTable
from apps.ledger.models import ProductionSize, PurchaseSize
from apps.ledger.sizing import CLASS_TABLES, SIZE_CLASSES, class_lists
from apps.statements.compiled import ask
from apps.statements.keeping import forget

pytestmark = pytest.mark.django_db


def sizes(*rows):
    """`sizes(("11", "0.85", 2), ("12", "0.40", None))`"""
    named = [{"class": f"dtc-sieve-rough.1.{name}", "carats": Decimal(carats)} for name, carats, _ in rows]
    return [row | ({"stones": stones} if stones else {}) for row, (_, _, stones) in zip(named, rows, strict=True)]


WHOLE = (("11", "0.85", 2), ("12", "0.40", None))
SHORT = (("11", "0.85", 2), ("12", "0.39", None))


@pytest.fixture(params=["find", "sale"])
def weighed(request, found, sold, size_classes):
    """A find or a sale of 1.25 ct, by its classes."""
    make = found if request.param == "find" else sold
    return lambda *rows: make("X-1", "1.25", sizes=sizes(*rows))


def test_each_class_is_a_row_with_its_carats(weighed, size_classes):
    rows = [(row.size_class, row.stones, row.carats) for row in weighed(*WHOLE).sizes.order_by("size_class__position")]

    assert rows == [(size_classes["11"], 2, Decimal("0.85")), (size_classes["12"], None, Decimal("0.40"))]


def test_classes_that_make_the_carats_are_no_flag(weighed):
    fact = weighed(*WHOLE)

    assert fact.sized_carats == fact.carats
    assert not fact.case.flags.filter(code="sizes_off").exists()


def test_classes_that_make_another_weight_are_flagged_with_both(weighed):
    flag = weighed(*SHORT).case.flags.get(code="sizes_off")

    with override("fr"):
        assert "1,24" in flag.sentence
        assert "1,25" in flag.sentence


def test_stones_that_were_not_sorted_say_nothing(found):
    assert found("F-1", "1.25").sized_carats is None


@pytest.mark.parametrize("wrong", [{"carats": 0}, {"stones": 0}, {"size_class": None}], ids=str)
def test_the_database_refuses_a_class_with_nothing_in_it(weighed, wrong):
    fact = weighed(*WHOLE)
    for rows in (ProductionSize.objects.all(), PurchaseSize.objects.all()):
        if rows.exists():
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)
    assert fact.sizes.count() == 2


def test_a_class_stands_once_in_a_find(found, size_classes):
    find = found("F-1", "1.25", sizes=sizes(*WHOLE))

    with pytest.raises(IntegrityError), transaction.atomic():
        find.sizes.update(size_class=size_classes["11"])


def offered():
    return class_lists(*ask((CLASS_TABLES, {}), (SIZE_CLASSES, {})))


def test_a_table_is_offered_by_what_its_classes_weigh(size_classes):
    lists = offered()

    assert lists["class_tables"][0]["code"] == "dtc-sieve-rough.1"
    assert {
        "code": "dtc-sieve-rough.1.11",
        "en": "11 (≥\u00a00.32\u00a0ct)",
        "fr": "11 (≥\u00a00,32\u00a0ct)",
    } in lists["size_classes"]


def test_a_sieve_says_its_name_alone_and_keeps_no_dot_in_its_code(db):
    names = {"name_en": "Sieves", "name_fr": "Tamis", "certainty": "ours", "source": "imaginary"}
    table = ClassTable.objects.create(code="round", version=2, kind="sieve", **names)
    table.classes.create(name="1.32", position=1, lower=Decimal("1.32"))
    forget()

    assert offered()["size_classes"] == [{"code": "round.2.1-32", "en": "1.32", "fr": "1.32"}]
