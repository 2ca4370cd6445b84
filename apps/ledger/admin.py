"""The ledger at the desk: what was found, sold, held and moved, read and added up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import ScopedAdmin
from apps.accounts.models import User
from apps.ledger.forms.booklet import BOOKLET
from apps.ledger.forms.production import PRODUCTION
from apps.ledger.forms.purchase import PURCHASE
from apps.ledger.forms.resale import RESALE
from apps.ledger.forms.stock_count import STOCK_COUNT
from apps.ledger.forms.transfer import TRANSFER
from apps.ledger.keying import KeyedAtTheDesk
from apps.ledger.models import Booklet, Production, PublishedTotal, Purchase, Resale, Stage, StockCount, Transfer
from apps.ledger.returning import ReturnedAtTheDesk
from apps.registry.adding import WrittenAtTheDesk
from apps.registry.admin import named
from apps.registry.desk import RecordAdmin, seen_name
from apps.review.desk import RegionFilter, amount

CARATS = {"carats": "ct"}


class ReturnedFilter(admin.SimpleListFilter):
    """Booklets that are out, and those that are back."""

    title = gettext_lazy("where it is")
    parameter_name = "back"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", _("Out")), ("yes", _("Back"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(returned_on__isnull=self.value() == "no") if self.value() in {"no", "yes"} else queryset


@admin.register(Production)
class ProductionAdmin(RecordAdmin):
    form_declared = PRODUCTION
    search_fields = ["^number", "^site__number", "^licence__number", "^company"]
    list_display = ["number", "at_site", "region", "ends_on", "weight", "basis", "standing"]
    list_filter = ["status", ("region", RegionFilter), "channel", "basis", "nil"]
    sums = CARATS

    def with_names(self, rows: Any, reader: User) -> Any:
        return rows.annotate(site_number=F("site__number"), site_name=seen_name("site", "name", reader))

    @admin.display(description=gettext_lazy("site"), ordering="site__number")
    def at_site(self, find: Any) -> str:
        return named(find.site_number, find.site_name) or find.site_written or find.company

    @admin.display(description=gettext_lazy("carats"), ordering="carats")
    def weight(self, find: Production) -> str:
        return _("nothing found") if find.nil else amount(find.carats)


class SaleAdmin(RecordAdmin):
    """One stage of sales: what is summed below a list is never first sales and resales together."""

    list_display = ["number", "sold_by", "bought_by", "bought_on", "weight", "gross", "standing"]
    sums = CARATS
    stage: ClassVar[Stage]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(stage=self.stage)

    def with_names(self, rows: Any, reader: User) -> Any:
        return rows.annotate(buyer_number=F("buyer__number"), buyer_names=F("buyer__names"))

    @admin.display(description=gettext_lazy("buyer"), ordering="buyer__number")
    def bought_by(self, purchase: Any) -> str:
        return named(purchase.buyer_number, purchase.buyer_names) or purchase.buyer_written

    @admin.display(description=gettext_lazy("carats"), ordering="carats")
    def weight(self, purchase: Purchase) -> str:
        return amount(purchase.carats)

    @admin.display(description=gettext_lazy("gross price"), ordering="price")
    def gross(self, purchase: Purchase) -> str:
        return f"{amount(purchase.price)} {purchase.currency_id}"


@admin.register(Purchase)
class PurchaseAdmin(KeyedAtTheDesk, SaleAdmin):
    may_add = "register"
    form_declared = PURCHASE
    stage = Stage.FIRST
    search_fields = ["^number", "^slip_number", "^seller__number", "buyer__search", "^licence__number"]
    list_filter = ["status", ("region", RegionFilter), "seller_role", "payment", "origin_known"]

    def with_names(self, rows: Any, reader: User) -> Any:
        seller = {"seller_number": F("seller__number"), "seller_names": seen_name("seller", "names", reader)}
        return super().with_names(rows, reader).annotate(**seller)

    @admin.display(description=gettext_lazy("seller"), ordering="seller__number")
    def sold_by(self, purchase: Any) -> str:
        return named(purchase.seller_number, purchase.seller_names) or purchase.seller_written


@admin.register(Resale)
class ResaleAdmin(SaleAdmin):
    form_declared = RESALE
    stage = Stage.RESALE
    search_fields = ["^number", "^slip_number", "seller_buyer__search", "buyer__search"]
    list_filter = ["status", ("region", RegionFilter), "payment", "origin_known"]

    def with_names(self, rows: Any, reader: User) -> Any:
        seller = {"seller_number": F("seller_buyer__number"), "seller_names": F("seller_buyer__names")}
        return super().with_names(rows, reader).annotate(**seller)

    @admin.display(description=gettext_lazy("selling buyer"), ordering="seller_buyer__number")
    def sold_by(self, resale: Any) -> str:
        return named(resale.seller_number, resale.seller_names) or resale.seller_buyer_written


def with_holder(rows: Any, reader: User, side: str = "") -> Any:
    """What names the holder on a side of each row, for `holder_of`."""
    numbers = {f"{side}{paper}_number": F(f"{side}{paper}__number") for paper in ("digger", "licence", "buyer")}
    names = {
        f"{side}digger_names": seen_name(f"{side}digger", "names", reader),
        f"{side}buyer_names": F(f"{side}buyer__names"),
    }
    return rows.annotate(**numbers, **names)


def holder_of(row: Any, side: str = "") -> str:
    """The holder as people know him: his number and names, his licence, what was written of him, or the place."""
    said = {name: getattr(row, side + name) or "" for name in ("digger_number", "digger_names", "licence_number")}
    written = [getattr(row, side + name) for name in ("digger_written", "licence_written", "buyer_written", "place")]
    buyer = named(getattr(row, f"{side}buyer_number"), getattr(row, f"{side}buyer_names"))
    known = [named(said["digger_number"], said["digger_names"]), said["licence_number"], buyer]
    return next((one for one in [*known, *written] if one), "")


@admin.register(StockCount)
class StockCountAdmin(RecordAdmin):
    """No sum stands below the list: counts of one holder on two days are not two stocks."""

    form_declared = STOCK_COUNT
    search_fields = ["^number", "^digger__number", "^licence__number", "buyer__search", "place"]
    list_display = ["number", "level", "held_by", "counted_on", "weight", "basis", "standing"]
    list_filter = ["status", ("region", RegionFilter), "level", "basis"]

    def with_names(self, rows: Any, reader: User) -> Any:
        return with_holder(rows, reader)

    @admin.display(description=gettext_lazy("held by"))
    def held_by(self, count: StockCount) -> str:
        return holder_of(count)

    @admin.display(description=gettext_lazy("carats"), ordering="carats")
    def weight(self, count: StockCount) -> str:
        return amount(count.carats)


@admin.register(Transfer)
class TransferAdmin(RecordAdmin):
    form_declared = TRANSFER
    search_fields = ["^number", "^slip_number", "^seal", "^giver_buyer__number", "^receiver_buyer__number"]
    list_display = ["number", "given_by", "received_by", "moved_on", "weight", "reason", "standing"]
    list_filter = ["status", ("region", RegionFilter), "giver_level", "receiver_level", "reason"]
    sums = CARATS

    def with_names(self, rows: Any, reader: User) -> Any:
        return with_holder(with_holder(rows, reader, "giver_"), reader, "receiver_")

    @admin.display(description=gettext_lazy("given by"))
    def given_by(self, transfer: Transfer) -> str:
        return holder_of(transfer, "giver_")

    @admin.display(description=gettext_lazy("received by"))
    def received_by(self, transfer: Transfer) -> str:
        return holder_of(transfer, "receiver_")

    @admin.display(description=gettext_lazy("carats"), ordering="carats")
    def weight(self, transfer: Transfer) -> str:
        return amount(transfer.carats)


@admin.register(Booklet)
class BookletAdmin(ReturnedAtTheDesk, WrittenAtTheDesk, RecordAdmin):
    """What became of each booklet's slips, counted in the database."""

    may_add = may_change_sheets = "license"
    form_declared = BOOKLET
    list_display = ["number", "numbered", "held_by", "used_slips", "cancelled_count", "missing_slips", "standing"]
    list_filter = ["status", ("region", RegionFilter), "slips", ReturnedFilter]

    def get_queryset(self, request: HttpRequest) -> Any:
        buyer = {"buyer_number": F("buyer__number"), "buyer_names": F("buyer__names")}
        return super().get_queryset(request).with_counts().annotate(**buyer)

    @admin.display(description=gettext_lazy("slips"), ordering="first_number")
    def numbered(self, booklet: Booklet) -> str:
        return booklet.called()

    @admin.display(description=gettext_lazy("issued to"))
    def held_by(self, booklet: Any) -> str:
        return named(booklet.buyer_number, booklet.buyer_names) or booklet.buyer_written or booklet.holder_name

    @admin.display(description=gettext_lazy("used"))
    def used_slips(self, booklet: Any) -> int:
        return int(booklet.used)

    @admin.display(description=gettext_lazy("cancelled"))
    def cancelled_count(self, booklet: Any) -> int:
        return int(booklet.cancelled_slips)

    @admin.display(description=gettext_lazy("missing"))
    def missing_slips(self, booklet: Any) -> int | str:
        """Nothing is missing of a booklet that is still out: that is not nought."""
        return "" if booklet.missing is None else int(booklet.missing)


@admin.register(PublishedTotal)
class PublishedTotalAdmin(ScopedAdmin):
    may_read = frozenset({"read", "inventories"})
    list_display = ["participant", "period", "channel", "carats", "source", "standing"]
    list_select_related = ["participant"]
    list_filter = [("participant", admin.RelatedOnlyFieldListFilter), "channel", "standing"]
