"""The tree of regions: integer bounds over all Participants, so that a subtree is one comparison."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.places.models.participants import Participant


class RegionQuerySet(models.QuerySet):
    def within(self, region: Region) -> Self:
        """The region itself and all below it."""
        return self.filter(left__gte=region.left, left__lte=region.right)

    def around(self, region: Region) -> Self:
        """The region itself and all above it, the Participant first."""
        return self.filter(left__lte=region.left, right__gte=region.right).order_by("level")

    def roots(self) -> Self:
        return self.filter(level=0)


class Region(models.Model):
    """A place that reports: level 0 is the Participant itself."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="regions", verbose_name=_("Participant"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=80, help_text=_("As the country itself publishes it."))
    also_called = models.JSONField(_("also called"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=24, help_text=_("country, province, district …"))
    level = models.PositiveSmallIntegerField(_("level"))
    # Numbered by the loader over the whole table: a subtree is left <= x <= right, whatever the Participant.
    left = models.PositiveIntegerField(_("left bound"), editable=False)
    right = models.PositiveIntegerField(_("right bound"), editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["left"]
        indexes = [models.Index(fields=["left", "right"], name="region_bounds")]
        constraints = [
            models.UniqueConstraint(fields=["participant", "code"], name="region_code_once_a_participant"),
            models.UniqueConstraint(fields=["participant"], condition=Q(level=0), name="one_root_a_participant"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="region_bounds_in_order"),
            models.CheckConstraint(
                condition=Q(level=0, parent=None) | Q(level__gt=0, parent__isnull=False),
                name="only_a_root_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def subtree(self) -> RegionQuerySet:
        return Region.objects.within(self)

    def path(self) -> RegionQuerySet:
        return Region.objects.around(self)

    def holds(self, other: Region) -> bool:
        return self.left <= other.left <= self.right
