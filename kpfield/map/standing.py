"""What stands in a region: its sites, licences and applications, as its reader may see them, and how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Count, F, IntegerField, Max, Min, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.accounts.scope import Bounds
from apps.places.ground import Box, touching
from apps.places.models import Region
from apps.registry.models import Application, Ground, Licence, Site, What
from apps.registry.models.steps import stood


class Held(models.TextChoices):
    """How a licence stands today; the first of them is what matters most about a site that has several."""

    VALID = "valid", _("valid")
    SUSPENDED = "suspended", pgettext_lazy("licence", "suspended")
    NOT_YET = "not_yet", _("not valid yet")
    EXPIRED = "expired", _("expired")
    SURRENDERED = "surrendered", _("handed back")
    REVOKED = "revoked", _("revoked")


def here(region: Region) -> Q:
    return Bounds(region.participant_id, region.left, region.right).over("region")


def sites(reader: User, region: Region) -> Any:
    return Site.objects.visible_to(reader).standing().filter(here(region))


def licences(reader: User, region: Region) -> Any:
    """Each with how it stands today as `held`."""
    rows = Licence.objects.visible_to(reader).standing().filter(here(region))
    return with_held(rows)


def with_held(rows: Any) -> Any:
    """As `state_on` says it of today; of almost no paper the steps are looked at, and so 20,000 are counted at once."""
    today = timezone.localdate()
    term = [When(starts_on__gt=today, then=Value(Held.NOT_YET)), When(ends_on__lt=today, then=Value(Held.EXPIRED))]
    paused = Case(
        When(step=What.SURRENDERED, then=Value(Held.SURRENDERED)),
        *term,
        When(step__in=[What.SUSPENDED, What.EXPIRED], then=F("step")),
        default=Value(Held.VALID),
        output_field=CharField(),
    )
    held = Case(
        When(revoked_on__lte=today, then=Value(Held.REVOKED)),
        When(~Q(pauses=""), then=paused),
        *term,
        default=Value(Held.VALID),
        output_field=CharField(),
    )
    return rows.alias(step=stood(today)).annotate(held=held)


def applications(reader: User, region: Region) -> Any:
    return Application.objects.visible_to(reader).open().filter(here(region))


def grounds(reader: User, region: Region) -> Any:
    """The outlines of licences that stand and of applications that wait."""
    rows = Ground.objects.visible_to(reader)
    of_licence = Q(licence__in=Licence.objects.standing().filter(here(region)))
    return rows.filter(of_licence | Q(licence=None, application__in=Application.objects.open().filter(here(region))))


def licensed(rows: Any, state: str, every: Any) -> Any:
    """Of these sites those with a licence that stands so; with none at all where `state` is none of the states."""
    if not state:
        return rows
    # Not asked of each site anew: the database makes the list once.
    theirs = every.exclude(site=None)
    if state not in Held.values:
        return rows.exclude(pk__in=theirs.values("site"))
    return rows.filter(pk__in=theirs.filter(held=state).values("site"))


def within(box: Box) -> Q:
    return Q(lat_e6__range=(box.south_e6, box.north_e6), lon_e6__range=(box.west_e6, box.east_e6))


def extent(rows: Any, outlined: Any) -> Box | None:
    """The box around all that has a place; None where nothing has."""
    points = rows.aggregate(s=Min("lat_e6"), w=Min("lon_e6"), n=Max("lat_e6"), e=Max("lon_e6"))
    areas = outlined.aggregate(s=Min("south_e6"), w=Min("west_e6"), n=Max("north_e6"), e=Max("east_e6"))
    found = [box for box in (points, areas) if box["s"] is not None]
    if not found:
        return None
    south, west = (min(box[side] for box in found) for side in "sw")
    return Box(south, west, *(max(box[side] for box in found) for side in "ne"))


def placed(rows: Any, box: Box) -> Mapping[str, int]:
    """How many there are, how many of them have no position, and how many lie outside of what is shown."""
    known = Q(lat_e6__isnull=False)
    counted: Mapping[str, int] = rows.aggregate(
        all=Count("pk"), nowhere=Count("pk", filter=~known), outside=Count("pk", filter=known & ~within(box))
    )
    return counted


def in_part(parts: Sequence[Region], region: Region) -> Case:
    """An expression: in which of these parts of the region a row lies; in the region itself where in none."""
    whens = [When(region__left__range=(part.left, part.right), then=Value(part.pk)) for part in parts]
    return Case(*whens, default=Value(region.pk), output_field=IntegerField())


def counted(rows: Any, part: Case, *names: str) -> Any:
    """How many in each part; of licences also by how they stand."""
    return rows.order_by().annotate(part=part).values("part", *names).annotate(n=Count("pk"))


def outlined_in(rows: Any, box: Box) -> Any:
    return rows.filter(touching(box))
