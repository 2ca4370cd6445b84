"""Keys that tablets sign cards and receipts with: their public halves, and from when on one of them proves nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import User
from apps.accounts.models.tablets import Enrolment, Tablet
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.journal.writing import Act, write


class TabletKeyQuerySet(RegionalQuerySet):
    region_path = "tablet__office__region"

    def withdrawn(self) -> Self:
        """Of closed tablets, of officers whose place on the tablet is closed, and of those who have left."""
        theirs = Enrolment.objects.filter(tablet=OuterRef("tablet"), officer=OuterRef("officer"))
        closed = Q(tablet__revoked_at__isnull=False) | Q(officer__is_active=False)
        return self.filter(closed | ~Exists(theirs.filter(revoked_at=None))).select_related("tablet")


class TabletKey(models.Model):
    """The public half of a key of an officer on a tablet; the private half has never left it."""

    tablet = models.ForeignKey(Tablet, models.PROTECT, related_name="keys", verbose_name=_("tablet"))
    officer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("officer"))
    public = models.CharField(
        _("public key"), max_length=66, unique=True, help_text=_("The point on P-256, compressed, in hex.")
    )
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid to"))

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = TabletKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a tablet")
        verbose_name_plural = _("keys of tablets")
        ordering = ["tablet", "starts_on"]

    def __str__(self) -> str:
        return f"{self.tablet} · {self.public[:16]}"

    @classmethod
    def certify(cls, public: str, *, tablet: Tablet, officer: User, until: date) -> TabletKey | None:
        """The key, good until that day from now on; None where another tablet or officer came with it before."""
        with transaction.atomic():
            days = {"starts_on": timezone.localdate(), "ends_on": until}
            key, made = cls.objects.get_or_create(
                public=public, defaults={"tablet": tablet, "officer": officer, **days}
            )
            if (key.tablet_id, key.officer_id) != (tablet.pk, officer.pk):
                return None
            if not made:
                key.ends_on = until
                key.save(update_fields=["ends_on"])
            key.journal("certified")
        return key

    def journal(self, verb: str) -> None:
        write(
            Act(
                verb=verb,
                kind="accounts.tabletkey",
                object_id=str(self.pk),
                by=f"user:{self.officer_id}",
                tablet=str(self.tablet_id),
                region_after=self.tablet.office.region_id,
            )
        )

    def withdrawn_since(self) -> date:
        """
        The first day from which a withdrawn key proves nothing.

        Who reports a tablet stolen does so days later; what it had made before its last contact is honest work, and a
        digger keeps his card.
        """
        closed = self.tablet.revoked_at or self.place_closed_at() or self.tablet.last_seen_at or timezone.now()
        return timezone.localdate(min(closed, self.tablet.last_seen_at or closed))

    def place_closed_at(self) -> datetime | None:
        theirs = self.tablet.enrolments.filter(officer=self.officer_id, revoked_at__isnull=False)
        return theirs.order_by("-revoked_at").values_list("revoked_at", flat=True).first()
