"""The map of a region as a page: what is chosen, the picture, and the same things as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.places.ground import Box, touching
from apps.places.models import Region, Zone
from apps.registry.crossings import Crossing, Crossings, claims, crossings_of
from apps.registry.models import Ground
from kpfield.map import land, standing
from kpfield.map.asking import Asked, Shown, asked_by, choices
from kpfield.map.marks import MOST, SIGNS, squares_of
from kpfield.map.picture import named, picture_of
from kpfield.map.standing import Held
from kpfield.map.things import found_in, rows_of_sites
from kpfield.map.view import View

ROWS = 100


def ground_map(request: HttpRequest) -> HttpResponse:
    """For whoever reads records at the desk: those of his regions, and nothing of any other."""
    reader = reader_of(request)
    if not reader.may("read"):
        raise PermissionDenied
    asked = asked_by(reader, request.GET)
    context = {**admin.site.each_context(request), "title": _("Map")}
    if asked is not None:
        context |= {"asked": asked, **choices(asked), **shown_to(reader, asked)}
    return TemplateResponse(request, "desk/map.html", context)


def shown_to(reader: User, asked: Asked) -> dict[str, Any]:
    parts = parts_of(reader, asked)
    everything = standing.extent(standing.sites(reader, asked.region), standing.grounds(reader, asked.region))
    own = land.box_of(asked.region) or everything
    view = asked.view or (View.of(own) if own else None)
    return {"parts": parts, **(seen(reader, asked, view, everything) if view else {})}


def seen(reader: User, asked: Asked, view: View, everything: Box | None) -> dict[str, Any]:
    box, region = view.box, asked.region
    found = found_in(reader, asked, box)
    zones = zones_in(region, box) if Shown.ZONES in asked.shown else []
    crossings = overlapping(reader, asked, box)

    def link(closer: View) -> str:
        return asked.query(view=closer)

    beneath = land.land_of(region, view) if Shown.LAND in asked.shown else land.Land()
    picture = picture_of(view, found=found, land=beneath, zones=zones, crossings=crossings.found, link=link)
    counted = found.sites is None
    squares = (
        list(squares_of(rows_of_sites(reader, asked, box), standing.licences(reader, region), view, link))
        if counted
        else []
    )
    return {
        "view": view,
        "picture": picture,
        "squares": squares,
        "marks": [*squares, *picture.marks],
        "most": MOST,
        "legend": [(state, SIGNS[state], _("licence %s") % word) for state, word in Held.choices],
        "found": found,
        "things": found.things,
        "zones": [(named(zone), zone.get_kind_display()) for zone in zones],
        "crossings": [line_of(one) for one in crossings.found[:ROWS]],
        "more_crossings": crossings.more or len(crossings.found) > ROWS,
        "placed": standing.placed(standing.sites(reader, region), box),
        "links": links_of(asked, view, everything),
    }


def zones_in(region: Region, box: Box) -> list[Any]:
    """Of the country: a zone is no person's, and counts for whoever digs near it."""
    rows = Zone.objects.filter(touching(box), participant=region.participant_id).looked_at()
    return list(rows.in_force(timezone.localdate()).order_by("code"))


def overlapping(reader: User, asked: Asked, box: Box) -> Crossings:
    if Shown.OVERLAPS not in asked.shown:
        return Crossings([], more=False)
    here = standing.outlined_in(claims(standing.grounds(reader, asked.region)), box)
    return crossings_of(here, zones_in(asked.region, box))


@dataclass(frozen=True)
class Side:
    called: str
    url: str


def line_of(crossing: Crossing) -> dict[str, Any]:
    return {"one": side_of(crossing.one), "other": side_of(crossing.other), "hectares": crossing.hectares}


def side_of(one: Ground | Zone) -> Side:
    if isinstance(one, Zone):
        return Side(named(one), "")
    # Of an application that was granted, its licence; the database asks for one of the two.
    claim: Any = one.licence or one.application
    words = _("Licence %s") if one.licence else _("Application %s")
    url = reverse(f"admin:registry_{claim._meta.model_name}_change", args=[claim.pk])
    return Side(words % claim.number, url)


def links_of(asked: Asked, view: View, everything: Box | None) -> dict[str, str]:
    """The ways to look elsewhere; each is an address, so that none needs a script."""
    ways = {"north": (1, 0), "south": (-1, 0), "west": (0, -1), "east": (0, 1)}
    links = {way: asked.query(view=view.moved(*steps)) for way, steps in ways.items()}
    links |= {"closer": asked.query(view=view.farther(0.5)), "farther": asked.query(view=view.farther(2))}
    whole = {"whole": asked.query()}
    return links | whole | ({"all": asked.query(view=View.of(everything))} if everything else {})


def parts_of(reader: User, asked: Asked) -> dict[str, Any]:
    """How many sites, licences by state and applications each part of the region has, and the whole of it."""
    region = asked.region
    below = [one for one in asked.regions if one.parent_id == region.pk]
    part = standing.in_part(below, region)
    sites, licences = standing.sites(reader, region), standing.licences(reader, region)
    applications = standing.applications(reader, region)
    cells: dict[tuple[int, str], int] = {}
    for row in standing.counted(sites, part):
        cells[row["part"], "sites"] = row["n"]
    for row in standing.counted(licences, part, "held"):
        cells[row["part"], row["held"]] = row["n"]
    for row in standing.counted(applications, part):
        cells[row["part"], "applications"] = row["n"]
    names = ["sites", *Held.values, "applications"]
    rows = [line_of_part(asked, one, names, cells) for one in below]
    own = line_of_part(asked, region, names, cells)
    return {
        "heads": [_("Sites"), *(label for _state, label in Held.choices), _("Applications")],
        # Where there are no parts, the whole says it all.
        "rows": [*rows, own] if rows and any(own["numbers"]) else rows,
        "total": totals(sites, licences, applications, names),
    }


def line_of_part(asked: Asked, part: Region, names: Sequence[str], cells: dict[Any, int]) -> dict[str, Any]:
    own = part == asked.region
    name, url = (_("in no part of it"), "") if own else (part.name, asked.query(region=part))
    return {"name": name, "url": url, "numbers": [cells.get((part.pk, one), 0) for one in names]}


def totals(sites: Any, licences: Any, applications: Any, names: Sequence[str]) -> list[int]:
    """Counted anew by the database, and not added from the lines."""
    held = dict(licences.order_by().values("held").annotate(n=Count("pk")).values_list("held", "n"))
    known = {"sites": sites.count(), "applications": applications.count(), **held}
    return [known.get(name, 0) for name in names]
