"""What is valid from a day to a day unless it is revoked: licences, and buyers by theirs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.registry.models.registered import Registered
from apps.review.models import Case
from apps.review.querysets import ReviewableQuerySet


class ValidityQuerySet(ReviewableQuerySet):
    def valid_on(self, day: date) -> Self:
        """Covering the day; one that was revoked held until the day before."""
        return self.filter(Q(revoked_on=None) | Q(revoked_on__gt=day), starts_on__lte=day, ends_on__gte=day)


class Valid(Registered):
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid to"), help_text=_("The last day, included."))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True, editable=False)
    revoked_because = models.TextField(_("revoked because"), blank=True, editable=False)

    class Meta(Registered.Meta):
        abstract = True
        constraints = [
            *Registered.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_because="")
                | (Q(revoked_on__isnull=False) & ~Q(revoked_because="")),
                name="%(class)s_revoked_for_a_reason",
            ),
        ]

    def is_valid_on(self, day: date) -> bool:
        revoked = self.revoked_on is not None and self.revoked_on <= day
        return self.starts_on <= day <= self.ends_on and not revoked

    def last_valid_day(self) -> date:
        """The last day of the paper, or the day before it was revoked."""
        return self.ends_on if self.revoked_on is None else min(self.ends_on, self.revoked_on - timedelta(days=1))

    def revoke(self, day: date, *, by: User, reason: str) -> None:
        """
        End the validity from this day on, for a reason.

        What was bought before stays as it is; what was bought since is flagged by the ledger, which reads the journal.
        """
        if not reason.strip():
            raise ValidationError(_("Say why it is revoked."))
        if not by.may("license", left=self.region.left):
            raise ValidationError(_("You do not issue or revoke licences in this region."))

        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.refresh_from_db(fields=["revoked_on"])
            if self.revoked_on is not None:
                raise ValidationError(_("It is revoked already."))
            self.revoked_on, self.revoked_because = day, reason.strip()
            self.save(update_fields=["revoked_on", "revoked_because", "written_at"])
            case.touch("revoked", by=by, words={"day": day.isoformat(), "reason": self.revoked_because})
            settle_on_commit()
