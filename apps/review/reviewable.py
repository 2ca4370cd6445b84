"""What every record under review has: a case, a region, a number people know and a copied status."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import Scope
from apps.places.models import Region
from apps.review.models import Case, Decision, Flag, Status
from apps.review.querysets import ReviewableQuerySet

__all__ = ["Reviewable", "ReviewableQuerySet"]


class Reviewable(models.Model):
    # The tablet makes the id, so a record sent twice is still one record.
    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, db_column="id", related_name="+", editable=False, verbose_name=_("case")
    )
    number = models.CharField(_("number"), max_length=40)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("region")
    )
    # Copied from the case for the figures' indexes; `Case` alone writes it.
    status = models.CharField(_("review"), max_length=8, choices=Status, default=Status.PENDING, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    # Questions of the form whose answers are not for every reader of the region.
    kept: ClassVar[Collection[str]] = ()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["region", "status"], name="%(class)s_of_a_region")]
        constraints = [models.CheckConstraint(condition=Q(status__in=Status.values), name="%(class)s_status_is_known")]

    def __str__(self) -> str:
        return self.number

    def is_closed(self) -> bool:
        """Whether its words change no more, whatever its status; each kind adds its own rule."""
        return False

    def before_decision(self, status: str) -> None:
        """Raise a sentence where the record cannot take this status; each kind adds its own rules."""

    def after_decision(self, decision: Decision) -> None:
        """What else follows from a decision, in its transaction; each kind adds its own."""

    def kept_from(self, reader: User) -> Collection[str]:
        """Those of `kept` that this reader of the region may not know now; each kind adds its own rule."""
        return ()

    def flag(self, code: str, **numbers: str) -> Flag:
        """An unsaved flag against this record; `review.flagging` raises it."""
        return Flag(case_id=self.pk, code=code, numbers=numbers)
