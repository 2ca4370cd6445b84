"""Participants, their languages, regions, offices and rates at the desk; here as permissions are those of roles."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import ReferenceAdmin, ShownInline
from apps.places.models import Currency, ExpectedReport, Office, Participant, Rate, Region, SpokenLanguage, Track


class TrackInline(ShownInline):
    model = Track
    fields = ["track", "state", "direction", "zone", "dates", "source", "certainty"]
    readonly_fields = ["dates"]


@admin.register(Participant)
class ParticipantAdmin(ReferenceAdmin):
    list_display = ["code", "name", "artisanal", "member_of_working_group", "demo"]
    list_filter = ["artisanal", "member_of_working_group"]
    search_fields = ["code", "name_en", "name_fr"]
    fields = ["code", "name_en", "name_fr", "artisanal", "member_of_working_group", "demo", "source"]
    inlines = [TrackInline]

    @admin.display(description=_("name"))
    def name(self, participant: Participant) -> str:
        return participant.name


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ["name", "code", "kind", "parent", "participant"]
    list_select_related = ["parent", "participant"]
    list_filter = ["level"]
    search_fields = ["name", "code"]
    fields = ["name", "code", "kind", "parent", "participant", "also_called"]


class ExpectedInline(ShownInline):
    model = ExpectedReport


@admin.register(Office)
class OfficeAdmin(ReferenceAdmin):
    list_display = ["name", "code", "region"]
    list_select_related = ["region"]
    search_fields = ["name", "code"]
    inlines = [ExpectedInline]


@admin.register(SpokenLanguage)
class SpokenLanguageAdmin(ReferenceAdmin):
    list_display = ["participant", "code", "name"]
    list_select_related = ["participant"]
    list_filter = [("participant", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["code", "name_en", "name_fr"]

    @admin.display(description=_("name"))
    def name(self, row: SpokenLanguage) -> str:
        return row.name


@admin.register(Currency)
class CurrencyAdmin(ReferenceAdmin):
    list_display = ["code", "name_en", "name_fr"]
    search_fields = ["code", "name_en", "name_fr"]


@admin.register(Rate)
class RateAdmin(ReferenceAdmin):
    list_display = ["currency", "day", "per_usd", "source"]
    list_select_related = ["currency"]
    list_filter = ["currency"]
