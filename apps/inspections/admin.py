"""Supervision at the desk: what inspections saw, and infractions with whom they concern for those who may know."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.inspections.concluding import ConcludedAtTheDesk
from apps.inspections.forms import INFRACTION, INSPECTION
from apps.inspections.models import Infraction, Inspection
from apps.inspections.models.infraction import named_to
from apps.inspections.revisits import DrawnShareAdmin, RevisitAdmin
from apps.registry.admin import named
from apps.registry.desk import RecordAdmin, seen_name
from apps.review.desk import RegionFilter, amount

__all__ = ["DrawnShareAdmin", "InfractionAdmin", "InspectionAdmin", "RevisitAdmin"]


class SupervisionAdmin(RecordAdmin):
    """Found by what is no secret: a search by whom it concerns would tell whoever may not read the name."""

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.annotate(site_number=F("site__number"), site_name=seen_name("site", "name", reader_of(request)))

    @admin.display(description=_("site"), ordering="site__number")
    def at_site(self, record: Any) -> str:
        return named(record.site_number, record.site_name) or record.site_written


@admin.register(Inspection)
class InspectionAdmin(SupervisionAdmin):
    form_declared = INSPECTION
    search_fields = ["^number", "^site__number", "^site_written"]
    list_display = ["number", "at_site", "region", "inspected_on", "state", "result", "standing"]
    list_filter = ["status", ("region", RegionFilter), "visit", "state", "result"]


def who_is_meant(reader: User) -> Case:
    """Number and name of whom an infraction concerns; blank for a reader who may not know it."""
    unnamed = When(~named_to(reader), then=Value(""))
    digger = When(digger__isnull=False, then=with_number("digger", seen_name("digger", "names", reader)))
    licence = When(licence__isnull=False, then=F("licence__number"))
    buyer = When(buyer__isnull=False, then=with_number("buyer", F("buyer__names")))
    written = Concat("digger_written", "licence_written", "buyer_written", "person_name")
    return Case(unnamed, digger, licence, buyer, default=written, output_field=CharField())


def with_number(path: str, name: Any) -> Concat:
    return Concat(F(f"{path}__number"), Value(" "), name, output_field=CharField())


@admin.register(Infraction)
class InfractionAdmin(ConcludedAtTheDesk, SupervisionAdmin):
    form_declared = INFRACTION
    search_fields = ["^number", "^site__number", "^site_written", "place"]
    list_display = ["number", "type", "at_site", "seen_on", "who", "seized", "standing"]
    list_filter = ["status", ("region", RegionFilter), "type", "outcome"]
    sums = {"carats_seized": "ct"}

    def get_queryset(self, request: HttpRequest) -> Any:
        # In the query, so that a name which is not for this reader never leaves the database.
        meant = who_is_meant(reader_of(request))
        return super().get_queryset(request).defer("person_name").annotate(meant=meant)

    @admin.display(description=_("site"), ordering="site__number")
    def at_site(self, record: Any) -> str:
        return super().at_site(record) or record.place

    @admin.display(description=_("concerns"))
    def who(self, infraction: Any) -> str:
        return str(infraction.meant)

    @admin.display(description=_("carats seized"), ordering="carats_seized")
    def seized(self, infraction: Infraction) -> str:
        return "" if infraction.carats_seized is None else amount(infraction.carats_seized)
