"""People, their roles, and where they are posted from when to when."""

from __future__ import annotations

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
from apps.places.models import Region


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Reader) -> Self:
        """
        Colleagues: people with a posting, past or present, in a region that this user sees or whose accounts he keeps.

        Who keeps accounts also sees those that were never posted: they are new, and he has to post them.
        """
        if user.is_superuser:
            return self.all()
        kept = user.bounds_to("people")
        there = Posting.objects.filter(anywhere_in([*user.bounds(), *kept], "region"), user=OuterRef("pk"))
        new = ~Exists(Posting.objects.filter(user=OuterRef("pk")))
        return self.filter(Exists(there) | new if kept else Exists(there))


class People(UserManager):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: Reader) -> UserQuerySet:
        return self.get_queryset().visible_to(user)


class User(AbstractUser):
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    @cached_property
    def postings_today(self) -> list[Posting]:
        """Read once a request; a user object does not outlive one."""
        return list(self.postings.on(timezone.localdate()).select_related("region"))

    def bounds(self) -> Sequence[Bounds]:
        """The subtrees in which this person may see records of persons today."""
        regions = [posting.region for posting in self.postings_today if posting.role in SEES_PERSONS]
        return [Bounds(region.participant_id, region.left, region.right) for region in regions if region]

    def bounds_to(self, capability: str) -> Sequence[Bounds]:
        """The subtrees in which a posting of today allows this, which may be fewer than this person reads in."""
        regions = [posting.region for posting in self.postings_today if capability in CAPABILITIES[posting.role]]
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
    def visible_to(self, user: Reader) -> Self:
        if user.is_superuser:
            return self.all()
        return self.filter(anywhere_in([*user.bounds(), *user.bounds_to("people")], "region"))

    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def lasting(self) -> Self:
        """Of today or to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))

    def sharing(self, place: Region) -> Self:
        """In a region that this place lies in, or that lies in it."""
        over = Q(region__left__lte=place.left, region__right__gte=place.left)
        return self.filter(over | Q(region__left__gte=place.left, region__left__lte=place.right))

    def out_of_reach(self, user: User) -> Self:
        """
        Postings, of today or to come, that show persons of regions where this user may not enrol.

        Whoever makes a code could also type it, and would then read what its officer reads.
        """
        if user.is_superuser:
            return self.none()
        return self.lasting().filter(role__in=SEES_PERSONS).exclude(anywhere_in(user.bounds_to("enrol"), "region"))

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
