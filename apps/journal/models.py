"""What happened: entries that are only ever added, their one order, and the signed heads of their tree."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC
from typing import Any, Self

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.journal.fields import BytesField


class Entry(models.Model):
    """One act, as it was done; guards.py lets nobody change or delete it."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    verb = models.CharField(_("verb"), max_length=32)
    kind = models.CharField(_("kind"), max_length=64, help_text=_("The model that the act was done on."))
    object_id = models.CharField(_("object"), max_length=64)
    by = models.CharField(_("by"), max_length=64, default="system")
    tablet = models.CharField(_("tablet"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    # Plain numbers: the journal stands below the regions. Both are kept, so that what moves away leaves a trace there.
    region_before = models.BigIntegerField(_("region before"), null=True, blank=True)
    region_after = models.BigIntegerField(_("region after"), null=True, blank=True)
    digest = BytesField(_("digest"), null=True, help_text=_("SHA-256 of the payload behind its salt."))

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["pk"]
        indexes = [models.Index(fields=["object_id"], name="journal_entry_object")]
        constraints = [
            models.CheckConstraint(condition=Exact(Length("digest"), 32), name="journal_digest_is_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb} {self.kind} {self.object_id}"


class Payload(models.Model):
    """What an entry was about, word for word; it may be erased with its salt, and the tree still proves the entry."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    salt = BytesField(_("salt"))
    body = BytesField(_("body"))

    class Meta:
        verbose_name = _("payload")
        verbose_name_plural = _("payloads")

    def __str__(self) -> str:
        return str(self.pk)


class Unsealed(models.Model):
    """An entry that has no position yet. The database adds the row with its entry, the sealer takes it away."""

    # The row is made by a trigger on the entry itself, so that a key to it has nothing left to check.
    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)

    class Meta:
        verbose_name = _("unsealed entry")
        verbose_name_plural = _("unsealed entries")

    def __str__(self) -> str:
        return str(self.pk)


class PositionQuerySet(models.QuerySet["Position"]):
    def after(self, position: int) -> Self:
        return self.filter(position__gt=position)

    def up_to(self, position: int) -> Self:
        return self.filter(position__lte=position)


class Position(models.Model):
    """The place of an entry in the one order, from 1 and without gaps: cursors, followers and proofs all use it."""

    position = models.BigIntegerField(_("position"), primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT)
    leaf = BytesField(_("leaf"))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.position)


class Head(models.Model):
    """The signed root of the tree over the first `size` positions; whoever holds one is a witness."""

    size = models.BigIntegerField(_("size"), primary_key=True)
    root = BytesField(_("root"))
    frontier = BytesField(_("frontier"), help_text=_("The roots of the full subtrees, left to right."))
    at = models.DateTimeField(_("at"))
    key_id = models.CharField(_("key"), max_length=16)
    signature = BytesField(_("signature"))

    class Meta:
        verbose_name = _("head")
        verbose_name_plural = _("heads")
        ordering = ["size"]
        get_latest_by = "size"

    def __str__(self) -> str:
        return str(self.size)

    def moment(self) -> str:
        return self.at.astimezone(UTC).isoformat(timespec="microseconds")

    def statement(self) -> bytes:
        """What the signature covers: a checkpoint as transparency logs write it (C2SP), and our time on a line more."""
        return f"kpfield/journal\n{self.size}\n{b64encode(self.root).decode()}\n{self.moment()}\n".encode()

    def as_json(self) -> dict[str, Any]:
        """The head as it is printed on receipts and returns: all that it takes to check the signature."""
        return {
            "size": self.size,
            "root": self.root.hex(),
            "at": self.moment(),
            "key": self.key_id,
            "signature": self.signature.hex(),
        }


class SigningKey(models.Model):
    """The public half of a key that signed; kept, so that what was signed before a rotation can still be checked."""

    key_id = models.CharField(_("key"), max_length=16, primary_key=True)
    public = BytesField(_("public key"), help_text=_("The point on P-256, uncompressed."))

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")

    def __str__(self) -> str:
        return self.key_id


class Cursor(models.Model):
    """How far one follower has read; deleting it makes the follower read everything again."""

    name = models.CharField(_("name"), max_length=64, primary_key=True)
    position = models.BigIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("cursor")
        verbose_name_plural = _("cursors")

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
