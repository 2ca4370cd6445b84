"""What a certificate is handed out for, a grant or a renewal: the fee, the act and the card are three people's acts."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from itertools import combinations
from operator import and_
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


class Certified(models.Model):
    """To be paid for (`paid_by`) and done (the column that `done_by` names) before its certificate is handed out."""

    # Of the certificate, which is the card of a licence.
    issued_on = models.DateField(_("handed out on"), null=True, editable=False)
    issued_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("handed out by")
    )
    issued_to = models.CharField(_("handed out to"), max_length=120, blank=True, editable=False)

    done_by: ClassVar[str]
    same_person: ClassVar[Any]

    class Meta:
        abstract = True

    def payment(self) -> tuple[Decimal | None, str | None, str]:
        """How much, of which currency, and the number of the treasury's receipt."""
        raise NotImplementedError

    def hand_out(self, *, to: str, by: User) -> None:
        """Write down who hands the certificate to whom: once, and neither who took the fee nor who did what it paid."""
        if self.issued_on is not None:
            raise ValidationError(_("The certificate is handed out already."))
        if by.pk in {getattr(self, f"{name}_id") for name in ("paid_by", self.done_by)}:
            raise ValidationError(self.same_person)
        self.issued_on, self.issued_by, self.issued_to = timezone.localdate(), by, to.strip()
        self.save(update_fields=["issued_on", "issued_by", "issued_to"])


def three_people(done_by: str) -> Q:
    """A condition: of fee, act and card no two are the same person's."""
    pairs = combinations(("paid_by", done_by, "issued_by"), 2)
    apart = (Q(**{one: None}) | Q(**{other: None}) | ~Q(**{one: F(other)}) for one, other in pairs)
    return reduce(and_, apart)


def handed_out_after(done: str) -> Q:
    """A condition: nothing of a certificate is written before what it is of is done, and then all of it."""
    given = Q(**{"issued_on__isnull": False, "issued_by__isnull": False, f"{done}__isnull": False})
    return Q(issued_on=None, issued_by=None, issued_to="") | (given & ~Q(issued_to=""))
