"""What tablets sent: each event word for word, what became of it, and what some of them still wait for."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Tablet, User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.forms.dictionary import all_forms
from apps.places.models import Region


class SubmissionQuerySet(RegionalQuerySet):
    def quarantined(self) -> Self:
        """Kept word for word until somebody at the desk has looked."""
        return self.filter(status=Submission.Status.QUARANTINED, set_aside=None)

    def put_away(self) -> Self:
        """Nothing can be made of it, as somebody at the desk has said; kept word for word all the same."""
        return self.filter(status=Submission.Status.QUARANTINED, set_aside__isnull=False)

    def in_conflict(self) -> Self:
        """Two have changed the same: both are kept until somebody at the desk decides."""
        return self.filter(status=Submission.Status.CONFLICT)

    def held(self) -> Self:
        return self.filter(status=Submission.Status.HELD)


class Submission(models.Model):
    """
    One event as its tablet made it.

    An event stands under its own id and its place in the tablet's count, once. What may not take that place (a second
    event under the same id or number, one that is damaged or not this tablet's) is kept under an id made from its own
    bytes and without a number, so that it is kept once as well.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        HELD = "held", _("Held")
        CONFLICT = "conflict", _("Conflict")
        QUARANTINED = "quarantined", _("In quarantine")

    id = models.UUIDField(primary_key=True, editable=False)
    tablet = models.ForeignKey(
        Tablet, models.PROTECT, related_name="submissions", db_index=False, verbose_name=_("tablet")
    )
    seq = models.BigIntegerField(_("number on the tablet"), null=True)
    officer = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("officer"))
    # Where the officer was posted when it came; the record's own region may be another.
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("region"))
    body = models.BinaryField(_("as it came"))
    sha256 = models.BinaryField(max_length=32)
    # Behind it the journal's digest of the body; erased with the body, so that nobody can find the words by trying.
    salt = models.BinaryField(max_length=16)
    form = models.CharField(_("form"), max_length=20, blank=True)
    form_version = models.PositiveIntegerField(_("version of the form"), null=True)
    act = models.CharField(_("act"), max_length=8, blank=True)
    record = models.UUIDField(_("record"), null=True)
    status = models.CharField(_("status"), max_length=11, choices=Status)
    # {"code", "en", "fr"}: what the officer is told.
    reason = models.JSONField(_("reason"), null=True)
    version = models.PositiveIntegerField(_("version of the record"), null=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["record"], name="submissions_of_a_record"),
            models.Index(
                fields=["status", "received_at"], condition=~Q(status="applied"), name="submissions_not_applied"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["tablet", "seq"], name="one_submission_a_number"),
            models.CheckConstraint(
                condition=Q(status__in=["applied", "held", "conflict", "quarantined"]),
                name="submission_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status="applied") | Q(reason__isnull=False), name="submission_not_applied_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_name} {self.seq or ''}".strip()

    @property
    def form_name(self) -> str:
        """What the form records, in the language of whoever reads; the bare code of one that is not known here."""
        form = all_forms().get(self.form)
        return str(apps.get_model(form.model)._meta.verbose_name) if form else self.form

    def as_text(self) -> str:
        """The event as it came, for people; bytes that are no text are shown as escapes."""
        return bytes(self.body).decode(errors="backslashreplace")

    @property
    def sentence(self) -> str:
        """Why it is not applied, in the language of whoever reads."""
        return said(self.reason, get_language() or "en")["sentence"] if self.reason else ""


def said(reason: dict[str, Any], language: str) -> dict[str, Any]:
    """A reason as it is answered: its code, its sentence in one language, and what stands where two wrote."""
    told = {"code": reason["code"], "sentence": reason["fr" if language.startswith("fr") else "en"]}
    return {**told, "stands": reason["stands"]} if "stands" in reason else told


class MendingQuerySet(RegionalQuerySet):
    region_path = "submission__region"


