"""Licences to dig, as officers see them on paper and as the ministry issues them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.places.models import Currency
from apps.quantities.fields import HectaresField, MoneyField
from apps.registry.folding import FoldedField
from apps.registry.models.digger import Digger
from apps.registry.models.fees import Right
from apps.registry.models.site import Site
from apps.registry.models.validity import Valid, ValidityQuerySet


class Licence(Valid):
    class HolderKind(models.TextChoices):
        PERSON = "person", _("A person")
        COOPERATIVE = "cooperative", _("A cooperative")
        COMPANY = "company", _("A company")

    # The code of a class of the Participant; a class that its list does not know is kept as it was written.
    licence_class = models.CharField(_("class"), max_length=40)
    holder_kind = models.CharField(_("kind of holder"), max_length=12, choices=HolderKind)
    holder = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="licences", verbose_name=_("holder")
    )
    holder_written = models.CharField(_("holder, as written"), max_length=40, blank=True)
    holder_name = models.CharField(_("name of the holder"), max_length=120, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="licences", verbose_name=_("site")
    )
    site_written = models.CharField(_("site, as written"), max_length=40, blank=True)
    area_text = models.CharField(_("area in words"), max_length=500, blank=True)
    hectares = HectaresField(_("hectares"), null=True, blank=True)
    authority = models.CharField(_("issued by"), max_length=120)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    fee = MoneyField(_("fee"), null=True, blank=True)
    fee_currency = models.ForeignKey(
        Currency, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("currency")
    )
    treasury_receipt = models.CharField(_("treasury receipt"), max_length=40, blank=True)
    supporter = models.CharField(_("supporter"), max_length=120, blank=True)
    share_rule = models.CharField(_("share rule"), max_length=500, blank=True)
    search = FoldedField(of=("number", "holder_name", "area_text"))

    right: ClassVar[str] = Right.DIG
    objects = ValidityQuerySet.as_manager()

    class Meta(Valid.Meta):
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["number"]
        constraints = [
            *Valid.Meta.constraints,
            models.CheckConstraint(condition=Q(fee=None) | Q(fee__gte=0), name="licence_fee_is_no_debt"),
            models.CheckConstraint(condition=Q(hectares=None) | Q(hectares__gte=0), name="licence_area_is_positive"),
        ]

    @property
    def paper_class(self) -> str:
        return self.licence_class

    def called(self) -> str:
        return self.holder_name
