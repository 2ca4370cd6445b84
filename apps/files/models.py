"""What tablets promised to show, what came of it, and which record it belongs to."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Tablet, User
from apps.accounts.scope import Reader, RegionalQuerySet, Scope
from apps.files.cleaning import KEPT_AS, MOST_KEPT
from apps.files.refusals import Refusal
from apps.places.models import Region


class BlobQuerySet(models.QuerySet):
    def visible_to(self, user: Reader) -> Self:
        """A picture by itself belongs to nobody: it is seen by whoever sees a record that shows it."""
        shown = Attachment.objects.visible_to(user).filter(sent__blob=OuterRef("pk"))
        return self.filter(Exists(shown))


class Blob(models.Model):
    """A picture as we keep it, once, however many sent it; named by the hash of its bytes."""

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size"))
    type = models.CharField(_("type"), max_length=20, default=KEPT_AS)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    kept_at = models.DateTimeField(_("kept at"), default=timezone.now)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = BlobQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.sha256[:12]


class State(models.TextChoices):
    AWAITED = "awaited", _("Not here yet")
    KEPT = "kept", _("Here")
    REFUSED = "refused", _("Refused")


class SentQuerySet(RegionalQuerySet):
    region_path = "tablet__office__region"

    def awaited(self) -> Self:
        return self.filter(state=State.AWAITED)


class Sent(models.Model):
    """
    Bytes that a tablet said it has, by their hash.

    Of one tablet and no other: whoever only knows the hash of a picture that another sent has to send it to have it.
    """

    # Made from the tablet and the hash, so that saying it again is the same row.
    id = models.UUIDField(primary_key=True, editable=False)
    tablet = models.ForeignKey(Tablet, models.PROTECT, related_name="sent", verbose_name=_("tablet"))
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size"))
    type = models.CharField(_("type"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.AWAITED)
    refusal = models.CharField(_("why"), max_length=7, choices=Refusal, blank=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="sent", verbose_name=_("picture"))
    promised_at = models.DateTimeField(_("promised at"), default=timezone.now)
    settled_at = models.DateTimeField(_("came at"), null=True)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = SentQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a tablet")
        verbose_name_plural = _("photos of tablets")
        indexes = [models.Index(fields=["tablet", "size"], condition=Q(state="awaited"), name="sent_awaited")]
        constraints = [
            models.UniqueConstraint(fields=["tablet", "sha256"], name="a_tablet_sends_bytes_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="sent_state_is_known"),
            models.CheckConstraint(condition=Q(state="kept") ^ Q(blob=None), name="sent_has_its_picture_when_kept"),
            models.CheckConstraint(condition=Q(state="refused") ^ Q(refusal=""), name="sent_says_why_it_is_refused"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @staticmethod
    def key(tablet: uuid.UUID, digest: str) -> uuid.UUID:
        return uuid.uuid5(tablet, digest)

    def most_kept(self) -> int:
        """What shows one thing in answer to two questions is kept as large as either of them allows."""
        return self.attachments.aggregate(most=Max("most"))["most"] or MOST_KEPT

    def settle(self, state: State, *, blob: Blob | None = None, refusal: str = "") -> None:
        """What became of the bytes; whoever says it first has said it."""
        now = timezone.now()
        Sent.objects.awaited().filter(pk=self.pk).update(state=state, blob=blob, refusal=refusal, settled_at=now)
        self.refresh_from_db()


class AttachmentQuerySet(RegionalQuerySet):
    def of_record(self, record: uuid.UUID) -> Self:
        return self.filter(record=record).select_related("sent__blob").order_by("declared_at", "field")

    def awaited(self) -> Self:
        return self.filter(sent__state=State.AWAITED)

    def refused(self) -> Self:
        return self.filter(sent__state=State.REFUSED)


class Attachment(models.Model):
    """That a record shows these bytes as its answer to a question."""

    # Made from the bytes, the record and the question: the same said again is the same row.
    id = models.UUIDField(primary_key=True, editable=False)
    sent = models.ForeignKey(Sent, models.PROTECT, related_name="attachments", verbose_name=_("photo"))
    # Not a key: the record may be held or in quarantine, and stands above us.
    record = models.UUIDField(_("record"), db_index=True)
    field = models.CharField(_("question"), max_length=40)
    most = models.PositiveIntegerField(_("bytes that the question allows"), default=MOST_KEPT, editable=False)
    submission = models.UUIDField(_("sent with"))
    officer = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("officer"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    declared_at = models.DateTimeField(_("promised at"), default=timezone.now)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-declared_at"]

    def __str__(self) -> str:
        return f"{self.field} {self.sent}"

    @staticmethod
    def key(sent: uuid.UUID, record: uuid.UUID, field: str) -> uuid.UUID:
        return uuid.uuid5(sent, f"{record} {field}")
