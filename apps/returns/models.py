"""What a country signs: its figures of a period, how complete they are, and what does not add up."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import NationalQuerySet, Scope
from apps.places.models import Participant
from apps.returns.format import Content


class NationalReturn(models.Model):
    """A final return never changes: what comes later is a new revision beside it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGNED = "signed", _("signed")

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="returns", db_index=False, verbose_name=_("Participant")
    )
    period = models.CharField(_("period"), max_length=8)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    figures = models.JSONField(_("figures"))
    coverage = models.JSONField(_("coverage"))
    checks = models.JSONField(_("checks"))
    method_version = models.CharField(_("method version"), max_length=12)

    # Figures of a country; whoever is in it has no name here.
    scope: ClassVar[Scope] = Scope.NO_PERSONS
    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("national return")
        verbose_name_plural = _("national returns")
        ordering = ["period", "participant", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "period", "revision"], name="one_return_a_revision"),
            models.UniqueConstraint(
                fields=["participant", "period"], condition=Q(status="draft"), name="one_draft_a_period"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="return_revision_from_one"),
            models.CheckConstraint(condition=Q(status__in=["draft", "signed"]), name="return_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.period}, {self.revision}"

    @property
    def content(self) -> Content:
        return Content(self.figures, self.coverage, self.checks, self.method_version)

    @property
    def is_final(self) -> bool:
        return self.status == self.Status.SIGNED


def last_revisions(period: str) -> dict[str, NationalReturn]:
    """The last revision of each Participant's return of a period, by its code."""
    revisions = NationalReturn.objects.filter(period=period).order_by("participant", "revision")
    return {each.participant_id: each for each in revisions}
