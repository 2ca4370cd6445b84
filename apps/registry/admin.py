"""The register at the desk: diggers, sites, licences and buyers, and each Participant's own classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import ReferenceAdmin, reader_of
from apps.accounts.models import User
from apps.places.models import Zone
from apps.registry.adding import WrittenAtTheDesk
from apps.registry.calendar import EndsFilter, RemindedAtTheDesk
from apps.registry.desk import RecordAdmin, class_name, paper_class_name, papers_tool, seen_name
from apps.registry.drawing import DrawnAtTheDesk
from apps.registry.filing import ApplicationAdmin
from apps.registry.forms.buyer import BUYER
from apps.registry.forms.digger import DIGGER
from apps.registry.forms.licence import LICENCE
from apps.registry.forms.site import SITE
from apps.registry.grounds import on_the_map
from apps.registry.issuing import IssuedAtTheDesk
from apps.registry.losing import LostAtTheDesk
from apps.registry.models import (
    Application,
    Buyer,
    BuyerClass,
    Digger,
    Document,
    Fee,
    Licence,
    LicenceClass,
    MayBuy,
    Site,
)
from apps.registry.resources import DiggerResource
from apps.registry.revoking import RevokedAtTheDesk, ValidityFilter
from apps.registry.sheets.desk import SheetOutAdmin
from apps.registry.turning import TurnedAtTheDesk
from apps.registry.zones import ZoneAdmin
from apps.review.desk import RegionFilter, state_cell
from apps.review.looking import What, look


@admin.register(Digger)
class DiggerAdmin(LostAtTheDesk, SheetOutAdmin, WrittenAtTheDesk, RecordAdmin):
    may_add = "register"
    resource_classes = [DiggerResource]
    form_declared = DIGGER
    list_display = ["number", "names", "birth_year", "at_site", "region", "standing"]
    list_filter = ["status", ("region", RegionFilter), "sex"]

    def with_names(self, rows: Any, reader: User) -> Any:
        return rows.annotate(site_number=F("site__number"), site_name=seen_name("site", "name", reader))

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        """The entries that proved to be the same person; of another region's the number is not told either."""
        same = Digger.objects.visible_to(reader_of(request)).filter(Q(pk=record.person_id) | Q(person=record.pk))
        asked = [
            {"name": gettext("File for the person"), "url": reverse("admin:personal_file", args=[record.pk])},
            {"name": gettext("Correct"), "url": reverse("admin:persons_correct", args=[record.pk])},
            {"name": gettext("Erase"), "url": reverse("admin:persons_erasure_ask", args=[record.pk])},
            {"name": gettext("Legal hold"), "url": reverse("admin:persons_hold_place", args=[record.pk])},
        ]
        if record.consent_photo or record.consent_programmes:
            address = reverse("admin:persons_withdraw", args=[record.pk])
            asked.insert(2, {"name": gettext("Consent taken back"), "url": address})
        may = reader_of(request).may("register", left=record.region.left) and record.erased_on is None
        return [
            *super().tools(request, record),
            *papers_tool(record, reader_of(request)),
            *({"name": gettext("Same person: %s") % one.number, "url": pair_of(record, one)} for one in same),
            *(asked if may else []),
        ]

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """A sheet that goes out has the numbers of papers in it: a look at each, all written at once."""
        numbered = Document.objects.filter(digger__in=queryset.order_by().values("pk")).exclude(number="")
        look(reader_of(request), What.PAPERS, numbered.order_by().values_list("digger", flat=True).distinct())
        return super().get_export_data(file_format, request, queryset, **kwargs)

    @admin.display(description=_("review"), ordering="status")
    def standing(self, record: Any) -> str:
        return super().standing(record) if record.erased_on is None else state_cell("expired", gettext("erased"))

    @admin.display(description=_("site"), ordering="site__number")
    def at_site(self, digger: Any) -> str:
        return named(digger.site_number, digger.site_name) or digger.site_written


@admin.register(Site)
class SiteAdmin(WrittenAtTheDesk, RecordAdmin):
    may_add = "register"
    form_declared = SITE
    list_display = ["number", "name", "place", "region", "state", "standing"]
    list_filter = ["status", ("region", RegionFilter), "state"]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        place = [] if record.lat_e6 is None else [on_the_map(record, (record.lat_e6, record.lon_e6))]
        return [*super().tools(request, record), *place]


