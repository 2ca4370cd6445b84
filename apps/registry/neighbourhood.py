"""The plan on which ground is drawn at the desk: what lies around it, on a map that can be turned back exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.areas import Corner, corners_of
from apps.places.ground import Box, touching
from apps.places.models import Region, Zone
from apps.registry.crossings import claims
from apps.registry.grounds import Dot
from apps.registry.laying import CLOSEST, Sheet, View, grown, joined
from apps.registry.models import Ground, Site
from apps.registry.overlaps import OPEN
from apps.review.status import STANDING

# In millionths of a degree of latitude: five kilometres of land around what is known.
AROUND = 45_000
# More than that nobody tells apart.
MOST = 250


@dataclass(frozen=True)
class Shape:
    points: str
    look: str
    name: str
    # Where its name may be written.
    top: Dot
    foot: Dot


@dataclass(frozen=True)
class Spot:
    dot: Dot
    name: str


@dataclass(frozen=True)
class Neighbourhood:
    sheet: Sheet
    view: View
    zones: Sequence[Shape]
    grounds: Sequence[Shape]
    sites: Sequence[Spot]
    # Whether there are sites, or outlines, that are too many to be drawn.
    more: bool
    # Where it is shown and not drawn: the piece of ground that all this lies around.
    own: Shape | None = None

    @property
    def said(self) -> Sequence[tuple[str, str]]:
        """What the script says while somebody draws; it fills in the numbers."""
        return [
            (
                "few",
                _("Corners: %(corners)s. Click or tap on the plan to set the next one; an area has at least three."),
            ),
            ("line", _("Line %(line)s of the list is no latitude and longitude: put it right before you draw on.")),
            (
                "crossing",
                _("The boundary crosses itself: the side from corner %(a)d to %(b)d meets that from %(c)d to %(d)d."),
            ),
            ("size", _("Corners: %(corners)s. About %(hectares)s ha; what counts is worked out when it is saved.")),
        ]


def neighbourhood_of(
    region: Region, *, reader: User, near: Box | None, own: Any = None, shown: Mapping[str, Any] | None = None
) -> Neighbourhood | None:
    """
    What lies around a piece of ground, as far as its reader may see it; None where nobody knows where the country is.

    `near` is where it lies, if that is known, and else the whole region is drawn; `own` is the ground that is drawn
    anew and so is no neighbour, `shown` a piece of ground that nobody draws.
    """
    known = near or whole(region, reader)
    if known is None:
        return None
    sheet = Sheet(grown(known, AROUND if near else 0))
    grounds, sites = list(grounds_in(sheet, region, reader, own)), list(sites_in(sheet, region, reader))
    return Neighbourhood(
        sheet,
        View.of(known, sheet),
        list(zones_in(sheet, region)),
        [shape_of(one, sheet) for one in grounds[:MOST]],
        [Spot(sheet.place((one.lat_e6, one.lon_e6)), one.number) for one in sites] if len(sites) <= MOST else [],
        more=max(len(grounds), len(sites)) > MOST,
        own=shape(corners_of(shown), "drawn", "", sheet) if shown else None,
    )


def whole(region: Region, reader: User) -> Box | None:
    """Where the sites and outlines of a region lie that this person sees; else its zones, else the whole country."""
    there = {"region__left__gte": region.left, "region__left__lte": region.right}
    corner = {"s": Min("lat_e6"), "w": Min("lon_e6"), "n": Max("lat_e6"), "e": Max("lon_e6")}
    sides = {"s": Min("south_e6"), "w": Min("west_e6"), "n": Max("north_e6"), "e": Max("east_e6")}
    sites = Site.objects.visible_to(reader).filter(**there, status__in=STANDING).aggregate(**corner)
    outlines = {f"licence__{name}": value for name, value in there.items()}
    grounds = Ground.objects.visible_to(reader).filter(**outlines).aggregate(**sides)
    zones = Zone.objects.filter(**there).looked_at().aggregate(**sides)
    # What has no width, as a single site, still has the land around it.
    boxes = [Box(*(found[side] for side in "swne")) for found in (sites, grounds, zones) if found["s"] is not None]
    return grown(reduce(joined, boxes), CLOSEST) if boxes else Zone.objects.box_of(region.participant_id)


def zones_in(sheet: Sheet, region: Region) -> Iterator[Shape]:
    rows = Zone.objects.filter(touching(sheet.box), participant=region.participant_id).looked_at()
    zone: Any
    for zone in rows.in_force(timezone.localdate()).order_by("pk")[:MOST]:
        is_open = zone.kind == Zone.Kind.MINING and zone.status_then in OPEN
        yield shape(corners_of(zone.area), "zone" if is_open else "zone is-shut", str(zone), sheet)


def grounds_in(sheet: Sheet, region: Region, reader: User, own: Any) -> Any:
    """Of licences of today or later, and of applications that nobody has decided."""
    rows: Any = claims(Ground.objects.visible_to(reader)).filter(touching(sheet.box), participant=region.participant_id)
    return rows.exclude(pk=own).select_related("licence", "application").order_by("pk")[: MOST + 1]


def shape_of(ground: Any, sheet: Sheet) -> Shape:
    corners, of = corners_of(ground.area), ground.licence or ground.application
    return shape(corners, "other" if ground.licence else "other is-asked", of.number, sheet)


def sites_in(sheet: Sheet, region: Region, reader: User) -> Any:
    box = sheet.box
    here = {"lat_e6__range": (box.south_e6, box.north_e6), "lon_e6__range": (box.west_e6, box.east_e6)}
    rows = Site.objects.visible_to(reader).filter(**here, participant=region.participant_id, status__in=STANDING)
    return rows.only("number", "lat_e6", "lon_e6").order_by("pk")[: MOST + 1]


def shape(corners: Sequence[Corner], look: str, name: str, sheet: Sheet) -> Shape:
    dots = [sheet.place(one) for one in corners]
    (left, right), (_top, low) = ((min(axis), max(axis)) for axis in zip(*dots, strict=True))
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
    return Shape(points, look, name, min(dots, key=lambda dot: dot[1]), ((left + right) / 2, low))
