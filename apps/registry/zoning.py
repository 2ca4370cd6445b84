"""Putting a zone or reserve down, and writing its status from a day on: rows are added, and none is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.outlines import written_area
from apps.journal.sealing import settle_on_commit
from apps.journal.writing import Act, write
from apps.places.ground import lie_on
from apps.places.models import Region, Zone
from apps.places.models.zones import ZoneStatus

# As the journal calls it.
KIND = "places.zone"
# Before the first of all sites.
NONE_YET = UUID(int=0)


def may_zone(user: User, zone: Zone) -> bool:
    """Whoever issues licences there says where nobody may dig; of a zone without a region, in the whole country."""
    region = zone.region or Region.objects.roots().filter(participant=zone.participant_id).first()
    return region is not None and user.may("license", left=region.left)


def put_down(zone: Zone, area: Mapping[str, Any], first: ZoneStatus, *, by: User) -> Zone:
    """
    Put down this zone with its ground and its first status.

    Its ground is not changed afterwards: another outline is another zone, and this one ends.
    """
    refuse_stranger(zone, by)
    lie_on(zone, area)
    with transaction.atomic():
        zone.gone_through_to = NONE_YET
        zone.save(force_insert=True)
        first.zone = zone
        first.save(force_insert=True)
        area_words = {
            "code": zone.code,
            "kind": zone.kind,
            "source": zone.source,
            "area": written_area(area["corners"]),
        }
        note("zone_added", zone, by=by, words=area_words)
        note("zone_status", zone, by=by, words=words_of(first))
        settle_on_commit()
    return zone


def write_status(zone: Zone, status: ZoneStatus, *, by: User) -> ZoneStatus:
    """Add a status from a day on; the worker then looks again at the sites in the zone."""
    refuse_stranger(zone, by)
    status.zone = zone
    status.full_clean()
    with transaction.atomic():
        # Another's row is written before or after this one, never in between.
        held = Zone.objects.select_for_update(of=("self",)).get(pk=zone.pk)
        refuse_repeated(status)
        status.save(force_insert=True)
        held.gone_through_to = NONE_YET
        held.save(update_fields=["gone_through_to"])
        verb = "zone_ended" if status.status == ZoneStatus.Status.ENDED else "zone_status"
        note(verb, zone, by=by, words=words_of(status))
        settle_on_commit()
    return status


def end(zone: Zone, day: date, *, source: str, by: User) -> ZoneStatus:
    """From this day on it is no zone any more; what was written of it stays."""
    first = zone.statuses.order_by("starts_on").values_list("starts_on", flat=True).first()
    if first is not None and day < first:
        raise ValidationError(_("It cannot end before it began."))
    status = ZoneStatus(status=ZoneStatus.Status.ENDED, starts_on=day, source=source)
    return write_status(zone, status, by=by)


def refuse_stranger(zone: Zone, by: User) -> None:
    if not may_zone(by, zone):
        raise ValidationError(_("You do not issue or revoke licences in this region."))


def refuse_repeated(status: ZoneStatus) -> None:
    """Pressing twice writes one row."""
    same = {name: getattr(status, name) for name in ("zone", "status", "starts_on", "ends_on")}
    if ZoneStatus.objects.standing().filter(**same).exists():
        raise ValidationError(_("That is written of it already."))


def words_of(status: ZoneStatus) -> dict[str, Any]:
    ends_on = status.ends_on and status.ends_on.isoformat()
    return {
        "status": status.status, "starts_on": status.starts_on.isoformat(), "ends_on": ends_on, "source": status.source
    }  # fmt: skip


def note(verb: str, zone: Zone, *, by: User, words: Mapping[str, Any]) -> None:
    payload = orjson.dumps(words, option=orjson.OPT_SORT_KEYS)
    there = zone.region_id
    write(Act(verb, KIND, str(zone.pk), f"user:{by.pk}", region_before=there, region_after=there, payload=payload))
