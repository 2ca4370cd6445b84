"""What supervision did: inspections made, cases referred and decided, carats seized (63/134 §17, MD-10)."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from apps.figures.counting import how_many
from apps.figures.values import Columns
from apps.inspections.models import Infraction, Inspection
from apps.inspections.models.choices import Outcome
from apps.quantities.periods import Period
from apps.registry.models import Site


def inspections(period: Period) -> QuerySet:
    made = Inspection.objects.counting().filter(inspected_on__range=(period.starts_on, period.ends_on))
    return made.values("region").annotate(inspections_made=Count("*"))


def visited(period: Period) -> QuerySet:
    """Sites, each once however often somebody came."""
    visits = Inspection.objects.counting().filter(
        site=OuterRef("pk"), inspected_on__range=(period.starts_on, period.ends_on)
    )
    return Site.objects.accepted().filter(Exists(visits)).values("region").annotate(sites_visited=Count("*"))


def infractions(period: Period) -> QuerySet:
    within = (period.starts_on, period.ends_on)
    seen, referred, decided = Q(seen_on__range=within), Q(referred_on__range=within), Q(decided_on__range=within)
    return (
        Infraction.objects.counting()
        .filter(seen | referred | decided)
        .values("region")
        .annotate(
            infractions_known=Count("*"),
            cases_referred=how_many(referred),
            cases_decided=how_many(decided & ~Q(outcome=Outcome.OPEN)),
            seized=Sum("carats_seized", filter=seen),
        )
    )


COLUMNS: Columns = {
    "inspections_made": lambda row: row["inspections_made"],
    "sites_visited": lambda row: row.count("sites_visited", known="inspections_made"),
    "cases_referred": lambda row: row.count("cases_referred", known="infractions_known"),
    "cases_decided": lambda row: row.count("cases_decided", known="infractions_known"),
    "carats_seized": lambda row: row["seized"],
}
