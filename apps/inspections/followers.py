"""What an inspection saw matters to finds: those that are said to come from a closed site are marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, UUIDField

from apps.inspections.drawing import DRAWING
from apps.inspections.models import Inspection
from apps.inspections.models.inspection import NOTHING_TO_FIND
from apps.journal.following import Follower, Told
from apps.ledger.models import Production
from apps.review.flagging import flag_anew
from apps.review.models import Flag
from apps.statements.compiled import Among, Compiled, ask

CODE = "found_at_closed_site"
PRODUCTION, INSPECTION = "ledger.production", "inspections.inspection"


def follow_visits(told: Sequence[Told]) -> None:
    """
    Mark finds whose site the last inspection before them saw mined out or flooded, and take off what holds no more.

    Reads what stands now and not what the entries said, so that it may be told twice, late or from nothing. Almost
    always there is nothing to do: what there is, one journey finds.
    """
    finds, visits = {"finds": named(told, PRODUCTION)}, {"visits": named(told, INSPECTION)}
    answers = ask((CLOSED_BEFORE, finds), (CLOSED_BY, visits), (MARKED, finds), (MARKED_AT, visits))
    mark({pk for rows in answers for (pk,) in rows})


def mark(finds: Collection[UUID]) -> None:
    if not finds:
        return
    rows = list(at_their_last_visit().filter(pk__in=finds).select_related("case", "site").order_by("pk"))
    flag_anew(rows, [flag for find in rows if (flag := against(find))], codes=[CODE])


def against(find: Any) -> Flag | None:
    if find.visit_state not in NOTHING_TO_FIND:
        return None
    day = find.visit_day.isoformat()
    flag: Flag = find.flag(CODE, number=find.visit_number, visit_day=day, site=find.site.number)
    return flag


def at_their_last_visit() -> QuerySet[Any]:
    """Finds, each beside the last inspection of its site up to its own last day."""
    visits = Inspection.objects.standing().filter(void=False, site=OuterRef("site"))
    last = visits.filter(inspected_on__lte=OuterRef("ends_on")).order_by("-inspected_on", "-pk")
    columns = {"visit_state": "state", "visit_day": "inspected_on", "visit_number": "number"}
    seen = {name: Subquery(last.values(column)[:1]) for name, column in columns.items()}
    return Production.objects.standing().filter(void=False).annotate(**seen)


def closed_before() -> QuerySet[Any]:
    """Of the finds told of, those at a site that some inspection saw closed."""
    closed = {"site__inspections__state__in": NOTHING_TO_FIND, "site__inspections__inspected_on__lte": F("ends_on")}
    return Production.objects.filter(THESE_FINDS, **closed).order_by().values_list("pk")


def closed_by() -> QuerySet[Any]:
    """The finds since, at the sites that inspections told of saw closed."""
    closed = Inspection.objects.filter(THESE_VISITS, state__in=NOTHING_TO_FIND)
    since = closed.filter(site__productions__ends_on__gte=F("inspected_on"))
    return since.order_by().values_list("site__productions__pk")


def marked(finds: Q | QuerySet[Any]) -> QuerySet[Any]:
    bearing = Flag.objects.standing().filter(code=CODE)
    bearing = bearing.filter(finds) if isinstance(finds, Q) else bearing.filter(case__in=finds)
    return bearing.order_by().values_list("case")


def at_their_sites() -> QuerySet[Any]:
    sites = Inspection.objects.filter(THESE_VISITS).order_by().values("site")
    return Production.objects.filter(site__in=sites).order_by().values("pk")


def named(told: Sequence[Told], kind: str) -> set[UUID]:
    return {UUID(one.object_id) for one in told if one.kind == kind and one.verb not in {"flagged", "flag_cleared"}}


THESE_FINDS, THESE_VISITS = Q(Among("pk", "finds", UUIDField())), Q(Among("pk", "visits", UUIDField()))
CLOSED_BEFORE = Compiled(closed_before)
CLOSED_BY = Compiled(closed_by)
MARKED = Compiled(lambda: marked(Q(Among("case", "finds", UUIDField()))))
MARKED_AT = Compiled(lambda: marked(at_their_sites()))

FOLLOWERS = [Follower("inspections.visits", frozenset({PRODUCTION, INSPECTION}), follow_visits), DRAWING]
