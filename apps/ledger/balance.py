"""What was sold under a licence beside what was found under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum, UUIDField

from apps.ledger.models import Basis, Production, Purchase, Stage
from apps.ledger.models.fact import CURRENT
from apps.statements.compiled import Among, Compiled, Question, ask
from apps.statements.journey import Row

# By licence, the carats sold and the carats found.
Balance = Mapping[UUID, tuple[Decimal, Decimal]]
NONE = Decimal("0.00")


def sold_and_found(licences: Collection[UUID]) -> Balance:
    """What `balance_of` these licences is now."""
    return balance_of(licences, *ask(*carats_under(licences))) if licences else {}


def carats_under(licences: Collection[UUID]) -> tuple[Question, Question]:
    """The questions what was sold first-hand and what was found under these licences."""
    return (SOLD, {"licences": licences}), (FOUND, {"licences": licences})


def balance_of(licences: Collection[UUID], sold_rows: Iterable[Row], found_rows: Iterable[Row]) -> Balance:
    """
    Carats sold first-hand and carats found under each licence, in records that stand.

    A sale whose find was derived from it is left out on both sides: it cannot be checked by itself (domain.md §5).
    """
    sold, found = carats_of(sold_rows), carats_of(found_rows)
    # Only where more was sold does it matter which sales made their find.
    short = [licence for licence in licences if sold.get(licence, NONE) > found.get(licence, NONE)]
    derived = carats_of(DERIVED.rows(licences=short)) if short else {}
    return {
        licence: (sold.get(licence, NONE) - derived.get(licence, NONE), found.get(licence, NONE))
        for licence in licences
    }


def carats_of(rows: Iterable[Any]) -> dict[UUID, Decimal]:
    return {licence: carats for licence, carats in rows if carats is not None}


def sums(model: type[Production] | type[Purchase], counted: Q) -> Any:
    """
    What is current and `counted` of each licence's facts.

    That is said in the sum and not in the search: a database that has not counted its tables yet would look through all
    that is current, and not through what bears the licence.
    """
    facts = model.objects.with_corrections().filter(UNDER_THEM).order_by()
    return facts.values_list("licence").annotate(total=Sum("carats", filter=CURRENT & counted))


UNDER_THEM = Among("licence", "licences", UUIDField())
FIRST_HAND = Q(stage=Stage.FIRST)
SOLD = Compiled(lambda: sums(Purchase, FIRST_HAND))
FOUND = Compiled(lambda: sums(Production, ~Q(basis=Basis.DERIVED)))
DERIVED = Compiled(lambda: sums(Purchase, FIRST_HAND & Q(productions__basis=Basis.DERIVED)))
