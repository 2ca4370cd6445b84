"""Who: people, their roles and postings, and the tablets they carry."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import CAPABILITIES, SEES_PERSONS, Role, roles_that_may
from apps.accounts.scope import Bounds, Reader, RegionalQuerySet, Scope, anywhere_in

__all__ = ["Enrolment", "Language", "Posting", "Role", "Tablet", "User"]


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Reader) -> Self:
        """Colleagues: people with a posting, past or present, in a region that this user sees."""
        if user.is_superuser:
            return self.all()
        there = Posting.objects.filter(anywhere_in(user.bounds(), "region"), user=OuterRef("pk"))
        return self.filter(Exists(there))


class People(UserManager):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: Reader) -> UserQuerySet:
        return self.get_queryset().visible_to(user)


class User(AbstractUser):
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = People()

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    @cached_property
    def postings_today(self) -> list[Posting]:
        """Read once a request; a user object does not outlive one."""
        return list(self.postings.on(timezone.localdate()).select_related("region"))

    def bounds(self) -> Sequence[Bounds]:
        """The subtrees in which this person may see records of persons today."""
        regions = [posting.region for posting in self.postings_today if posting.role in SEES_PERSONS]
        return [Bounds(region.participant_id, region.left, region.right) for region in regions if region]

    def participants(self) -> Collection[str]:
        return {bounds.participant for bounds in self.bounds()}

    def may(self, capability: str, *, left: int | None = None) -> bool:
        """Whether a posting of today allows this; with a region's `left`, whether one that covers that region does."""
        if not self.is_active or self.is_superuser:
            return self.is_active
        return any(
            capability in CAPABILITIES[posting.role] and (left is None or posting.covers(left))
            for posting in self.postings_today
        )


class PostingQuerySet(RegionalQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def that_may(self, capability: str) -> Self:
        return self.filter(role__in=roles_that_may(capability))


class Posting(models.Model):
    """A role that a person holds in a region, from a day to a day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    region = models.ForeignKey(
        "places.Region", models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("region")
    )
    office = models.ForeignKey(
        "places.Office", models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("office")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day of the posting."))

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["user", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="posting_ends_after_it_starts",
                violation_error_message=_("A posting cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.PLENARY) | Q(region__isnull=False),
                name="posting_has_a_region",
                violation_error_message=_("Only the plenary desk is posted without a region."),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="posting_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    def covers(self, left: int) -> bool:
        return self.region is None or self.region.left <= left <= self.region.right


class TabletQuerySet(RegionalQuerySet):
    region_path = "office__region"


class Tablet(models.Model):
    """A device of the ministry; it numbers what it sends without gaps, so that we know what we do not have."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True, help_text=_("Painted on its back."))
    office = models.ForeignKey("places.Office", models.PROTECT, related_name="tablets", verbose_name=_("office"))
    registered_on = models.DateField(_("registered on"), default=timezone.localdate)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True, editable=False)
    announced_seq = models.BigIntegerField(_("records made"), default=0, editable=False)
    contiguous_seq = models.BigIntegerField(_("records here without a gap"), default=0, editable=False)
    app = models.CharField(_("version of the app"), max_length=40, blank=True, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = TabletQuerySet.as_manager()

    class Meta:
        verbose_name = _("tablet")
        verbose_name_plural = _("tablets")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}"

    def holds_at_least(self) -> int:
        """Records that the tablet says it has made and that are not here (design.md §3, promise 6)."""
        return max(0, self.announced_seq - self.contiguous_seq)


class EnrolmentQuerySet(RegionalQuerySet):
    region_path = "tablet__office__region"

    def open(self) -> Self:
        """Offered and not yet taken up: their code still works."""
        return self.filter(
            enrolled_at=None, revoked_at=None, tablet__revoked_at=None, code_expires_at__gt=timezone.now()
        ).filter(code_tries__lt=Enrolment.TRIES)


class Enrolment(models.Model):
    """An officer on a tablet: offered with a one-time code, taken up with it, then known by a token."""

    TRIES: ClassVar[int] = 5

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
