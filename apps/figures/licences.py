"""Licences: in force on the last day, issued, renewed, expired and revoked in the period (63/134 §17, MD-01)."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.figures.counting import how_many
from apps.figures.values import Columns
from apps.quantities.periods import Period
from apps.registry.models import Licence, Step, What
from apps.registry.models.validity import holds


def found(period: Period) -> QuerySet:
    within = (period.starts_on, period.ends_on)
    # A licence that was revoked or handed back did not run out; one without a day of issue was issued when it began.
    handed_back = Q(Exists(Step.objects.filter(case=OuterRef("pk"), what=What.SURRENDERED)))
    ran_out = Q(revoked_on=None) & Q(ends_on__range=within) & (Q(pauses="") | ~handed_back)
    renewed = Q(Exists(Step.objects.filter(case=OuterRef("pk"), what=What.RENEWED, day__range=within)))
    issued = Q(issued_on__range=within) | Q(issued_on=None, starts_on__range=within)
    known = Licence.objects.accepted().filter(Q(starts_on__lte=period.ends_on) | issued)
    return known.values("region").annotate(
        licences_known=Count("*"),
        licences_active=how_many(holds(period.ends_on)),
        licences_issued=how_many(issued),
        licences_renewed=how_many(renewed),
        licences_expired=how_many(ran_out),
        licences_revoked=how_many(Q(revoked_on__range=within)),
    )


COLUMNS: Columns = {
    "licences_active": lambda row: row.count("licences_active", known="licences_known"),
    "licences_issued": lambda row: row.count("licences_issued", known="licences_known"),
    "licences_renewed": lambda row: row.count("licences_renewed", known="licences_known"),
    "licences_expired": lambda row: row.count("licences_expired", known="licences_known"),
    "licences_revoked": lambda row: row.count("licences_revoked", known="licences_known"),
}
