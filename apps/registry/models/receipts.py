"""Receipts of the treasury that were taken: in a country each pays once, whatever it pays for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import NationalQuerySet, Scope
from apps.places.models import Participant

RECEIPT_TAKEN = _("This receipt was taken for another paper or term already.")


class ReceiptQuerySet(NationalQuerySet):
    def bearing(self, number: str) -> Self:
        """In capitals as the database writes them, which knows fewer of them on SQLite than Python does."""
        return self.filter(number=Upper(Value(number)))


class Receipt(models.Model):
    """Written by the database itself, whichever way a paper or a term is paid: `registry/receipt_guards.py`."""

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("Participant")
    )
    # Two spellings of one number are one receipt.
    number = models.CharField(_("treasury receipt"), max_length=40, editable=False)

    scope: ClassVar[Scope] = Scope.NATIONAL
    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt taken")
        verbose_name_plural = _("receipts taken")
        ordering = ["participant", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "number"], name="receipt_pays_once", violation_error_message=RECEIPT_TAKEN
            )
        ]

    def __str__(self) -> str:
        return self.number


@contextmanager
def paying_with(receipt: str, *, participant: str) -> Iterator[str]:
    """
    Give the receipt's number, to pay with it inside; a sentence where it has none, or has paid already.

    Of two who take it at once the second waits for the first, and reads that sentence too.
    """
    number = " ".join(receipt.split())
    if not number:
        raise ValidationError(_("A receipt has a number."))
    try:
        with transaction.atomic():
            yield number
    except IntegrityError as fault:
        if Receipt.objects.filter(participant=participant).bearing(number).exists():
            raise ValidationError(RECEIPT_TAKEN) from fault
        raise
