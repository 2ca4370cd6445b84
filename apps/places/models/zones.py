"""Zones and reserves: pieces of ground with a dated status, such as whether a zone meets the Process' requirements."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from apps.places.dated import ENDS_AFTER_IT_STARTS, DatedQuerySet
from apps.places.ground import Box, box_of
from apps.places.models.participants import Participant
from apps.places.models.regions import Region
from apps.places.named import Named


class ZoneQuerySet(models.QuerySet):
    def box_of(self, participant: str) -> Box | None:
        """The box around the country, where somebody wrote it down."""
        found = self.filter(participant=participant, kind=Zone.Kind.COUNTRY).first()
        return box_of(found) if found else None

    def with_status(self, day: date) -> Self:
        """Each with the status that it had on that day as `status_then`; empty where none is known."""
        held = ZoneStatus.objects.standing().on(day).filter(zone=OuterRef("pk")).order_by("-starts_on")
        return self.annotate(status_then=Subquery(held.values("status")[:1]))

    def in_force(self, day: date) -> Self:
        """With their status of that day, without those that had ended or were only announced."""
        rows = ZoneStatus.objects.filter(zone=OuterRef("pk"))
        known = self.with_status(day).alias(dated=Exists(rows), begun=Exists(rows.filter(starts_on__lte=day)))
        not_over = Q(status_then=None) | ~Q(status_then=ZoneStatus.Status.ENDED)
        return known.filter(not_over, Q(begun=True) | Q(dated=False))

    def looked_at(self) -> Self:
        """Those that people put down; a country's box is none."""
        return self.exclude(kind=Zone.Kind.COUNTRY)

    def changed(self) -> Self:
        """Those after whose last change what lies in them was not gone through to its end."""
        return self.filter(gone_through_to__isnull=False)


class Zone(Named):
    class Kind(models.TextChoices):
        # The country as a whole, by which an outline elsewhere is known.
        COUNTRY = "country", _("country")
        MINING = "mining", _("mining zone")
        RESERVE = "reserve", _("reserve")
        PROTECTED = "protected", _("protected area")

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="zones", verbose_name=_("Participant"))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="zones", verbose_name=_("region")
    )
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    source = models.CharField(_("source"), max_length=200)
    area = models.JSONField(_("area"), editable=False)
    # The box around it in millionths of a degree, by which it is found.
    south_e6 = models.IntegerField(_("southernmost latitude"), editable=False)
    west_e6 = models.IntegerField(_("westernmost longitude"), editable=False)
    north_e6 = models.IntegerField(_("northernmost latitude"), editable=False)
    east_e6 = models.IntegerField(_("easternmost longitude"), editable=False)

    # After a change the sites in it are gone through in the order of their ids, up to this one; nothing is left to do
    # where it is blank.
    gone_through_to = models.UUIDField(_("gone through up to"), null=True, editable=False)

    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["participant", "code"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "code"], name="zone_code_once_a_participant"),
        ]


class ZoneStatusQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        """Without those whose place another one took, which begins on the same day and was written later."""
        later = ZoneStatus.objects.filter(zone=OuterRef("zone"), starts_on=OuterRef("starts_on"), pk__gt=OuterRef("pk"))
        return self.exclude(Exists(later))


class ZoneStatus(models.Model):
    """
    From a day, to a day where it is known: of those that hold on a day, the one that begins last is the zone's status.

    A row is added and never changed, which the database refuses; one that begins on the same day takes its place.
    """

    class Status(models.TextChoices):
        COMPLIANT = "compliant", _("compliant with the Process")
        NOT_COMPLIANT = "not_compliant", _("not compliant with the Process")
        OPEN = "open", _("open to mining")
        CLOSED = "closed", _("closed to mining")
        # From that day on it is no zone any more.
        ENDED = "ended", _("no longer in force")

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="statuses", verbose_name=_("zone"))
    status = models.CharField(_("status"), max_length=14, choices=Status)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    objects = ZoneStatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("status of a zone")
        verbose_name_plural = _("statuses of zones")
        ordering = ["zone", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=ENDS_AFTER_IT_STARTS,
                name="zone_status_ends_after_it_starts",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="zone_status_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.get_status_display()}"
