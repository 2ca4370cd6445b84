"""On which days nobody may dig at a site: those on which a zone around it is closed, or does not comply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, QuerySet

from apps.forms.areas import corners_of, is_within
from apps.journal.writing import write_all
from apps.places.ground import Box
from apps.places.models.zones import ZoneStatus
from apps.registry.models import Site
from apps.registry.pauses import written
from apps.review.journalling import act_on
from apps.statements.compiled import Among, Compiled, Slot

SHUT = (ZoneStatus.Status.CLOSED, ZoneStatus.Status.NOT_COMPLIANT)
BATCH = 1_000


def close(sites: Sequence[Site]) -> None:
    """Work out `closed` for these, which the caller saves; a site without a point lies in no zone that we know of."""
    placed = [site for site in sites if site.lat_e6 is not None and site.lon_e6 is not None]
    zones = list(zones_around(placed)) if placed else []
    for site in sites:
        has_a_point = site.lat_e6 is not None and site.lon_e6 is not None
        days = {(first, last): None for holds, first, last in zones if has_a_point and holds(site)}
        site.closed = written(days)


Holds = Callable[[Site], bool]


def zones_around(sites: Sequence[Site]) -> Iterator[tuple[Holds, Any, Any]]:
    """The zones near these that were ever closed: whether a site lies in one, the first and the last day."""
    lats, lons = [site.lat_e6 or 0 for site in sites], [site.lon_e6 or 0 for site in sites]
    near = {"south": min(lats), "north": max(lats), "west": min(lons), "east": max(lons)}
    for participant, area, *box, first, last in NEAR.rows(participants={s.participant_id for s in sites}, **near):
        yield holder(participant, corners_of(area), Box(*box)), first, last


def holder(participant: str, corners: Sequence[tuple[int, int]], box: Box) -> Holds:
    def holds(site: Any) -> bool:
        here = site.participant_id == participant and box.holds(site.lat_e6, site.lon_e6)
        return here and is_within((site.lat_e6, site.lon_e6), corners)

    return holds


def near() -> QuerySet[Any]:
    whole = BigIntegerField()
    statuses = ZoneStatus.objects.filter(
        Among("zone__participant", "participants", CharField()),
        status__in=SHUT,
        zone__south_e6__lte=Slot("north", whole),
        zone__north_e6__gte=Slot("south", whole),
        zone__west_e6__lte=Slot("east", whole),
        zone__east_e6__gte=Slot("west", whole),
    )
    box = [f"zone__{side}" for side in Box._fields]
    return statuses.order_by("starts_on").values_list("zone__participant", "zone__area", *box, "starts_on", "ends_on")


NEAR = Compiled(near)


def close_all() -> int:
    """After the zones have changed: every site whose days differ from what is written of it; how many they were."""
    changed = 0
    placed = Site.objects.filter(lat_e6__isnull=False).select_related("case").order_by("pk")
    batch = list(placed[:BATCH])
    while batch:
        before = [site.closed for site in batch]
        close(batch)
        changed += tell([site for site, was in zip(batch, before, strict=True) if site.closed != was])
        batch = list(placed.filter(pk__gt=batch[-1].pk)[:BATCH])
    return changed


def tell(sites: Sequence[Site]) -> int:
    """Save them, and write it into the journal, by which tablets and reviewers learn of it."""
    with transaction.atomic():
        Site.objects.bulk_update(sites, ["closed"])
        write_all(act_on(site.case, "zoned", by=None, words={"closed": site.closed}) for site in sites)
    return len(sites)
