"""On which days nobody may dig at a site: those on which a zone around it is closed, or does not comply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet

from apps.forms.areas import corners_of, is_within
from apps.journal.writing import write_all
from apps.places.ground import Box
from apps.places.models.zones import Zone, ZoneStatus
from apps.registry.models import Site
from apps.registry.pauses import Pause, written
from apps.review.journalling import act_on
from apps.statements.compiled import Among, Compiled, Slot
from apps.statements.journey import Row

A_DAY = timedelta(days=1)
SHUT = (ZoneStatus.Status.CLOSED, ZoneStatus.Status.NOT_COMPLIANT)
BATCH = 1_000


def close(sites: Sequence[Site]) -> None:
    """Work out `closed` for these, which the caller saves; a site without a point lies in no zone that we know of."""
    placed = [site for site in sites if site.lat_e6 is not None and site.lon_e6 is not None]
    zones = list(zones_around(placed)) if placed else []
    for site in sites:
        has_a_point = site.lat_e6 is not None and site.lon_e6 is not None
        days = {pause for holds, pauses in zones if has_a_point and holds(site) for pause in pauses}
        site.closed = written(sorted(days, key=lambda pause: (pause[0], pause[1] or date.max)))


Holds = Callable[[Site], bool]


def zones_around(sites: Sequence[Site]) -> Iterator[tuple[Holds, list[Pause]]]:
    """The zones near these that were ever closed: whether a site lies in one, and when it was."""
    lats, lons = [site.lat_e6 or 0 for site in sites], [site.lon_e6 or 0 for site in sites]
    near = {"south": min(lats), "north": max(lats), "west": min(lons), "east": max(lons)}
    rows = NEAR.rows(participants={site.participant_id for site in sites}, **near)
    for _zone, group in groupby(rows, key=lambda row: row[0]):
        statuses = list(group)
        _pk, participant, area, *box = statuses[0][:-3]
        yield holder(participant, corners_of(area), Box(*box)), list(shut([row[-3:] for row in statuses]))


def shut(rows: Iterable[Row]) -> Iterator[Pause]:
    """
    When a zone was closed or did not comply, by the statuses that were written of it, in the order of their first days.

    Of those of one first day the one written last stands; of those that hold on a day, the one that begins last.
    """
    standing = list({row[1]: row for row in rows}.values())
    turns = sorted({day for _status, first, last in standing for day in (first, last and last + A_DAY) if day})
    begun: date | None = None
    for day in turns:
        holding = next((row[0] for row in reversed(standing) if row[1] <= day <= (row[2] or date.max)), None)
        if holding in SHUT and begun is None:
            begun = day
        elif holding not in SHUT and begun is not None:
            yield begun, day - A_DAY
            begun = None
    if begun is not None:
        yield begun, None


def holder(participant: str, corners: Sequence[tuple[int, int]], box: Box) -> Holds:
    def holds(site: Any) -> bool:
        here = site.participant_id == participant and box.holds(site.lat_e6, site.lon_e6)
        return here and is_within((site.lat_e6, site.lon_e6), corners)

    return holds


def near() -> QuerySet[Any]:
    whole = BigIntegerField()
    ever = ZoneStatus.objects.filter(zone=OuterRef("zone"), status__in=SHUT)
    statuses = ZoneStatus.objects.filter(
        Exists(ever),
        Among("zone__participant", "participants", CharField()),
        zone__south_e6__lte=Slot("north", whole),
        zone__north_e6__gte=Slot("south", whole),
        zone__west_e6__lte=Slot("east", whole),
        zone__east_e6__gte=Slot("west", whole),
    )
    box = [f"zone__{side}" for side in Box._fields]
    told = ["zone", "zone__participant", "zone__area", *box, "status", "starts_on", "ends_on"]
    return statuses.order_by("zone", "starts_on", "pk").values_list(*told)


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


def close_in_changed_zones() -> None:
    """
    The same for the sites in zones that have changed, in the worker.

    So many at a time, each time in a transaction of its own with how far it has come: a worker that is stopped goes on.
    """
    while close_some():
        pass


def close_some() -> bool:
    """The next sites of a zone that has changed; whether there was one."""
    with transaction.atomic():
        # The zone is held, so that a change meanwhile begins anew behind this; the sites, since they may move.
        zone = Zone.objects.changed().select_for_update(of=("self",)).order_by("pk").first()
        if zone is None:
            return False
        inside = Site.objects.filter(pk__gt=zone.gone_through_to, participant=zone.participant_id, **sides_of(zone))
        sites = list(inside.select_for_update(of=("self",)).select_related("case").order_by("pk")[:BATCH])
        before = [site.closed for site in sites]
        close(sites)
        tell([site for site, was in zip(sites, before, strict=True) if site.closed != was])
        zone.gone_through_to = sites[-1].pk if len(sites) == BATCH else None
        zone.save(update_fields=["gone_through_to"])
    return True


def sides_of(zone: Zone) -> dict[str, Any]:
    return {
        "lat_e6__range": (zone.south_e6, zone.north_e6),
        "lon_e6__range": (zone.west_e6, zone.east_e6),
    }


def tell(sites: Sequence[Site]) -> int:
    """Save them, and write it into the journal, by which tablets and reviewers learn of it."""
    with transaction.atomic():
        Site.objects.bulk_update(sites, ["closed"])
        write_all(act_on(site.case, "zoned", by=None, words={"closed": site.closed}) for site in sites)
    return len(sites)
