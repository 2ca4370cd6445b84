"""Purchases: the first sale by whoever digs, and resales between buyers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import RegionalQuerySet, Scope
from apps.ledger.models.fact import MOST_CARATS, Fact, FactQuerySet, usd_with_its_rate
from apps.ledger.models.production import Production, ScaleStep
from apps.places.models import Currency
from apps.quantities.fields import CaratsField, MoneyField, RateField
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.models import Decision, Status


class Stage(models.TextChoices):
    FIRST = "first", _("First sale")
    RESALE = "resale", _("Resale")


class SellerRole(models.TextChoices):
    HOLDER = "holder", _("Licence holder")
    DIGGER = "digger", _("Digger")
    GANG_LEADER = "gang_leader", _("Gang leader")
    SUPPORTER = "supporter", _("Supporter")
    LANDOWNER = "landowner", _("Landowner")


class Payment(models.TextChoices):
    CASH = "cash", _("Cash")
    BANK = "bank", _("Bank")
    MOBILE_MONEY = "mobile_money", _("Mobile money")


NO_DIGGER_SELLS = Q(seller=None, seller_written="")
NO_BUYER_SELLS = Q(seller_buyer=None, seller_buyer_written="")


class Purchase(Fact):
    """
    For the figures: `purchase_counts` covers status, day, region, stage, payment, void, carats and usd.
    """

    # Printed in the booklet; the tablet's own receipt does not replace it.
    slip_number = models.CharField(_("number of the printed slip"), max_length=40, blank=True)
    # The two parts of that number, by which the booklet is found that it was torn from.
    slip_series = models.CharField(_("series of the slip"), max_length=40, blank=True, default="", editable=False)
    slip_place = models.PositiveIntegerField(_("number in the series"), null=True, blank=True, editable=False)
    stage = models.CharField(_("stage"), max_length=6, choices=Stage, default=Stage.FIRST)
    bought_on = models.DateField(_("day"))
    seller = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="sales", verbose_name=_("seller")
    )
    seller_written = models.CharField(_("seller, as written"), max_length=40, blank=True)
    seller_buyer = models.ForeignKey(
        Buyer, models.PROTECT, null=True, blank=True, related_name="sales", verbose_name=_("selling buyer")
    )
    seller_buyer_written = models.CharField(_("selling buyer, as written"), max_length=40, blank=True)
    seller_role = models.CharField(_("role of the seller"), max_length=12, choices=SellerRole, blank=True)
    licence = models.ForeignKey(
        Licence, models.PROTECT, null=True, blank=True, related_name="purchases", verbose_name=_("licence")
    )
    licence_written = models.CharField(_("licence, as written"), max_length=40, blank=True)
    buyer = models.ForeignKey(
        Buyer, models.PROTECT, null=True, blank=True, related_name="purchases", verbose_name=_("buyer")
    )
    buyer_written = models.CharField(_("buyer, as written"), max_length=40, blank=True)
    origin_known = models.BooleanField(_("origin established"))
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="purchases", verbose_name=_("site of origin")
    )
    site_written = models.CharField(_("site of origin, as written"), max_length=40, blank=True)
    stones = models.PositiveIntegerField(_("stones"), null=True, blank=True)
    carats = CaratsField(_("carats"))
    # What its size classes weigh together, so that no rule need add them up; None where the stones were not sorted.
    sized_carats = CaratsField(_("carats by size class"), null=True, blank=True, editable=False)
    scale_step = models.CharField(_("step of the scale"), max_length=4, choices=ScaleStep, blank=True, default="")
    price = MoneyField(_("gross price"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    debt_deducted = MoneyField(_("debt deducted"), null=True, blank=True)
    cash_paid = MoneyField(_("cash paid"), null=True, blank=True)
    # Frozen when the record was made, with the rate of the day; a later rate changes nothing.
    usd = MoneyField(_("gross price in US$"), null=True, blank=True, editable=False)
    usd_rate = RateField(_("rate used"), null=True, blank=True, editable=False)
    payment = models.CharField(_("paid by"), max_length=12, choices=Payment)
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    witness = models.CharField(_("witness"), max_length=120, blank=True)
    productions = models.ManyToManyField(
        Production, through="ledger.PurchaseSource", related_name="purchases", verbose_name=_("finds it comes from")
    )

    unrepeated: ClassVar[Mapping[str, Any]] = {
        **dict.fromkeys(["carats", "price"], 0),
        **dict.fromkeys(["stones", "sized_carats", "debt_deducted", "cash_paid", "usd", "usd_rate"]),
    }
    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        ordering = ["-bought_on", "number"]
        indexes = [
            *Fact.Meta.indexes,
            models.Index(
                fields=["status", "bought_on", "region", "stage", "payment", "void", "carats", "usd"],
                name="purchase_counts",
            ),
            # The order of the list at the desk, with what it shows of the rows: those of one stage and region.
            models.Index(fields=["-bought_on", "number", "-case", "region", "stage"], name="purchase_by_day"),
            models.Index(fields=["slip_number"], name="purchase_by_slip"),
            models.Index(
                fields=["slip_series", "slip_place"],
                name="purchase_of_a_booklet",
                condition=Q(slip_place__isnull=False),
            ),
        ]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stage=Stage.FIRST) & NO_BUYER_SELLS | Q(stage=Stage.RESALE) & NO_DIGGER_SELLS,
                name="purchase_seller_fits_its_stage",
            ),
            models.CheckConstraint(
                condition=Q(origin_known=True) | Q(site=None, site_written=""),
                name="purchase_of_unknown_origin_has_no_site",
                violation_error_message=_("Where the origin is not established there is no site."),
            ),
            models.CheckConstraint(
                condition=Q(void=True, carats=0) | Q(void=False, carats__gt=0, carats__lte=MOST_CARATS),
                name="purchase_carats_are_in_bounds",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="purchase_price_is_no_debt"),
            models.CheckConstraint(
                condition=Q(debt_deducted=None) | Q(debt_deducted__gte=0), name="purchase_debt_is_positive"
            ),
            models.CheckConstraint(condition=Q(cash_paid=None) | Q(cash_paid__gte=0), name="purchase_cash_is_positive"),
            models.CheckConstraint(condition=usd_with_its_rate(), name="purchase_usd_has_its_rate"),
            models.CheckConstraint(condition=Q(payment__in=Payment.values), name="purchase_payment_is_known"),
        ]

    def after_decision(self, decision: Decision) -> None:
        """The find that a replaced purchase had made goes with it, unless the correction still names that find."""
        super().after_decision(decision)
        if decision.status != Status.ACCEPTED:
            return
        named = set(self.sources.values_list("production", flat=True))
        for replaced in self.replaced_chain():
            for find in Production.objects.filter(case__together_with=replaced.pk).exclude(pk__in=named):
                find.give_way(decision)

    @property
    def slip_key(self) -> str:
        """The slip however it is spelled; "" where none is named."""
        return f"{self.slip_series} {self.slip_place or ''}".strip()

    def stays(self) -> bool:
        """Whether a buyer is said to sell to himself."""
        seller = (self.seller_buyer_id, self.seller_buyer_written)
        return self.stage == Stage.RESALE and seller == (self.buyer_id, self.buyer_written)


class ResaleManager(models.Manager.from_queryset(FactQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> FactQuerySet:
        return FactQuerySet(self.model, using=self._db).filter(stage=Stage.RESALE)


class Resale(Purchase):
    """A sale between buyers: it stands among the purchases, and its stage keeps it out of every first sale."""

    objects: ClassVar[Any] = ResaleManager()

    class Meta:
        proxy = True
        verbose_name = _("resale")
        verbose_name_plural = _("resales")


class PurchaseSourceQuerySet(RegionalQuerySet):
    region_path = "purchase__region"


class PurchaseSource(models.Model):
    """A find that a purchase comes from, with its part of the carats where that is known."""

    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="sources", verbose_name=_("purchase"))
    production = models.ForeignKey(
        Production, models.PROTECT, null=True, blank=True, related_name="sold_in", verbose_name=_("find")
    )
    production_written = models.CharField(_("find, as written"), max_length=40, blank=True)
    carats = CaratsField(_("carats"), null=True, blank=True)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = PurchaseSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("find of a purchase")
        verbose_name_plural = _("finds of a purchase")
        ordering = ["purchase", "id"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "production"], name="a_find_once_in_a_purchase"),
            models.CheckConstraint(
                condition=Q(production__isnull=False) | ~Q(production_written=""), name="purchase_source_names_a_find"
            ),
            models.CheckConstraint(condition=Q(carats=None) | Q(carats__gt=0), name="purchase_source_has_carats"),
        ]

    def __str__(self) -> str:
        return f"{self.purchase} ← {self.production or self.production_written}"
