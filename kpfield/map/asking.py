"""What the address of the map asks for: a region, what to show, licences in which state, and how close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.places.models import Region
from kpfield.map.standing import Held
from kpfield.map.view import View


class Shown(models.TextChoices):
    SITES = "sites", _("Sites")
    LICENCES = "licences", _("Outlines of licences")
    APPLICATIONS = "applications", _("Applications")
    OVERLAPS = "overlaps", _("Overlaps")
    ZONES = "zones", _("Zones and reserves")
    LAND = "land", _("Rivers, roads, villages")


# A site of which no licence is known, beside the states that a licence may have.
NO_LICENCE = "none"
STATES = [*Held.choices, (NO_LICENCE, _("no licence known"))]


@dataclass(frozen=True)
class Asked:
    region: Region
    regions: Sequence[Region]
    shown: frozenset[str]
    state: str = ""
    view: View | None = None

    @property
    def called(self) -> str:
        return called(self.region)

    def query(self, *, region: Region | None = None, view: View | None = None) -> str:
        """The address of the same map of another region, or closer; the region's own view where none is given."""
        said: list[tuple[str, Any]] = [("region", (region or self.region).pk), ("state", self.state)]
        said += [("show", one) for one in sorted(self.shown)]
        return "?" + urlencode([*said, *([("at", view)] if view else [])])


def called(region: Region) -> str:
    """A country by its name in the reader's language."""
    return region.participant.name if region.level == 0 else region.name


def asked_by(reader: User, address: QueryDict) -> Asked | None:
    """None where this person has no region; a 404 for a region that he does not see, and for what no link wrote."""
    rows = Region.objects.select_related("participant")
    seen = list(rows if reader.is_superuser else rows.filter(anywhere_in(reader.bounds(), "")))
    if not seen:
        return None
    known = {str(region.pk): region for region in seen}
    region = known.get(address.get("region") or str(first_for(reader, seen).pk))
    state = address.get("state", "")
    if region is None or state not in {"", *dict(STATES)}:
        raise Http404
    return Asked(region, seen, shown_by(address), state, view_of(address.get("at", "")))


def first_for(reader: User, seen: Sequence[Region]) -> Region:
    """His own; whoever sees the world begins where there is something to see."""
    posted = [posting.region for posting in reader.postings_today if posting.region in seen]
    return next((region for region in posted if region), seen[0])


def shown_by(address: QueryDict) -> frozenset[str]:
    """Everything, unless somebody chose; who takes every tick away sees the bare ground."""
    chosen = frozenset(address.getlist("show"))
    if not chosen <= set(Shown.values):
        raise Http404
    # The form sends its state, even where that is blank; a link to a place may not.
    return chosen if chosen or "state" in address else frozenset(Shown.values)


def view_of(written: str) -> View | None:
    try:
        return View.parse(written) if written else None
    except ValueError as fault:
        raise Http404 from fault


def choices(asked: Asked) -> Mapping[str, Any]:
    """What the form offers: the tree of regions, the states, the layers, each with whether it is chosen."""
    top = min(region.level for region in asked.regions)
    return {
        "regions": [(one.pk, "– " * (one.level - top) + called(one), one == asked.region) for one in asked.regions],
        "states": [(code, name, code == asked.state) for code, name in STATES],
        "layers": [(code, name, code in asked.shown) for code, name in Shown.choices],
    }
