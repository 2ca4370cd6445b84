"""What was sold under a licence beside what was found under it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from apps.ledger.models import Basis, Production, Purchase, PurchaseSource

NONE = Decimal("0.00")


def sold_and_found(licences: Collection[UUID]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """
    Carats sold first-hand and carats found under each licence, in records that stand.

    A sale whose find was derived from it is left out on both sides: it cannot be checked by itself (domain.md §5).
    """
    if not licences:
        return {}
    derived = PurchaseSource.objects.filter(purchase=OuterRef("pk"), production__basis=Basis.DERIVED)
    sold = sums(Purchase.objects.current().filter(licence__in=licences).exclude(Exists(derived)))
    found = sums(Production.objects.current().filter(licence__in=licences).exclude(basis=Basis.DERIVED))
    return {licence: (sold.get(licence, NONE), found.get(licence, NONE)) for licence in licences}


def sums(facts: QuerySet) -> dict[UUID, Decimal]:
    return dict(facts.order_by().values("licence").annotate(total=Sum("carats")).values_list("licence", "total"))
