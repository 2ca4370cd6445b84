"""What was sold under a licence beside what was found under it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from apps.ledger.models import Basis, Production, Purchase, Stage

NONE = Decimal("0.00")


def sold_and_found(licences: Collection[UUID]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """
    Carats sold first-hand and carats found under each licence, in records that stand.

    A sale whose find was derived from it is left out on both sides: it cannot be checked by itself (domain.md §5).
    """
    if not licences:
        return {}
    sales = Purchase.objects.current().filter(licence__in=licences, stage=Stage.FIRST)
    finds = Production.objects.current().filter(licence__in=licences).exclude(basis=Basis.DERIVED)
    sold, found = sums(sales), sums(finds)
    # Only where more was sold does it matter which sales made their find.
    short = [licence for licence in licences if sold.get(licence, NONE) > found.get(licence, NONE)]
    derived = sums(sales.filter(licence__in=short, productions__basis=Basis.DERIVED)) if short else {}
    return {
        licence: (sold.get(licence, NONE) - derived.get(licence, NONE), found.get(licence, NONE))
        for licence in licences
    }


def sums(facts: QuerySet) -> dict[UUID, Decimal]:
    return dict(facts.order_by().values_list("licence").annotate(total=Sum("carats")))
