"""The ledger at the desk: what was found and what was sold, read and added up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import ScopedAdmin, reader_of
from apps.ledger.forms.production import PRODUCTION
from apps.ledger.forms.purchase import PURCHASE
from apps.ledger.forms.stock_count import STOCK_COUNT
from apps.ledger.models import Production, PublishedTotal, Purchase, StockCount
from apps.registry.admin import named
from apps.registry.desk import RecordAdmin, seen_name
from apps.review.desk import RegionFilter, amount

CARATS = {"carats": "ct"}


@admin.register(Production)
class ProductionAdmin(RecordAdmin):
    form_declared = PRODUCTION
    search_folded = False
    search_fields = ["number", "site__number", "licence__number", "company"]
    list_display = ["number", "at_site", "region", "ends_on", "weight", "basis", "standing"]
    list_filter = ["status", ("region", RegionFilter), "channel", "basis", "nil"]
    sums = CARATS

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(site_number=F("site__number"), site_name=seen_name("site", "name", reader_of(request)))
        )

    @admin.display(description=gettext_lazy("site"), ordering="site__number")
    def at_site(self, find: Any) -> str:
        return named(find.site_number, find.site_name) or find.site_written or find.company

    @admin.display(description=gettext_lazy("carats"), ordering="carats")
    def weight(self, find: Production) -> str:
        return _("nothing found") if find.nil else amount(find.carats)


@admin.register(Purchase)
class PurchaseAdmin(RecordAdmin):
    form_declared = PURCHASE
    search_folded = False
    search_fields = ["number", "slip_number", "seller__number", "buyer__number", "buyer__names", "licence__number"]
    list_display = ["number", "sold_by", "bought_by", "bought_on", "weight", "gross", "standing"]
    list_filter = ["status", ("region", RegionFilter), "seller_role", "payment", "origin_known"]
    sums = CARATS

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                seller_number=F("seller__number"),
                seller_names=seen_name("seller", "names", reader_of(request)),
                buyer_number=F("buyer__number"),
                buyer_names=F("buyer__names"),
            )
        )

    @admin.display(description=gettext_lazy("seller"), ordering="seller__number")
    def sold_by(self, purchase: Any) -> str:
        return named(purchase.seller_number, purchase.seller_names) or purchase.seller_written

    @admin.display(description=gettext_lazy("buyer"), ordering="buyer__number")
    def bought_by(self, purchase: Any) -> str:
        return named(purchase.buyer_number, purchase.buyer_names) or purchase.buyer_written

    @admin.display(description=gettext_lazy("carats"), ordering="carats")
    def weight(self, purchase: Purchase) -> str:
        return amount(purchase.carats)

    @admin.display(description=gettext_lazy("gross price"), ordering="price")
    def gross(self, purchase: Purchase) -> str:
        return f"{amount(purchase.price)} {purchase.currency_id}"


@admin.register(StockCount)
class StockCountAdmin(RecordAdmin):
    """No sum stands below the list: counts of one holder on two days are not two stocks."""

    form_declared = STOCK_COUNT
    search_folded = False
    search_fields = ["number", "digger__number", "licence__number", "buyer__number", "buyer__names", "place"]
    list_display = ["number", "level", "held_by", "counted_on", "weight", "basis", "standing"]
    list_filter = ["status", ("region", RegionFilter), "level", "basis"]

    def get_queryset(self, request: HttpRequest) -> Any:
        named_by = {"digger_names": seen_name("digger", "names", reader_of(request))}
        numbers = {f"{name}_number": F(f"{name}__number") for name in ("digger", "licence", "buyer")}
        return super().get_queryset(request).annotate(**numbers, **named_by, buyer_names=F("buyer__names"))

    @admin.display(description=gettext_lazy("held by"))
    def held_by(self, count: Any) -> str:
        return (
            named(count.digger_number, count.digger_names)
            or count.licence_number
            or named(count.buyer_number, count.buyer_names)
            or count.digger_written
            or count.licence_written
            or count.buyer_written
            or count.place
        )

    @admin.display(description=gettext_lazy("carats"), ordering="carats")
    def weight(self, count: StockCount) -> str:
        return amount(count.carats)


@admin.register(PublishedTotal)
class PublishedTotalAdmin(ScopedAdmin):
    may_read = frozenset({"read", "inventories"})
    list_display = ["participant", "period", "channel", "carats", "source", "standing"]
    list_select_related = ["participant"]
    list_filter = [("participant", admin.RelatedOnlyFieldListFilter), "channel", "standing"]
