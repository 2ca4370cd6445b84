"""Licensed buyers, of a class that says from whom they may buy; known to the whole country."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import Reader, Scope
from apps.registry.folding import FoldedField
from apps.registry.models.fees import Right
from apps.registry.models.validity import Valid, ValidityQuerySet


class BuyerQuerySet(ValidityQuerySet):
    def visible_to(self, user: Reader) -> Self:
        """Buyers are national: every officer must be able to look one up (design.md §4)."""
        if user.is_superuser:
            return self.all()
        return self.filter(participant__in=user.participants())


class Buyer(Valid):
    # The code of a class of the Participant; a class that its list does not know is kept as it was written.
    buyer_class = models.CharField(_("class"), max_length=40)
    names = models.CharField(_("names"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    financier = models.CharField(_("financier"), max_length=120, blank=True)
    search = FoldedField(of=("number", "names"))

    right: ClassVar[str] = Right.BUY
    scope: ClassVar[Scope] = Scope.NATIONAL
    objects = BuyerQuerySet.as_manager()

    class Meta(Valid.Meta):
        verbose_name = _("buyer")
        verbose_name_plural = _("buyers")
        ordering = ["number"]

    @property
    def paper_class(self) -> str:
        return self.buyer_class

    def called(self) -> str:
        return self.names
