"""Inspections: what was seen at a site on a day. A site is one and its visits are many; each is a fact of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.ledger.models.fact import Fact, FactQuerySet
from apps.quantities.fields import CubicMetresField
from apps.registry.models import Site

# States in which nothing is found.
NOTHING_TO_FIND = (Site.State.MINED_OUT, Site.State.FLOODED)


class Visit(models.TextChoices):
    PLANNED = "planned", _("Planned")
    # By somebody who was not told what the first visit found.
    BLIND = "blind", _("Second visit, without knowing the first result")


class Water(models.TextChoices):
    NONE = "none", _("None")
    STREAM = "stream", _("River or stream")
    PUMPED = "pumped", _("Pumped")
    STANDING = "standing", _("Standing in the pits")


class Result(models.TextChoices):
    IN_ORDER = "in_order", _("In order")
    TO_PUT_RIGHT = "to_put_right", _("Something to put right")
    INFRACTION = "infraction", _("An infraction, recorded apart")


def at_least_nothing(*names: str) -> Q:
    """None of these is below zero; what was not counted is none."""
    each: Any = [Q(**{name: None}) | Q(**{f"{name}__gte": 0}) for name in names]
    condition = Q()
    for one in each:
        condition &= one
    return condition


class Inspection(Fact):
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        # The index below begins with it.
        db_index=False,
        related_name="inspections",
        verbose_name=_("site"),
    )
    site_written = models.CharField(_("site, as written"), max_length=40, blank=True)
    inspected_on = models.DateField(_("day of the visit"))
    visit = models.CharField(_("kind of visit"), max_length=8, choices=Visit)
    state = models.CharField(_("state of the site"), max_length=10, choices=Site.State)
    pits = models.PositiveIntegerField(_("open pits"), null=True, blank=True)
    water = models.CharField(_("water for washing"), max_length=8, choices=Water, blank=True)
    # Counted and never named; not counted is none and not zero.
    women = models.PositiveIntegerField(_("women, 18 and over"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men, 18 and over"), null=True, blank=True)
    aged_15_17 = models.PositiveIntegerField(_("aged 15 to 17"), null=True, blank=True)
    under_15 = models.PositiveIntegerField(_("under 15"), null=True, blank=True)
    gravel_stockpiled = CubicMetresField(_("gravel waiting to be washed (m³)"), null=True, blank=True)
    gravel_washed = CubicMetresField(_("gravel washed (m³)"), null=True, blank=True)
    findings = models.CharField(_("findings"), max_length=500, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result)
    follow_up = models.CharField(_("what is to follow"), max_length=300, blank=True)
    follow_up_on = models.DateField(_("to be done by"), null=True, blank=True)

    unrepeated: ClassVar[Mapping[str, Any]] = dict.fromkeys(
        ["pits", "women", "men", "aged_15_17", "under_15", "gravel_stockpiled", "gravel_washed"]
    )
    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-inspected_on", "number"]
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["site", "inspected_on"], name="inspections_of_a_site"),
        ]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(site__isnull=False) | ~Q(site_written=""), name="inspection_is_of_a_site"
            ),
            models.CheckConstraint(condition=Q(visit__in=Visit.values), name="inspection_visit_is_known"),
            models.CheckConstraint(condition=Q(state__in=Site.State.values), name="inspection_state_is_known"),
            models.CheckConstraint(condition=Q(water__in=["", *Water.values]), name="inspection_water_is_known"),
            models.CheckConstraint(condition=Q(result__in=Result.values), name="inspection_result_is_known"),
            models.CheckConstraint(
                condition=at_least_nothing("gravel_stockpiled", "gravel_washed"), name="inspection_gravel_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(follow_up_on__gte=F("inspected_on")),
                name="inspection_is_followed_up_afterwards",
                violation_error_message=_("What is to follow cannot be due before the visit."),
            ),
        ]

    def young(self) -> int:
        """How many under 18 were at work, as far as they were counted."""
        return (self.aged_15_17 or 0) + (self.under_15 or 0)
