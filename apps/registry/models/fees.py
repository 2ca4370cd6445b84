"""What a Participant asks for its papers: dated amounts, kept as data."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import Scope
from apps.places.dated import ENDS_AFTER_IT_STARTS, DatedQuerySet
from apps.places.models import Currency, Participant
from apps.quantities.fields import MoneyField

CENT = Decimal("0.01")


class Right(models.TextChoices):
    """What a paper gives a right to."""

    DIG = "dig", _("to dig")
    BUY = "buy", _("to buy")


class FeeQuerySet(DatedQuerySet):
    def due(self, *, participant: str, right: str, paper_class: str, act: str, day: date) -> Any:
        """What is asked for this act on that day: the newest amount of the schedule, None where it names none."""
        asked = self.filter(participant=participant, right=right, paper_class=paper_class, act=act)
        return asked.on(day).select_related("currency").order_by("-starts_on").first()


class Fee(models.Model):
    class Act(models.TextChoices):
        GRANT = "grant", _("grant")
        RENEWAL = "renewal", _("renewal")

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="fees", db_index=False, verbose_name=_("Participant")
    )
    right = models.CharField(_("right"), max_length=4, choices=Right)
    paper_class = models.CharField(_("class"), max_length=40)
    act = models.CharField(_("act"), max_length=8, choices=Act)
    amount = MoneyField(_("amount"))
    per_hectare = models.BooleanField(_("for each hectare"), default=False)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    scope: ClassVar[Scope] = Scope.NO_PERSONS
    objects = FeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["participant", "right", "paper_class", "act", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "right", "paper_class", "act", "starts_on"], name="fee_once_a_start"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fee_is_no_debt"),
            models.CheckConstraint(condition=ENDS_AFTER_IT_STARTS, name="fee_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{readable(self.amount)} {self.currency_id}"

    def for_ground(self, hectares: Decimal | None) -> Decimal:
        """The amount for so many hectares, to the cent."""
        amount: Decimal = self.amount
        return (amount * (hectares or Decimal(0))).quantize(CENT, ROUND_HALF_UP) if self.per_hectare else amount

    def refuse_less(self, amount: Decimal, currency: Currency, hectares: Decimal | None) -> None:
        """Raise a sentence where this is not what is asked, or in another currency."""
        asked = self.for_ground(hectares)
        if currency != self.currency or amount < asked:
            said = {"amount": readable(asked), "currency": self.currency_id}
            raise ValidationError(_("The schedule asks for %(amount)s %(currency)s."), params=said)


def readable(amount: Decimal) -> str:
    """As the reader's language writes it."""
    return number_format(amount, 2, use_l10n=True, force_grouping=True)
