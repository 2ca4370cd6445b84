"""Stock counts: what a holder had on a day, at each level from the digger to the State."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.ledger.models.fact import MOST_CARATS, Fact, FactQuerySet, usd_with_its_rate
from apps.places.models import Currency
from apps.quantities.fields import CaratsField, MoneyField, RateField
from apps.registry.models import Buyer, Digger, Licence


class Level(models.TextChoices):
    DIGGER = "digger", _("Digger")
    LICENCE_HOLDER = "licence_holder", _("Licence holder")
    BUYER = "buyer", _("Buyer")
    BUYING_HOUSE = "buying_house", _("Buying house")
    EXPORTER = "exporter", _("Exporter")
    STATE = "state", _("The State")
    SEIZED = "seized", _("Seized")


class Counted(models.TextChoices):
    COUNTED = "counted", _("Counted before an officer")
    DECLARED = "declared", _("Declared")


# The one column that names the holder at each level: himself, his licence, or the place where the State keeps it.
NAMED_BY = {
    Level.DIGGER: "digger",
    Level.LICENCE_HOLDER: "licence",
    Level.BUYER: "buyer",
    Level.BUYING_HOUSE: "buyer",
    Level.EXPORTER: "buyer",
    Level.STATE: "place",
    Level.SEIZED: "place",
}


def one_holder(side: str = "") -> Q:
    """Each level names its holder in a column of its own, and in no other."""
    condition = Q()
    for column in dict.fromkeys(NAMED_BY.values()):
        levels = Q(**{f"{side}level__in": [level for level, by in NAMED_BY.items() if by == column]})
        others = [is_named(side + other, False) for other in dict.fromkeys(NAMED_BY.values()) if other != column]
        condition |= Q(levels, is_named(side + column, True), *others)
    return condition


def is_named(column: str, holds: bool) -> Q:
    if column.endswith("place"):
        return ~Q(**{column: ""}) if holds else Q(**{column: ""})
    if holds:
        return Q(**{f"{column}__isnull": False}) | ~Q(**{f"{column}_written": ""})
    return Q(**{f"{column}__isnull": True, f"{column}_written": ""})


class StockCount(Fact):
    """
    For the figures: `stock_count_counts` covers status, day, region, level, holder, void and carats.
    """

    counted_on = models.DateField(_("day"))
    level = models.CharField(_("level"), max_length=16, choices=Level)
    digger = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="stock_counts", verbose_name=_("digger")
    )
    digger_written = models.CharField(_("digger, as written"), max_length=40, blank=True)
    licence = models.ForeignKey(
        Licence, models.PROTECT, null=True, blank=True, related_name="stock_counts", verbose_name=_("licence")
    )
    licence_written = models.CharField(_("licence, as written"), max_length=40, blank=True)
    buyer = models.ForeignKey(
        Buyer, models.PROTECT, null=True, blank=True, related_name="stock_counts", verbose_name=_("buyer")
    )
    buyer_written = models.CharField(_("buyer, as written"), max_length=40, blank=True)
    place = models.CharField(_("where it is kept"), max_length=120, blank=True)
    basis = models.CharField(_("basis"), max_length=8, choices=Counted)
    carats = CaratsField(_("carats"))
    stones = models.PositiveIntegerField(_("stones"), null=True, blank=True)
    value = MoneyField(_("value"), null=True, blank=True)
    currency = models.ForeignKey(
        Currency, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("currency")
    )
    # Frozen when the record was made, with the rate of the day; a later rate changes nothing.
    usd = MoneyField(_("value in US$"), null=True, blank=True, editable=False)
    usd_rate = RateField(_("rate used"), null=True, blank=True, editable=False)
    witness = models.CharField(_("witness"), max_length=120, blank=True)
    # Whoever is named above, as one key: by it the counts of one holder are known.
    holder = models.CharField(_("held by"), max_length=120, editable=False)

    unrepeated: ClassVar[Mapping[str, Any]] = {
        "carats": 0,
        **dict.fromkeys(["stones", "value", "currency_id", "usd", "usd_rate"]),
    }
    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")
        ordering = ["-counted_on", "number"]
        indexes = [
            *Fact.Meta.indexes,
            models.Index(
                fields=["status", "counted_on", "region", "level", "holder", "void", "carats"],
                name="stock_count_counts",
            ),
            models.Index(fields=["holder", "counted_on"], name="stock_counts_of_a_holder"),
        ]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=one_holder(), name="stock_count_names_one_holder"),
            models.CheckConstraint(condition=~Q(holder=""), name="stock_count_has_a_holder"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="stock_count_level_is_known"),
            models.CheckConstraint(condition=Q(basis__in=Counted.values), name="stock_count_basis_is_known"),
            # Nothing in stock is a count too.
            models.CheckConstraint(
                condition=Q(carats__gte=0, carats__lte=MOST_CARATS), name="stock_count_carats_are_in_bounds"
            ),
            models.CheckConstraint(condition=Q(void=False) | Q(carats=0), name="a_void_stock_count_has_no_carats"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, currency__isnull=False), name="stock_count_value_has_currency"
            ),
            models.CheckConstraint(condition=usd_with_its_rate(), name="stock_count_usd_has_its_rate"),
        ]
