"""What lies in a zone: the licences and applications whose ground it shares, and the sites, in hectares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.areas import corners_of, is_within
from apps.places.ground import box_of, touching
from apps.places.models import Zone
from apps.registry.crossings import claims, touching_boxes
from apps.registry.models import Ground, Site
from apps.registry.overlaps import LEAST, common
from apps.review.status import STANDING

# What a person reads at once.
MOST = 300


@dataclass(frozen=True)
class Inside:
    kind: str
    number: str
    name: str
    url: str
    # None where nobody measured its ground, and its point lies there.
    hectares: Decimal | None


@dataclass(frozen=True)
class Found:
    """The largest first; `more` says that others were not looked at."""

    rows: Sequence[Inside]
    more: bool


def grounds_in(zone: Zone, reader: User) -> Found:
    """Of licences of today or later, and of applications that nobody has decided, as far as this person sees them."""
    near = claims(Ground.objects.visible_to(reader)).filter(touching(box_of(zone)), participant=zone.participant_id)
    boxes = list(near.order_by("pk").values_list("pk", "west_e6", "south_e6", "east_e6", "north_e6"))
    around = [(zone.west_e6, zone.south_e6, zone.east_e6, zone.north_e6)]
    pairs = touching_boxes([row[1:] for row in boxes], around, most=MOST + 1)
    keys = [boxes[at][0] for at, _zone in pairs[:MOST]]
    known = Ground.objects.select_related("licence", "application").in_bulk(keys) if keys else {}
    rows = [inside(ground, common(ground.area, zone.area)) for ground in known.values()]
    kept = [row for row in rows if row.hectares is not None and row.hectares >= LEAST]
    return Found(sorted(kept, key=lambda row: (-(row.hectares or 0), row.number)), more=len(pairs) > MOST)


def inside(ground: Any, shared: Decimal) -> Inside:
    of, kind = (ground.licence, _("licence")) if ground.licence else (ground.application, _("application"))
    url = reverse(f"admin:registry_{of._meta.model_name}_change", args=[of.pk])
    return Inside(str(kind), of.number, "", url, shared)


def sites_in(zone: Zone, reader: User) -> Found:
    """Those whose point lies in it."""
    here = {"lat_e6__range": (zone.south_e6, zone.north_e6), "lon_e6__range": (zone.west_e6, zone.east_e6)}
    near = Site.objects.visible_to(reader).filter(**here, participant=zone.participant_id, status__in=STANDING)
    rows = list(near.only("number", "name", "lat_e6", "lon_e6", "area").order_by("number", "pk")[: MOST + 1])
    return Found(list(within(rows[:MOST], zone)), more=len(rows) > MOST)


def within(sites: Sequence[Site], zone: Zone) -> Iterator[Inside]:
    corners = corners_of(zone.area)
    for site in sites:
        if is_within((site.lat_e6 or 0, site.lon_e6 or 0), corners):
            url = reverse("admin:registry_site_change", args=[site.pk])
            yield Inside(_("site"), site.number, site.name, url, common(site.area, zone.area) if site.area else None)
