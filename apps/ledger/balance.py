"""What was sold under a licence beside what was found under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum, UUIDField

from apps.ledger.models import Basis, Production, Purchase, Stage
from apps.statements.compiled import Among, Compiled, ask

NONE = Decimal("0.00")


def sold_and_found(licences: Collection[UUID]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """
    Carats sold first-hand and carats found under each licence, in records that stand.

    A sale whose find was derived from it is left out on both sides: it cannot be checked by itself (domain.md §5).
    """
    if not licences:
        return {}
    sold, found = (carats_of(rows) for rows in ask((SOLD, {"licences": licences}), (FOUND, {"licences": licences})))
    # Only where more was sold does it matter which sales made their find.
    short = [licence for licence in licences if sold.get(licence, NONE) > found.get(licence, NONE)]
    derived = carats_of(DERIVED.rows(licences=short)) if short else {}
    return {
        licence: (sold.get(licence, NONE) - derived.get(licence, NONE), found.get(licence, NONE))
        for licence in licences
    }


def carats_of(rows: Iterable[Any]) -> dict[UUID, Decimal]:
    return dict(rows)


def sales() -> QuerySet:
    return Purchase.objects.current().filter(UNDER_THEM, stage=Stage.FIRST)


def finds() -> QuerySet:
    return Production.objects.current().filter(UNDER_THEM).exclude(basis=Basis.DERIVED)


def sums(facts: QuerySet) -> Any:
    return facts.order_by().values_list("licence").annotate(total=Sum("carats"))


UNDER_THEM = Among("licence", "licences", UUIDField())
SOLD = Compiled(lambda: sums(sales()))
FOUND = Compiled(lambda: sums(finds()))
DERIVED = Compiled(lambda: sums(sales().filter(productions__basis=Basis.DERIVED)))
