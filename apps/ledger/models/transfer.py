"""Transfers: carats that passed from one holder to another without a sale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.ledger.models.fact import MOST_CARATS, Fact, FactQuerySet
from apps.ledger.models.stock import Level, one_holder
from apps.quantities.fields import CaratsField
from apps.registry.models import Buyer, Digger, Licence


class Reason(models.TextChoices):
    SHARE = "share", _("A share of the find")
    TO_SELL = "to_sell", _("To be sold for the owner")
    VALUATION = "valuation", _("To be valued")
    SAFEKEEPING = "safekeeping", _("To be kept safe")
    RETURNED = "returned", _("Giving back")
    OTHER = "other", _("Another reason")


class Transfer(Fact):
    slip_number = models.CharField(_("number of the printed slip"), max_length=40, blank=True)
    # The two parts of that number, by which the booklet is found that it was torn from.
    slip_series = models.CharField(_("series of the slip"), max_length=40, blank=True, default="", editable=False)
    slip_place = models.PositiveIntegerField(_("number in the series"), null=True, blank=True, editable=False)
    moved_on = models.DateField(_("day"))
    giver_level = models.CharField(_("level of the giver"), max_length=16, choices=Level)
    giver_digger = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="given", verbose_name=_("giving digger")
    )
    giver_digger_written = models.CharField(_("giving digger, as written"), max_length=40, blank=True)
    giver_licence = models.ForeignKey(
        Licence, models.PROTECT, null=True, blank=True, related_name="given", verbose_name=_("licence of the giver")
    )
    giver_licence_written = models.CharField(_("licence of the giver, as written"), max_length=40, blank=True)
    giver_buyer = models.ForeignKey(
        Buyer, models.PROTECT, null=True, blank=True, related_name="given", verbose_name=_("giving buyer")
    )
    giver_buyer_written = models.CharField(_("giving buyer, as written"), max_length=40, blank=True)
    giver_place = models.CharField(_("where it was kept"), max_length=120, blank=True)
    receiver_level = models.CharField(_("level of the receiver"), max_length=16, choices=Level)
    receiver_digger = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="received", verbose_name=_("receiving digger")
    )
    receiver_digger_written = models.CharField(_("receiving digger, as written"), max_length=40, blank=True)
    receiver_licence = models.ForeignKey(
        Licence,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received",
        verbose_name=_("licence of the receiver"),
    )
    receiver_licence_written = models.CharField(_("licence of the receiver, as written"), max_length=40, blank=True)
    receiver_buyer = models.ForeignKey(
        Buyer, models.PROTECT, null=True, blank=True, related_name="received", verbose_name=_("receiving buyer")
    )
    receiver_buyer_written = models.CharField(_("receiving buyer, as written"), max_length=40, blank=True)
    receiver_place = models.CharField(_("where it is kept"), max_length=120, blank=True)
    carats = CaratsField(_("carats"))
    stones = models.PositiveIntegerField(_("stones"), null=True, blank=True)
    seal = models.CharField(_("seal"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    reason_words = models.CharField(_("reason in words"), max_length=120, blank=True)
    # Whoever is named above, as one key each: carats that come back to where they were have not moved.
    giver = models.CharField(_("given by"), max_length=120, editable=False)
    receiver = models.CharField(_("received by"), max_length=120, editable=False)

    unrepeated: ClassVar[Mapping[str, Any]] = {"carats": 0, "stones": None}
    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-moved_on", "number"]
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["slip_number"], name="transfer_by_slip"),
            models.Index(
                fields=["slip_series", "slip_place"],
                name="transfer_of_a_booklet",
                condition=Q(slip_place__isnull=False),
            ),
            models.Index(fields=["giver", "moved_on"], name="transfers_from_a_holder"),
            models.Index(fields=["receiver", "moved_on"], name="transfers_to_a_holder"),
        ]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=one_holder("giver_"), name="transfer_names_one_giver"),
            models.CheckConstraint(condition=one_holder("receiver_"), name="transfer_names_one_receiver"),
            models.CheckConstraint(condition=~Q(giver="") & ~Q(receiver=""), name="transfer_has_both_holders"),
            models.CheckConstraint(
                condition=Q(void=True, carats=0) | Q(void=False, carats__gt=0, carats__lte=MOST_CARATS),
                name="transfer_carats_are_in_bounds",
            ),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="transfer_reason_is_known"),
            models.CheckConstraint(
                condition=~Q(reason=Reason.OTHER) | ~Q(reason_words=""), name="another_reason_of_a_transfer_is_said"
            ),
        ]

    @property
    def slip_key(self) -> str:
        """The slip however it is spelled; "" where none is named."""
        return f"{self.slip_series} {self.slip_place or ''}".strip()

    def stays(self) -> bool:
        """Whether the stones are said to go to whom they come from."""
        return self.giver == self.receiver
