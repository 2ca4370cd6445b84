"""A renewal: one person takes the treasury's receipt, another renews the paper, a third hands out its certificate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.places.models import Currency, Participant
from apps.quantities.fields import MoneyField
from apps.registry.models.certified import Certified, handed_out_after, three_people
from apps.registry.models.steps import Step
from apps.review.models import Case

SAME_PERSON = _("Renewal, fee and card are three people's acts: you have done another of them.")


class RenewalQuerySet(RegionalQuerySet):
    region_path = "case__region"

    def waiting(self) -> Self:
        """Paid, and not renewed yet."""
        return self.filter(step=None)

    def done(self) -> Self:
        return self.exclude(step=None)


class Renewal(Certified):
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="renewals", db_index=False, editable=False, verbose_name=_("case")
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("Participant")
    )
    paid_on = models.DateField(_("paid on"), editable=False)
    amount = MoneyField(_("amount"), editable=False)
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("currency")
    )
    receipt = models.CharField(_("treasury receipt"), max_length=40, editable=False)
    paid_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("written down by")
    )
    at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    step = models.OneToOneField(
        Step, models.PROTECT, null=True, related_name="renewal", editable=False, verbose_name=_("renewed as")
    )
    renewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name=_("renewed by")
    )

    scope: ClassVar[Scope] = Scope.REGIONAL
    done_by: ClassVar[str] = "renewed_by"
    same_person: ClassVar[Any] = SAME_PERSON
    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        ordering = ["paid_on", "pk"]
        indexes = [models.Index(fields=["case", "paid_on"], name="renewals_of_a_paper")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(step=None), name="one_renewal_waits_for_a_paper"),
            models.CheckConstraint(condition=Q(amount__gte=0) & ~Q(receipt=""), name="renewal_is_paid_with_a_receipt"),
            models.CheckConstraint(
                condition=Q(step=None, renewed_by=None) | Q(step__isnull=False, renewed_by__isnull=False),
                name="renewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=three_people("renewed_by"),
                name="renewal_fee_and_card_are_three_peoples_acts",
                violation_error_message=SAME_PERSON,
            ),
            models.CheckConstraint(condition=handed_out_after("step"), name="handed_out_after_the_renewal"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.amount} {self.currency_id}"

    def payment(self) -> tuple[Decimal | None, str | None, str]:
        return self.amount, self.currency_id, self.receipt
