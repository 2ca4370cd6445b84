"""From the records of a region to what is drawn and written of them: so many questions, however many records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.areas import Corner, corners_of
from apps.places.ground import Box
from apps.registry.models import Ground, Licence
from apps.registry.models.site import Site
from apps.review.desk import amount
from kpfield.map.asking import Asked, Shown
from kpfield.map.marks import MOST, Thing, at_of, in_review, joined
from kpfield.map.standing import Held, applications, grounds, licences, licensed, outlined_in, sites, with_held, within

ORDER = {state: place for place, state in enumerate(Held.values)}


@dataclass(frozen=True)
class Outline:
    """A piece of ground with whose it is."""

    thing: Thing
    corners: Sequence[Corner]
    site: Any = None


@dataclass(frozen=True)
class Found:
    """What lies in the box; None where there are too many to tell each."""

    sites: Sequence[Thing] | None
    outlines: Sequence[Outline] | None
    applications: Sequence[Thing] | None

    @property
    def things(self) -> list[Thing]:
        outlined = [one.thing for one in self.outlines or ()]
        return [*(self.sites or ()), *outlined, *(self.applications or ())]


def found_in(reader: User, asked: Asked, box: Box) -> Found:
    at_sites = sites_in(reader, asked, box) if Shown.SITES in asked.shown else []
    outlines = outlines_in(reader, asked, box) if Shown.LICENCES in asked.shown else []
    waiting = waiting_in(reader, asked, box) if Shown.APPLICATIONS in asked.shown else []
    return Found(at_sites, outlines, waiting)


def rows_of_sites(reader: User, asked: Asked, box: Box) -> Any:
    every = licences(reader, asked.region)
    return licensed(sites(reader, asked.region).filter(within(box)), asked.state, every)


def sites_in(reader: User, asked: Asked, box: Box) -> list[Thing] | None:
    rows = list(rows_of_sites(reader, asked, box).order_by("number", "pk")[: MOST + 1])
    if len(rows) > MOST:
        return None
    theirs: dict[Any, list[Any]] = {}
    every = with_held(Licence.objects.visible_to(reader).standing().filter(site__in=[site.pk for site in rows]))
    for licence in every.order_by("number"):
        theirs.setdefault(licence.site_id, []).append(licence)
    return [thing_of_site(site, theirs.get(site.pk, [])) for site in rows]


def thing_of_site(site: Site, held: Sequence[Any]) -> Thing:
    """The licence that matters most says how the site is marked; all of them are named."""
    ordered = sorted(held, key=lambda licence: ORDER[licence.held])
    papers = [_("licence %(number)s %(state)s") % said_of(licence) for licence in ordered]
    resting = site.state != Site.State.ACTIVE
    words = joined(site.get_state_display().lower(), *(papers or [_("no licence known")]), in_review(site))
    url = reverse("admin:registry_site_change", args=[site.pk])
    state = ordered[0].held if ordered else ""
    return Thing("site", _("Site"), site.number, site.name, words, url, at_of(site), state, resting, site.pk)


def said_of(licence: Any) -> dict[str, Any]:
    return {"number": licence.number, "state": Held(licence.held).label}


def outlines_in(reader: User, asked: Asked, box: Box) -> list[Outline] | None:
    """Of licences; the ground of an application stands with it."""
    rows = grounds(reader, asked.region).exclude(licence=None)
    every = licences(reader, asked.region)
    if asked.state:
        rows = rows.filter(licence__in=every.filter(held=asked.state).values("pk"))
    here = list(outlined_in(rows, box).order_by("pk")[: MOST + 1])
    if len(here) > MOST:
        return None
    known = every.filter(pk__in=[ground.licence_id for ground in here]).in_bulk()
    return [outline_of(ground, known[ground.licence_id]) for ground in here if ground.licence_id in known]


def outline_of(ground: Ground, licence: Any) -> Outline:
    words = joined(Held(licence.held).label, in_hectares(ground), in_review(licence))
    url = reverse("admin:registry_licence_change", args=[licence.pk])
    corners = corners_of(ground.area)
    thing = Thing("licence", _("Licence"), licence.number, "", words, url, middle(corners), licence.held)
    return Outline(thing, corners, licence.site_id)


def in_hectares(ground: Ground) -> str:
    return f"{amount(ground.hectares, 4)} ha"


def middle(corners: Sequence[Corner]) -> Corner:
    lats, lons = [lat for lat, _lon in corners], [lon for _lat, lon in corners]
    return (min(lats) + max(lats)) // 2, (min(lons) + max(lons)) // 2


def waiting_in(reader: User, asked: Asked, box: Box) -> list[Thing] | None:
    """Applications that nobody has decided, on their outline or at their site."""
    rows = applications(reader, asked.region).select_related("site", "ground").order_by("number", "pk")
    here = [thing_of_application(one) for one in rows[: MOST + 1]]
    return None if len(here) > MOST else [one for one in here if one.at is None or box.holds(*one.at)]


def thing_of_application(application: Any) -> Thing:
    ground = getattr(application, "ground", None)
    at = middle(corners_of(ground.area)) if ground else site_of(application)
    url = reverse("admin:registry_application_change", args=[application.pk])
    words = joined(_("waits since %s") % date_format(application.applied_on), ground and in_hectares(ground))
    return Thing("application", _("Application"), application.number, "", words, url, at)


def site_of(application: Any) -> Corner | None:
    """Where its site is; one of another region may be out of its reader's sight, and is then not looked at."""
    site = application.site
    return at_of(site) if site is not None and site.region_id == application.region_id else None