class Mending(models.Model):
    """What somebody at the desk put in the place of what could not be used; the officer's own bytes stay beside it."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, primary_key=True, related_name="mending", verbose_name=_("submission")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    why = models.TextField(_("why"))
    body = models.BinaryField(_("as it was mended"))
    sha256 = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = MendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mended submission")
        verbose_name_plural = _("mended submissions")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="who_mends_says_why")]

    def __str__(self) -> str:
        return str(self.submission)

    def as_text(self) -> str:
        return bytes(self.body).decode(errors="backslashreplace")


class SetAside(models.Model):
    """That nothing can be made of what was sent, and whose word that is; what was sent stays as it came."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, primary_key=True, related_name="set_aside", verbose_name=_("submission")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    why = models.TextField(_("why"))

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = MendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission set aside")
        verbose_name_plural = _("submissions set aside")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="who_sets_aside_says_why")]

    def __str__(self) -> str:
        return str(self.submission)


class Held(models.Model):
    """That a submission waits for a record which no one has sent yet."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="waits", verbose_name=_("submission"))
    waits_for = models.UUIDField(_("waits for"), db_index=True)

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("held submission")
        verbose_name_plural = _("held submissions")
        constraints = [models.UniqueConstraint(fields=["submission", "waits_for"], name="a_submission_waits_once")]

    def __str__(self) -> str:
        return str(self.waits_for)


class SealedReport(models.Model):
    """
    A report in confidence, as the tablet sealed it: only its reader can open it.

    It bears no tablet, officer, region or moment, and no journal entry is written: who reported is nobody's to see.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(_("key"), max_length=16)
    sealed = models.JSONField(_("as it came"))

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("sealed report")
        verbose_name_plural = _("sealed reports")

    def __str__(self) -> str:
        return str(self.pk)


class HandedOver(models.Model):
    """
    One sealed package of a tablet's work that somebody else brought: another tablet, or staff with a file.

    It stands under the hash of what was sealed, so the same one is kept once. Once taken in its bytes are dropped: the
    events stand word for word among the submissions.
    """

    class State(models.TextChoices):
        TAKEN = "taken", _("Taken in")
        KEPT = "kept", _("Kept shut")

    class Why(models.TextChoices):
        OTHER_KEY = "other_key", _("It was sealed to another key.")
        DAMAGED = "damaged", _("It is damaged. Make the file again on the tablet.")
        CLOSED = "closed", _("The tablet or its officer was closed. Take it in here if the work is to count.")
        UNKNOWN = "unknown", _("The server no longer knows the tablet’s key. Take it in here if the work is to count.")

    id = models.CharField(_("hash"), max_length=64, primary_key=True, editable=False)
    tablet = models.ForeignKey(
        Tablet, models.PROTECT, null=True, related_name="handed_over", verbose_name=_("made on tablet")
    )
    officer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("officer"))
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("brought by"))
    carried_on = models.ForeignKey(
        Tablet, models.PROTECT, null=True, related_name="carried", verbose_name=_("carried on tablet")
    )
    # Of whoever made it; of whoever brought it where nobody knows who that is.
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    state = models.CharField(_("state"), max_length=5, choices=State)
    why = models.CharField(_("why"), max_length=9, choices=Why, blank=True)
    # How many ended in which status, and how many bytes of photos came.
    became = models.JSONField(_("what became of it"), default=dict)
    package = models.JSONField(_("as it came"), null=True)
    came_at = models.DateTimeField(_("came at"), default=timezone.now)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = RegionalQuerySet.as_manager()

    class Meta:
        verbose_name = _("handed-over work")
        verbose_name_plural = _("handed-over work")
        ordering = ["-came_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken", package__isnull=True) | Q(state="kept", package__isnull=False),
                name="handed_over_work_is_kept_until_taken",
            )
        ]

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.came_at), "SHORT_DATETIME_FORMAT")
