"""Draw which accepted records are repeated blind, and take the second visit of a site from the inspection it became."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet

from apps.inspections.comparing import compared
from apps.inspections.models import Inspection
from apps.inspections.models.inspection import Visit
from apps.inspections.models.revisit import DrawnShare, Revisit
from apps.journal.following import Follower, Told
from apps.journal.writing import write_all
from apps.ledger.models import Production
from apps.ledger.models.production import Basis
from apps.registry.models import Digger
from apps.review.journalling import act_on
from apps.review.models import Case

INSPECTION = "inspections.inspection"


def visits(kind: Visit) -> QuerySet[Any]:
    return Inspection.objects.accepted().filter(void=False, site__isnull=False, visit=kind)


def finds() -> QuerySet[Any]:
    """At a site, and said by somebody: what derives from a sale or a publication nobody can ask for again."""
    said = Production.objects.counting().filter(site__isnull=False)
    return said.exclude(basis__in=[Basis.DERIVED, Basis.PUBLISHED])


def persons() -> QuerySet[Any]:
    return Digger.objects.accepted().filter(person=None, erased_on=None)


# Which records of a kind a second officer can find anything out about.
WORTH: Mapping[str, Callable[[], QuerySet[Any]]] = {
    INSPECTION: partial(visits, Visit.PLANNED),
    "ledger.production": finds,
    "registry.digger": persons,
}


def shares_for(participant: str) -> dict[str, DrawnShare]:
    """By kind; a country's own comes last, and so stands."""
    rows = DrawnShare.objects.filter(participant=None) | DrawnShare.objects.filter(participant=participant)
    return {share.kind: share for share in rows.order_by(F("participant").asc(nulls_first=True))}


def follow_acceptances(told: Sequence[Told]) -> None:
    """
    Draw among what was accepted.

    Reads what stands now, and draws by the record's id alone: told twice, late or from nothing, it draws the same.
    """
    accepted = {one.kind: set[UUID]() for one in told if one.verb == "accepted"}
    for one in told:
        if one.verb == "accepted":
            accepted[one.kind].add(UUID(one.object_id))
    for kind, ids in accepted.items():
        draw(kind, ids)
    take_repeats(accepted.get(INSPECTION, set()))


def draw(kind: str, ids: set[UUID]) -> None:
    cases = Case.objects.filter(pk__in=WORTH[kind]().filter(pk__in=ids).values("pk"), revisit=None)
    found = list(cases.select_related("region"))
    shares = {code: shares_for(code) for code in {case.region.participant_id for case in found}}
    drawn = [case for case in found if is_drawn(case, shares[case.region.participant_id])]
    Revisit.objects.bulk_create(Revisit(case=case, first_officer_id=case.captured_by_id) for case in drawn)
    if drawn:
        write_all(act_on(case, "revisit_drawn", by=None) for case in drawn)


def is_drawn(case: Case, shares: Mapping[str, DrawnShare]) -> bool:
    return case.kind in shares and shares[case.kind].draws(case.pk)


def take_repeats(ids: set[UUID]) -> None:
    """What the officer who was sent wrote as a second visit of that very site is the answer to his re-visit."""
    for visit in visits(Visit.BLIND).filter(pk__in=ids).select_related("case"):
        same = Inspection.objects.filter(site=visit.site_id, inspected_on__lte=visit.inspected_on)
        sent = Revisit.objects.handed_out().filter(officer=visit.case.captured_by_id, case__in=same.values("pk"))
        revisit = sent.select_related("case__region").order_by("handed_at").first()
        if revisit is not None:
            take(revisit, visit)


def take(revisit: Revisit, visit: Inspection) -> None:
    share = shares_for(revisit.case.region.participant_id).get(revisit.case.kind)
    if share is None:
        return
    second = {code: getattr(visit, code) for code in share.asked}
    try:
        revisit.answer(compared(revisit.case.record(), second), day=visit.inspected_on, by=None)
    except ValidationError:
        # Somebody has keyed it in at this very moment: that answer stands.
        return


DRAWING = Follower("inspections.drawing", frozenset(WORTH), follow_acceptances)
