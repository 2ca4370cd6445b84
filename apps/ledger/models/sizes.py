"""Size classes: of a find or a first sale, the carats and perhaps the stones of each class (63/134 §16)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import RegionalQuerySet, Scope
from apps.columns.models import SizeClass
from apps.ledger.models.production import Production
from apps.ledger.models.purchase import Purchase
from apps.quantities.fields import CaratsField


class SizeShare(models.Model):
    """The stones of one class; their table is the class's own."""

    # A class that stones were weighed in stays; a table is replaced by its next version.
    size_class = models.ForeignKey(SizeClass, models.PROTECT, related_name="+", verbose_name=_("size class"))
    stones = models.PositiveIntegerField(_("stones"), null=True, blank=True)
    carats = CaratsField(_("carats"))

    scope: ClassVar[Scope] = Scope.REGIONAL

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(carats__gt=0), name="%(class)s_has_carats"),
            models.CheckConstraint(condition=Q(stones=None) | Q(stones__gt=0), name="%(class)s_has_stones"),
        ]

    def __str__(self) -> str:
        return f"{self.size_class}: {self.carats} ct"


class ProductionSizeQuerySet(RegionalQuerySet):
    region_path = "production__region"


class ProductionSize(SizeShare):
    production = models.ForeignKey(
        Production, models.CASCADE, related_name="sizes", db_index=False, verbose_name=_("production")
    )

    objects = ProductionSizeQuerySet.as_manager()

    class Meta(SizeShare.Meta):
        verbose_name = _("size class of a find")
        verbose_name_plural = _("size classes of a find")
        ordering = ["production", "size_class"]
        constraints = [
            *SizeShare.Meta.constraints,
            models.UniqueConstraint(fields=["production", "size_class"], name="a_class_once_in_a_find"),
        ]


class PurchaseSizeQuerySet(RegionalQuerySet):
    region_path = "purchase__region"


class PurchaseSize(SizeShare):
    purchase = models.ForeignKey(
        Purchase, models.CASCADE, related_name="sizes", db_index=False, verbose_name=_("purchase")
    )

    objects = PurchaseSizeQuerySet.as_manager()

    class Meta(SizeShare.Meta):
        verbose_name = _("size class of a sale")
        verbose_name_plural = _("size classes of a sale")
        ordering = ["purchase", "size_class"]
        constraints = [
            *SizeShare.Meta.constraints,
            models.UniqueConstraint(fields=["purchase", "size_class"], name="a_class_once_in_a_sale"),
        ]
