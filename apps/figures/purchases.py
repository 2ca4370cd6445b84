"""First purchases: carats, gross US$, US$ a carat, the share paid through banks (63/134 §17, MD-06, MD-11)."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum

from apps.figures.counting import how_many
from apps.figures.values import Columns
from apps.ledger.models import Purchase, Stage
from apps.ledger.models.purchase import Payment
from apps.quantities.periods import Period

FIRST = Q(stage=Stage.FIRST)
RESALE = Q(stage=Stage.RESALE)
BANK = Q(payment=Payment.BANK)


def found(period: Period) -> QuerySet:
    """Reads the index `purchase_counts` alone."""
    return (
        Purchase.objects.counting()
        .filter(bought_on__range=(period.starts_on, period.ends_on))
        .values("region")
        .annotate(
            purchased=Sum("carats", filter=FIRST),
            purchased_usd=Sum("usd", filter=FIRST),
            # The rate is over those purchases of which both are known.
            purchased_with_usd=Sum("carats", filter=FIRST & Q(usd__isnull=False)),
            purchases_without_usd=how_many(FIRST & Q(usd=None)),
            purchased_by_bank=Sum("usd", filter=FIRST & BANK),
            resold_usd=Sum("usd", filter=RESALE),
            resold_by_bank=Sum("usd", filter=RESALE & BANK),
        )
    )


COLUMNS: Columns = {
    "purchases_carats": lambda row: row["purchased"],
    "purchases_usd": lambda row: row["purchased_usd"],
    "purchases_usd_per_carat": lambda row: row.rate("purchased_usd", "purchased_with_usd"),
    "bank_share_first_purchase": lambda row: row.rate("purchased_by_bank", "purchased_usd", percent=True),
    "bank_share_resale": lambda row: row.rate("resold_by_bank", "resold_usd", percent=True),
}
