"""Legal holds at the desk: their list, the page that places one on a digger, and the page that lifts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import tried
from apps.accounts.desk import ScopedAdmin, reader_of
from apps.accounts.scope import anywhere_in
from apps.persons.holds import lift, place
from apps.persons.models import Hold
from apps.persons.pages import OwnPages, kept_by
from apps.review.desk import RegionFilter
from apps.review.filters import FirstChoiceFilter


class PlaceForm(forms.Form):
    why = forms.ChoiceField(label=gettext_lazy("Why"), choices=Hold.Why.choices)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class LiftedFilter(FirstChoiceFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stands", gettext_lazy("Stands")), ("lifted", gettext_lazy("Lifted"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.exclude(lifted_at=None) if self.value() == "lifted" else queryset.standing()


class HoldAdmin(OwnPages, ScopedAdmin):
    """Read by those who may lift it: that a court asks about somebody is nobody else's to know."""

    may_read = frozenset({"register"})
    read_at = "lift"
    list_display = ["number", "region", "why", "placed_by", "placed_at", "lifted_by", "lifted_at"]
    list_select_related = ["digger__region", "placed_by", "lifted_by"]
    list_filter = [LiftedFilter, ("digger__region", RegionFilter), "why"]
    search_fields = ["digger__number"]
    change_list_template = "desk/list.html"
    nothing = gettext_lazy("Nobody is kept from being forgotten. It is placed on the page of a digger.")

    def get_urls(self) -> list[URLPattern]:
        view: Callable[..., Any] = self.admin_site.admin_view
        return [
            path("place/<uuid:digger>/", view(self.place), name="persons_hold_place"),
            path("<int:pk>/lift/", view(self.lift), name="persons_hold_lift"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Of the regions whose register the reader keeps, not of all that he reads."""
        reader = reader_of(request)
        rows = super().get_queryset(request)
        there = anywhere_in(reader.bounds_to("register"), "digger__region")
        return rows if reader.is_superuser else rows.filter(there)

    def place(self, request: HttpRequest, digger: UUID) -> HttpResponse:
        reader = reader_of(request)
        record = kept_by(reader, digger)
        form = PlaceForm(request.POST or None, initial={"seen": record.case.version})
        back = reverse("admin:registry_digger_change", args=[record.pk])
        if tried(form, lambda: place(record, by=reader, **form.cleaned_data)):
            self.message_user(request, _("Nothing of this person is forgotten until the hold is lifted."))
            return HttpResponseRedirect(back)
        title = _("Keep %(record)s from being forgotten") % {"record": record}
        return self.page(request, "desk/add.html", title=title, form=form, submit=_("Place the hold"), back=back)

    def lift(self, request: HttpRequest, pk: int) -> HttpResponse:
        reader = reader_of(request)
        hold = get_object_or_404(self.get_queryset(request).select_related(*self.list_select_related), pk=pk)
        form = forms.Form(request.POST if request.method == "POST" else None)
        if tried(form, lambda: lift(hold, by=reader)):
            self.message_user(request, _("The hold is lifted."), messages.SUCCESS)
            return HttpResponseRedirect(self.address("changelist"))
        title = _("Legal hold on %(record)s") % {"record": hold.digger}
        may = hold.lifted_at is None
        return self.page(request, "desk/hold.html", title=title, form=form, hold=hold, may=may)

    @admin.display(description=gettext_lazy("number"), ordering="digger__number")
    def number(self, hold: Hold) -> str:
        return hold.digger.number

    @admin.display(description=gettext_lazy("region"), ordering="digger__region__name")
    def region(self, hold: Hold) -> str:
        return str(hold.digger.region)