@admin.register(Licence)
class LicenceAdmin(
    RemindedAtTheDesk, IssuedAtTheDesk, DrawnAtTheDesk, TurnedAtTheDesk, RevokedAtTheDesk, WrittenAtTheDesk, RecordAdmin
):
    may_add = may_change_sheets = "license"
    form_declared = LICENCE
    list_display = ["number", "called", "held_by", "region", "ends_on", "validity", "standing"]
    list_filter = [ValidityFilter, EndsFilter, "status", ("region", RegionFilter), "holder_kind"]

    def with_names(self, rows: Any, reader: User) -> Any:
        holder = {"holder_number": F("holder__number"), "holder_names": seen_name("holder", "names", reader)}
        return rows.annotate(**holder, class_name=class_name(LicenceClass, "licence_class"))

    @admin.display(description=_("class"), ordering="licence_class")
    def called(self, licence: Any) -> str:
        return str(licence.class_name)

    @admin.display(description=_("holder"), ordering="holder__number")
    def held_by(self, licence: Any) -> str:
        return named(licence.holder_number, licence.holder_names) or licence.holder_name or licence.holder_written


@admin.register(Buyer)
class BuyerAdmin(RemindedAtTheDesk, IssuedAtTheDesk, TurnedAtTheDesk, RevokedAtTheDesk, WrittenAtTheDesk, RecordAdmin):
    may_add = may_change_sheets = "license"
    form_declared = BUYER
    list_display = ["number", "names", "called", "ends_on", "validity", "standing"]
    list_filter = [ValidityFilter, EndsFilter, "status"]

    def with_names(self, rows: Any, reader: User) -> Any:
        return rows.annotate(class_name=class_name(BuyerClass, "buyer_class"))

    @admin.display(description=_("class"), ordering="buyer_class")
    def called(self, buyer: Any) -> str:
        return str(buyer.class_name)


admin.site.register(Application, ApplicationAdmin)
admin.site.register(Zone, ZoneAdmin)


@admin.register(Fee)
class FeeAdmin(ReferenceAdmin):
    list_display = ["participant", "right", "called", "act", "asked", "starts_on", "source"]
    fields: ClassVar[Any] = ["participant", "right", "called", "act", "asked", "starts_on", "ends_on", "source"]
    readonly_fields = ["called", "asked"]
    list_select_related = ["participant", "currency"]
    list_filter = [("participant", admin.RelatedOnlyFieldListFilter), "right"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(class_name=paper_class_name())

    @admin.display(description=_("class"), ordering="paper_class")
    def called(self, fee: Any) -> str:
        return str(fee.class_name)

    @admin.display(description=_("amount"), ordering="amount")
    def asked(self, fee: Fee) -> str:
        return _("%s for each hectare") % fee if fee.per_hectare else str(fee)


@admin.register(LicenceClass)
class LicenceClassAdmin(ReferenceAdmin):
    list_display = ["participant", "code", "name", "months", "hectares", "most_held"]
    list_select_related = ["participant"]
    list_filter = [("participant", admin.RelatedOnlyFieldListFilter)]

    @admin.display(description=_("name"))
    def name(self, row: LicenceClass) -> str:
        return row.name


@admin.register(BuyerClass)
class BuyerClassAdmin(ReferenceAdmin):
    list_display = ["participant", "code", "name"]
    list_select_related = ["participant"]
    list_filter = [("participant", admin.RelatedOnlyFieldListFilter)]

    @admin.display(description=_("name"))
    def name(self, row: BuyerClass) -> str:
        return row.name


@admin.register(MayBuy)
class MayBuyAdmin(ReferenceAdmin):
    list_display = ["participant", "seller", "buyer_class"]
    list_select_related = ["participant", "buyer_class"]
    list_filter = [("participant", admin.RelatedOnlyFieldListFilter)]


def pair_of(one: Digger, other: Digger) -> str:
    return reverse("admin:pair", args=[one.pk, other.pk])


def named(number: str | None, name: str | None) -> str:
    return f"{number or ''} {name or ''}".strip()
