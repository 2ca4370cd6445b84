"""Production: carats by channel and by basis, stones with their coverage, nil reports (63/134 §15, MD-05)."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Sum

from apps.figures.counting import how_many
from apps.figures.values import Columns, Rate, Row
from apps.ledger.models import Basis, Channel, Production
from apps.quantities.periods import Period

ARTISANAL = Q(channel=Channel.ARTISANAL)


def found(period: Period) -> QuerySet:
    """Reads the index `production_counts` alone."""
    return (
        Production.objects.counting()
        .in_period(period)
        .values("region")
        .annotate(
            entries=Count("*"),
            nil_entries=how_many(Q(nil=True)),
            produced=Sum("carats"),
            artisanal=Sum("carats", filter=ARTISANAL),
            semi_industrial=Sum("carats", filter=Q(channel=Channel.SEMI_INDUSTRIAL)),
            industrial=Sum("carats", filter=Q(channel=Channel.INDUSTRIAL)),
            undivided=Sum("carats", filter=Q(channel=Channel.ALL)),
            weighed=Sum("carats", filter=ARTISANAL & Q(basis=Basis.WEIGHED)),
            notebook=Sum("carats", filter=ARTISANAL & Q(basis=Basis.NOTEBOOK)),
            declared=Sum("carats", filter=ARTISANAL & Q(basis=Basis.DECLARED)),
            derived=Sum("carats", filter=ARTISANAL & Q(basis=Basis.DERIVED)),
            published=Sum("carats", filter=ARTISANAL & Q(basis=Basis.PUBLISHED)),
            stones_counted=Sum("stones", filter=ARTISANAL),
            carats_with_stones=Sum("carats", filter=ARTISANAL & Q(stones__isnull=False)),
        )
    )


def artisanal_share(row: Row) -> Rate | None:
    """Unknown where a published total was not divided, or where no artisanal production was reported."""
    if row["undivided"] is not None or row["artisanal"] is None:
        return None
    return row.rate("artisanal", "produced", percent=True)


COLUMNS: Columns = {
    "production_carats": lambda row: row["artisanal"],
    "production_semi_industrial_carats": lambda row: row["semi_industrial"],
    "production_industrial_carats": lambda row: row["industrial"],
    "production_total_carats": lambda row: row["produced"],
    "production_stones": lambda row: row["stones_counted"],
    "production_stones_coverage": lambda row: row.rate("carats_with_stones", "artisanal", percent=True),
    "production_artisanal_share": artisanal_share,
    "production_weighed_carats": lambda row: row["weighed"],
    "production_notebook_carats": lambda row: row["notebook"],
    "production_declared_carats": lambda row: row["declared"],
    "production_derived_carats": lambda row: row["derived"],
    "production_published_carats": lambda row: row["published"],
    "nil_reports": lambda row: row.count("nil_entries", known="entries"),
}
