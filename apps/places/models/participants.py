"""Participants of the Kimberley Process and the three dated tracks of their status (63/134 §§2, 8-14)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.places.dated import ENDS_AFTER_IT_STARTS, DatedQuerySet, Precision, written
from apps.places.named import Named


class ParticipantQuerySet(models.QuerySet):
    def artisanal(self) -> Self:
        return self.filter(artisanal=True)

    def real(self) -> Self:
        return self.filter(demo=False)


class Participant(Named):
    code = models.CharField(_("code"), max_length=2, primary_key=True, help_text=_("ISO 3166-1 alpha-2, or EU."))
    artisanal = models.BooleanField(_("mines artisanally"), default=False)
    member_of_working_group = models.BooleanField(_("member of the working group"), default=False)
    demo = models.BooleanField(_("imaginary"), default=False, help_text=_("A country that does not exist."))
    source = models.CharField(_("source"), max_length=200)
    # The language of its papers, and where whoever holds one may complain.
    language = models.CharField(_("language of its papers"), max_length=5, default="en")
    complaints = models.CharField(_("number for complaints"), max_length=40, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("Participant")
        verbose_name_plural = _("Participants")
        ordering = ["code"]


class Track(models.Model):
    """One segment of a Participant's status, printed with its source and how certain it is."""

    class Name(models.TextChoices):
        MEMBERSHIP = "membership", _("membership")
        TRADE = "trade", _("trade")
        MEASURES = "measures", _("measures")

    class State(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        APPLICANT = "applicant", _("applicant")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("removed from the list")
        OBSERVER = "observer", _("observer")
        TRADING_ENTITY = "trading_entity", _("trading entity, not a Participant")
        UNKNOWN = "unknown", _("sources conflict")
        OPEN = "open", _("open")
        SELF_SUSPENDED = "self_suspended", _("suspended by itself")
        SUSPENDED = "suspended", _("suspended")
        PARTIAL = "partial", _("open in some zones")
        SANCTIONS = "un_sanctions", _("UN sanctions")
        ACTION_PLAN = "action_plan", _("action plan")
        MONITORING = "enhanced_monitoring", _("enhanced monitoring")
        ASSISTANCE = "assistance", _("assistance")
        DECISION = "administrative_decision", _("administrative decision")

    class Direction(models.TextChoices):
        BOTH = "both", _("imports and exports")
        IMPORT = "import", _("imports")
        EXPORT = "export", _("exports")

    class Certainty(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        PRESS = "press", _("from the press")
        CONFLICTING = "conflicting", _("sources conflict")
        UNCONFIRMED = "unconfirmed", _("unconfirmed")

    code = models.SlugField(_("code"), max_length=30, unique=True)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="tracks", verbose_name=_("Participant"))
    track = models.CharField(_("track"), max_length=12, choices=Name)
    state = models.CharField(_("state"), max_length=24, choices=State)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.BOTH)
    zone = models.CharField(_("zone"), max_length=80, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    starts_precision = models.CharField(_("start known"), max_length=5, choices=Precision, default=Precision.DAY)
    ends_on = models.DateField(_("to"), null=True, blank=True, help_text=_("The last day, included."))
    ends_precision = models.CharField(_("end known"), max_length=5, choices=Precision, default=Precision.DAY)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment of status")
        verbose_name_plural = _("segments of status")
        ordering = ["participant", "track", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_IT_STARTS, name="track_ends_after_it_starts"),
            models.CheckConstraint(condition=~models.Q(source=""), name="track_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.get_state_display()}"

    @property
    def note(self) -> str:
        return self.note_fr if (get_language() or "").startswith("fr") else self.note_en

    def dates(self) -> str:
        """The segment's days as precisely as they are known: "2004 – Jun 2005", open ends left open."""
        first = written(self.starts_on, self.starts_precision)
        last = written(self.ends_on, self.ends_precision)
        return f"{first} – {last}".strip()
