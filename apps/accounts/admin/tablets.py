"""Tablets: who carries them, what they still hold, a code to enrol an officer, and their revocation."""

from __future__ import annotations

from typing import Any, cast

import segno
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import EnrollingAdmin, ShownInline, reader_of
from apps.accounts.models import Enrolment, Posting, Role, Tablet, User
from apps.places.models import Region


class OfficerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name() or obj.get_username())


class OfferForm(forms.Form):
    """The officers whose posting the tablet belongs to: to any other it would show nothing once it is enrolled."""

    def __init__(self, *args: Any, reader: User, tablet: Tablet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = User.objects.visible_to(reader).filter(is_active=True)
        theirs = Posting.objects.filter(user=OuterRef("pk"))
        home = theirs.lasting().filter(role=Role.OFFICER).sharing(tablet.office.region)
        officers = officers.filter(Exists(home)).exclude(Exists(theirs.out_of_reach(reader)))
        self.fields["officer"] = OfficerField(
            officers.order_by("last_name", "first_name"), label=gettext_lazy("Officer")
        )


class EnrolmentInline(ShownInline):
    model = Enrolment
    fields = ["officer", "code_expires_at", "enrolled_at", "revoked_at"]
    readonly_fields = ["officer", "code_expires_at", "enrolled_at", "revoked_at"]


class InUseFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("used", gettext_lazy("In use")),
            ("holds", gettext_lazy("Holds records")),
            ("silent", gettext_lazy("Silent for three weeks")),
            ("revoked", gettext_lazy("Revoked")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "used":
                return queryset.in_use()
            case "holds":
                return queryset.holding()
            case "silent":
                return queryset.silent()
            case "revoked":
                return queryset.exclude(revoked_at=None)
        return queryset


@admin.register(Tablet)
class TabletAdmin(EnrollingAdmin):
    list_display = ["number", "office", "holds", "last_seen_at", "app", "in_use"]
    list_select_related = ["office"]
    list_filter = [InUseFilter]
    search_fields = ["number", "office__name"]
    autocomplete_fields = ["office"]
    fields = ["number", "office", "registered_on"]
    readonly_fields = ["revoked_at", "last_seen_at", "announced_seq", "contiguous_seq", "app"]
    inlines = [EnrolmentInline]
    change_form_template = "desk/tablet.html"

    def region_of(self, obj: Any) -> Region | None:
        return cast(Tablet, obj).office.region

    @admin.display(description=gettext_lazy("holds at least"))
    def holds(self, tablet: Tablet) -> int:
        return tablet.missing()

    @admin.display(description=gettext_lazy("in use"), boolean=True)
    def in_use(self, tablet: Tablet) -> bool:
        return tablet.revoked_at is None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, *(self.readonly_fields if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # It stands on all that the tablet has printed: another tablet may never have it.
        return [*self.readonly_fields, *(["number"] if obj else [])]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<uuid:pk>/offer/", self.admin_site.admin_view(self.offer), name="accounts_tablet_offer"),
            path("<uuid:pk>/revoke/", self.admin_site.admin_view(self.revoke), name="accounts_tablet_revoke"),
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        may = {"may_enrol": self.has_change_permission(request)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **may})

    def tablet(self, request: HttpRequest, pk: Any) -> Any:
        """The tablet, for someone who may lend it out in the region it belongs to."""
        tablet = self.get_queryset(request).select_related("office__region").filter(pk=pk).first()
        if tablet is None:
            raise Http404
        if not reader_of(request).may("enrol", left=tablet.office.region.left):
            raise PermissionDenied
        return tablet

    def offer(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Make a one-time code; it is shown on the answer to this request and nowhere else."""
        tablet = self.tablet(request, pk)
        form = OfferForm(request.POST or None, reader=reader_of(request), tablet=tablet)
        title = _("Enrol an officer on tablet %(number)s") % {"number": tablet.number}
        told: dict[str, Any] = {"title": title, "tablet": tablet, "form": form}
        if request.method == "POST" and form.is_valid():
            officer = form.cleaned_data["officer"]
            told |= {"officer": officer, **self.code_for(request, tablet.offer(officer, by=reader_of(request)))}
        return self.page(request, "desk/offer.html", **told)

    def code_for(self, request: HttpRequest, code: str) -> dict[str, str]:
        # Behind the #, so that the code reaches no server log.
        address = request.build_absolute_uri("/field/") + f"#enrol={code}"
        return {
            "code": code,
            "address": address,
            "picture": segno.make(address, error="m").svg_data_uri(scale=6, border=2),
        }

    def revoke(self, request: HttpRequest, pk: Any) -> HttpResponse:
        tablet = self.tablet(request, pk)
        if request.method != "POST":
            title = _("Revoke tablet %(number)s") % {"number": tablet.number}
            return self.page(request, "desk/revoke_tablet.html", tablet=tablet, title=title)
        tablet.revoke(by=reader_of(request))
        self.message_user(
            request,
            _("Tablet %(number)s is revoked. From its next contact on it receives nothing.")
            % {"number": tablet.number},
            messages.SUCCESS,
        )
        return HttpResponseRedirect(self.address("change", tablet.pk))
