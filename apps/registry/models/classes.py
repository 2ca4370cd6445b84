"""Classes of licences and buyers, and who may buy from whom: each Participant's own, kept as data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import Scope
from apps.places.models import Participant
from apps.places.named import Named
from apps.quantities.fields import HectaresField


class LicenceClass(Named):
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="licence_classes", db_index=False, verbose_name=_("Participant")
    )
    code = models.CharField(_("code"), max_length=40)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    hectares = HectaresField(_("hectares"), null=True, blank=True)
    most_held = models.PositiveSmallIntegerField(_("at most for one holder"), null=True, blank=True)

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("class of licence")
        verbose_name_plural = _("classes of licence")
        ordering = ["participant", "code"]
        constraints = [models.UniqueConstraint(fields=["participant", "code"], name="licence_class_once")]


class BuyerClass(Named):
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="buyer_classes", db_index=False, verbose_name=_("Participant")
    )
    code = models.CharField(_("code"), max_length=40)

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("class of buyer")
        verbose_name_plural = _("classes of buyer")
        ordering = ["participant", "code"]
        constraints = [models.UniqueConstraint(fields=["participant", "code"], name="buyer_class_once")]


class MayBuy(models.Model):
    """That a class of buyer may buy from this kind of seller; what is not said is not allowed."""

    # Sellers who are no buyers; any other seller is the code of a class of buyer.
    DIGGER: ClassVar[str] = "digger"
    LICENCE_HOLDER: ClassVar[str] = "licence_holder"

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="may_buy", db_index=False, verbose_name=_("Participant")
    )
    seller = models.CharField(_("seller"), max_length=40, help_text=_("digger, licence_holder or a class of buyer."))
    buyer_class = models.ForeignKey(
        BuyerClass, models.CASCADE, related_name="may_buy", verbose_name=_("class of buyer")
    )

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("right to buy")
        verbose_name_plural = _("rights to buy")
        ordering = ["participant", "seller", "buyer_class"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "seller", "buyer_class"], name="right_to_buy_once")
        ]

    def __str__(self) -> str:
        return f"{self.seller} → {self.buyer_class}"
