"""The duplicates desk: pairs of entries that may be one person, the likeliest first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import ScopedAdmin
from apps.accounts.listing import Counted
from apps.persons.asking_corrections import CorrectionActs
from apps.persons.asking_erasure import ErasureActs
from apps.persons.models import Erasure, Hold, Resemblance, Term
from apps.persons.placing import HoldAdmin
from apps.persons.reasons import in_words
from apps.persons.setting_terms import TermAdmin
from apps.persons.withdrawing import ConsentActs
from apps.review.desk import RegionFilter
from apps.review.filters import FirstChoiceFilter

admin.site.register(Hold, HoldAdmin)
admin.site.register(Term, TermAdmin)


class Pairs(Counted):
    def url_for_result(self, result: Model) -> str:
        """A pair opens side by side."""
        pair: Any = result
        return reverse("admin:pair", args=[pair.one_id, pair.other_id])


class SaidFilter(FirstChoiceFilter):
    title = _("what was said")
    parameter_name = "said"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("nothing", _("Nobody has decided")),
            ("merged", _("The same person")),
            ("apart", _("Two people")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "merged":
                return queryset.merged()
            case "apart":
                return queryset.apart()
        return queryset.undecided()


class AcrossFilter(admin.SimpleListFilter):
    title = _("regions")
    parameter_name = "across"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Of two regions")), ("no", _("Of one region"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "yes":
                return queryset.exclude(one__region=F("other__region"))
            case "no":
                return queryset.filter(one__region=F("other__region"))
        return queryset


@admin.register(Resemblance)
class ResemblanceAdmin(ScopedAdmin):
    list_display = ["first", "second", "alike", "score", "regions", "found_at"]
    list_select_related = ["one__region", "other__region"]
    list_filter = [SaidFilter, ("one__region", RegionFilter), AcrossFilter]
    search_fields = ["one__search", "other__search"]
    ordering = ["-score", "pk"]
    change_list_template = "desk/list.html"
    nothing = _("No two entries look like one person. Whoever is registered is compared within minutes.")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Pairs

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        return self.side_by_side(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was said of two entries stands in the history of each."""
        return self.side_by_side(request, object_id)

    def side_by_side(self, request: HttpRequest, object_id: str) -> HttpResponse:
        pair = self.get_object(request, object_id)
        if pair is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:pair", args=[pair.one_id, pair.other_id]))

    @admin.display(description=_("entry"), ordering="one__number")
    def first(self, pair: Resemblance) -> str:
        return f"{pair.one} ({pair.one.birth_year})"

    @admin.display(description=_("other entry"), ordering="other__number")
    def second(self, pair: Resemblance) -> str:
        return f"{pair.other} ({pair.other.birth_year})"

    @admin.display(description=_("what is alike"))
    def alike(self, pair: Resemblance) -> str:
        return in_words(pair.reasons)

    @admin.display(description=_("region"), ordering="one__region__name")
    def regions(self, pair: Resemblance) -> str:
        return " · ".join(dict.fromkeys([str(pair.one.region), str(pair.other.region)]))


class StateFilter(FirstChoiceFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("asked", _("To be confirmed")), ("done", _("Erased")), ("dropped", _("Dropped"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "done":
                return queryset.done()
            case "dropped":
                return queryset.exclude(dropped_at=None)
        return queryset.asked()


@admin.register(Erasure)
class ErasureAdmin(ErasureActs, ConsentActs, CorrectionActs, ScopedAdmin):
    list_display = ["number", "region", "why", "asked_by", "asked_at", "confirmed_by", "confirmed_at"]
    list_select_related = ["digger__region", "asked_by", "confirmed_by"]
    list_filter = [StateFilter, ("digger__region", RegionFilter), "why"]
    search_fields = ["digger__number"]
    change_list_template = "desk/list.html"
    nothing = _("Nobody is to be erased. It is asked for on the page of a digger.")

    @admin.display(description=_("number"), ordering="digger__number")
    def number(self, erasure: Erasure) -> str:
        return erasure.digger.number

    @admin.display(description=_("region"), ordering="digger__region__name")
    def region(self, erasure: Erasure) -> str:
        return str(erasure.digger.region)
