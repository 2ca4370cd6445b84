"""Sites: by state, with a point, with a valid licence, each counted once on the last day (63/134 §17, MD-04)."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.figures.counting import how_many
from apps.figures.values import Columns
from apps.quantities.periods import Period
from apps.registry.models import Licence, Site

State = Site.State


def found(period: Period) -> QuerySet:
    day = period.ends_on
    licensed = Licence.objects.accepted().valid_on(day).filter(site=OuterRef("pk"))
    # Of a site seen in another state since then, the state on that day is not known.
    seen = Q(state_on=None) | Q(state_on__lte=day)
    known = Site.objects.accepted().filter(case__captured_on__lte=day).annotate(licensed=Exists(licensed))
    return known.values("region").annotate(
        sites_known=Count("*"),
        sites_active=how_many(seen & Q(state=State.ACTIVE)),
        sites_reserve=how_many(seen & Q(state=State.RESERVE)),
        sites_mined_out=how_many(seen & Q(state=State.MINED_OUT)),
        sites_flooded=how_many(seen & Q(state=State.FLOODED)),
        sites_georeferenced=how_many(Q(lat_e6__isnull=False)),
        sites_licensed=how_many(Q(licensed=True)),
    )


COLUMNS: Columns = {
    "sites_active": lambda row: row.count("sites_active", known="sites_known"),
    "sites_reserve": lambda row: row.count("sites_reserve", known="sites_known"),
    "sites_mined_out": lambda row: row.count("sites_mined_out", known="sites_known"),
    "sites_flooded": lambda row: row.count("sites_flooded", known="sites_known"),
    "sites_georeferenced": lambda row: row.count("sites_georeferenced", known="sites_known"),
    "sites_licensed": lambda row: row.count("sites_licensed", known="sites_known"),
}
