"""A find that several share: a row for each finder, and a flag where they have something else than was found."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.ledger.models import ProductionFinder

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_digger(accepted, site):
    return accepted("digger", "D-2", names="Awa Sow", site=site)


@pytest.fixture
def shared(found):
    """A find of 1.25 ct: `shared((digger, "0.75"), ("D-9", None))`."""

    def share(*rows):
        named = [{"digger": who, **({"carats": Decimal(carats)} if carats else {})} for who, carats in rows]
        return found("F-1", "1.25", finders=named)

    return share


def codes(find):
    return {flag.code: flag.numbers for flag in find.case.flags.all()}


def test_each_finder_is_a_row_with_what_he_has(shared, digger, other_digger):
    find = shared((digger, "0.75"), (other_digger, "0.50"))

    rows = [(row.digger, row.carats) for row in find.finders.all()]
    assert rows == [(digger, Decimal("0.75")), (other_digger, Decimal("0.50"))]
    assert find.finder_count == 2
    assert codes(find) == {}


def test_parts_are_kept_as_parts(found, digger):
    find = found("F-1", "1.25", finders=[{"digger": digger, "parts": 2}])

    assert [(row.parts, row.carats) for row in find.finders.all()] == [(2, None)]


def test_finders_who_have_something_else_are_flagged_with_both_weights(shared, digger, other_digger):
    find = shared((digger, "0.75"), (other_digger, "0.49"))

    assert codes(find)["shares_off"] == {"carats": "1.25", "shared_carats": "1.24"}


def test_where_one_does_not_say_nothing_is_compared(shared, digger, other_digger):
    assert codes(shared((digger, "9.00"), (other_digger, None))) == {}


def test_a_finder_who_is_in_no_register_is_kept_as_written_and_flagged(shared, digger):
    find = shared((digger, None), ("D-9", None))

    assert find.finders.get(digger=None).digger_written == "D-9"
    assert codes(find)["unknown_number"]["numbers"] == "D-9"


def test_one_finder_is_no_row(found, digger):
    found("F-1", "1.25", finder=digger)

    assert not ProductionFinder.objects.exists()


@pytest.mark.parametrize("wrong", [{"carats": 0}, {"parts": 0}, {"parts": 101}, {"digger": None}], ids=str)
def test_the_database_refuses_a_finder_who_is_none(shared, digger, wrong):
    shared((digger, "1.25"))

    with pytest.raises(IntegrityError), transaction.atomic():
        ProductionFinder.objects.update(**wrong)


def test_a_finder_shares_a_find_once(shared, digger, other_digger):
    find = shared((digger, None), (other_digger, None))

    with pytest.raises(IntegrityError), transaction.atomic():
        find.finders.update(digger=digger)
