"""Tablets, and the officers enrolled on them by a one-time code."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.accounts.tokens import code_halves, code_hash, new_code, new_token, same, token_hash
from apps.journal.writing import Act, write

SILENT_DAYS = 21


class TabletQuerySet(RegionalQuerySet):
    region_path = "office__region"

    def in_use(self) -> Self:
        return self.filter(revoked_at=None)

    def holding(self) -> Self:
        """Known, from their own numbers, to have made what is not here."""
        return self.in_use().filter(announced_seq__gt=F("contiguous_seq"))

    def silent(self) -> Self:
        """Once heard, and not for so long that somebody should ask: weeks without a network are the field's way."""
        return self.in_use().filter(last_seen_at__lt=timezone.now() - timedelta(days=SILENT_DAYS))


class Tablet(models.Model):
    """A device of the ministry; it numbers what it sends without gaps, so that we know what we do not have."""

    BLOCK: ClassVar[int] = 5_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True, help_text=_("Painted on its back."))
    office = models.ForeignKey("places.Office", models.PROTECT, related_name="tablets", verbose_name=_("office"))
    registered_on = models.DateField(_("registered on"), default=timezone.localdate)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True, editable=False)
    announced_seq = models.BigIntegerField(_("records made"), default=0, editable=False)
    contiguous_seq = models.BigIntegerField(_("records here without a gap"), default=0, editable=False)
    highest_seq = models.BigIntegerField(_("highest number here"), default=0, editable=False)
    numbered_from = models.PositiveIntegerField(_("numbers papers from"), default=0, editable=False)
    app = models.CharField(_("version of the app"), max_length=40, blank=True, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = TabletQuerySet.as_manager()

    class Meta:
        verbose_name = _("tablet")
        verbose_name_plural = _("tablets")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}"

    def missing(self) -> int:
        """How many of the records that the tablet says it has made are not here (design.md §3, promise 6)."""
        owed = self.announced_seq - self.contiguous_seq
        if self.highest_seq > self.contiguous_seq:
            owed -= self.submissions.filter(seq__gt=self.contiguous_seq).count()
        return max(0, owed)

    def next_block(self) -> int:
        """
        Behind which number an empty tablet goes on to number its papers.

        What was cleared may have printed numbers that no record brought here: so a whole block is left out, more than
        an officer gives out between two contacts. An event prints two numbers at most.
        """
        if self.enrolments.exclude(enrolled_at=None).exists():
            made = max(self.announced_seq, self.highest_seq)
            self.numbered_from = max(self.numbered_from, 2 * made) + self.BLOCK
            self.save(update_fields=["numbered_from"])
        return self.numbered_from

    def offer(self, officer: User, *, by: User | None = None, hours: int = 72) -> str:
        """
        Offer the tablet to an officer, and answer with the one-time code that the officer types on it.

        The code is shown once: what is kept is its hash.
        """
        code = new_code()
        while Enrolment.objects.open().filter(code_key=code_halves(code)[0]).exists():
            code = new_code()
        with transaction.atomic():
            enrolment = self.enrolments.create(
                officer=officer,
                code_key=code_halves(code)[0],
                code_hash=code_hash(code),
                code_expires_at=timezone.now() + timedelta(hours=hours),
            )
            enrolment.journal("offered", by=by)
        return code

    def revoke(self, *, by: User | None = None) -> None:
        """From its next request on, whoever holds this tablet is answered 410 and receives nothing."""
        with transaction.atomic():
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
            write(
                Act(
                    verb="revoked",
                    kind="accounts.tablet",
                    object_id=str(self.pk),
                    by=f"user:{by.pk}" if by else "system",
                    region_after=self.office.region_id,
                )
            )


class EnrolmentQuerySet(RegionalQuerySet):
    region_path = "tablet__office__region"

    def open(self) -> Self:
        """Offered and not yet taken up: their code still works."""
        return self.filter(
            enrolled_at=None,
            revoked_at=None,
            tablet__revoked_at=None,
            code_expires_at__gt=timezone.now(),
            code_tries__lt=Enrolment.TRIES,
        )


class Enrolment(models.Model):
    """An officer on a tablet: offered with a one-time code, taken up with it, then known by a token."""

    TRIES: ClassVar[int] = 5
    # Of one that was just taken up.
    block: int = 0

    tablet = models.ForeignKey(Tablet, models.PROTECT, related_name="enrolments", verbose_name=_("tablet"))
    officer = models.ForeignKey(User, models.PROTECT, related_name="enrolments", verbose_name=_("officer"))
    code_key = models.CharField(max_length=4, editable=False)
    code_hash = models.BinaryField(max_length=32)
    code_expires_at = models.DateTimeField(_("code works until"), editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    enrolled_at = models.DateTimeField(_("enrolled at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["tablet", "-id"]
        indexes = [models.Index(fields=["code_key"], name="enrolment_code_key")]

    def __str__(self) -> str:
        return f"{self.officer} · {self.tablet}"

    @classmethod
    def take_up(cls, code: str) -> tuple[Enrolment, str] | None:
        """
        The enrolment that was offered with this code, and its token; None for a code that does not work (any more).

        The token is shown once. A wrong second half counts as a try, and after five the offer is void.
        """
        offers = cls.objects.open().filter(code_key=code_halves(code)[0])
        with transaction.atomic():
            offered = offers.select_related("tablet__office__region", "officer").select_for_update(of=("self",)).first()
            if offered is None:
                return None
            if not same(bytes(offered.code_hash), code_hash(code)):
                offered.count_try()
                return None
            offered.block = offered.tablet.next_block()
            return offered, offered.start()

    def count_try(self) -> None:
        self.code_tries += 1
        self.save(update_fields=["code_tries"])

    def start(self) -> str:
        token = new_token()
        self.token_hash = token_hash(token)
        self.enrolled_at = timezone.now()
        self.save(update_fields=["token_hash", "enrolled_at"])
        self.journal("enrolled", by=self.officer)
        return token

    def revoke(self, *, by: User | None = None) -> None:
        """This officer's token stops working; other officers on the tablet are not touched."""
        with transaction.atomic():
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
            self.journal("revoked", by=by)

    def journal(self, verb: str, *, by: User | None) -> None:
        write(
            Act(
                verb=verb,
                kind="accounts.enrolment",
                object_id=str(self.pk),
                by=f"user:{by.pk}" if by else "system",
                tablet=str(self.tablet_id),
                region_after=self.tablet.office.region_id,
            )
        )
