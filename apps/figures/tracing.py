"""The share of first purchases traced from a known site to a buyer licensed on the day (63/134 §6, MD-07)."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet, Sum

from apps.figures.values import Columns
from apps.ledger.models import Purchase, Stage
from apps.quantities.periods import Period
from apps.registry.models.validity import holds
from apps.review.models import Status

LICENSED_BUYER = Q(buyer__status=Status.ACCEPTED) & holds(F("bought_on"), "buyer__")
KNOWN_SITE = Q(site__status=Status.ACCEPTED)


def found(period: Period) -> QuerySet:
    return (
        Purchase.objects.counting()
        .filter(stage=Stage.FIRST, bought_on__range=(period.starts_on, period.ends_on))
        .values("region")
        .annotate(bought=Sum("carats"), traced=Sum("carats", filter=KNOWN_SITE & LICENSED_BUYER))
    )


COLUMNS: Columns = {"share_traced": lambda row: row.rate("traced", "bought", percent=True)}
