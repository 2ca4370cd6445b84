"""Ending a licence or a buyer's licence at the desk, and finding those that end soon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.registry.models.validity import Valid
from apps.review.desk import state_cell
from apps.review.models import Status

SOON, REMINDED_BEFORE = timedelta(days=30), timedelta(days=60)


class ValidityFilter(admin.SimpleListFilter):
    title = gettext_lazy("validity")
    parameter_name = "validity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("valid", gettext_lazy("Valid today")),
            ("ending", gettext_lazy("Ends within 30 days")),
            ("remind", gettext_lazy("Ends within 60 days, holder not reminded")),
            ("expired", gettext_lazy("Expired")),
            ("paused", gettext_lazy("Suspended or handed back")),
            ("revoked", gettext_lazy("Revoked")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        match self.value():
            case "valid":
                return queryset.valid_on(today)
            case "ending":
                return ending(queryset)
            case "remind":
                return to_remind(queryset)
            case "expired":
                return queryset.filter(ends_on__lt=today, revoked_on=None)
            case "paused":
                return queryset.filter(revoked_on=None).paused_on(today)
            case "revoked":
                return queryset.exclude(revoked_on=None)
        return queryset


def ending(rows: Any, within: timedelta = SOON) -> Any:
    """Valid today and at their end within thirty days, unless they were never accepted."""
    today = timezone.localdate()
    return rows.valid_on(today).filter(Q(ends_on__lte=today + within) & ~Q(status=Status.REJECTED))


def to_remind(rows: Any) -> Any:
    """Those at their end within sixty days of which nobody has reminded the holder."""
    return ending(rows, REMINDED_BEFORE).filter(reminded_on=None)


class RevokeForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Revoked from"),
        help_text=gettext_lazy("The first day on which it is no longer valid."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class RevokedAtTheDesk(ActingAdmin):
    """Adds the act of revoking to a register of what is valid from a day to a day."""

    @admin.display(description=gettext_lazy("validity"), ordering="ends_on")
    def validity(self, record: Valid) -> str:
        today = timezone.localdate()
        if record.revoked_on is not None:
            return state_cell("revoked", _("revoked"), icon="expired")
        if record.pause_on(today):
            return state_cell("held", _("suspended or handed back"))
        if record.ends_on < today:
            return state_cell("expired", _("expired"))
        if record.starts_on > today:
            return state_cell("clock", _("not yet valid"))
        return state_cell("accepted", _("valid"))

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_revoke"
        return [path("<uuid:pk>/revoke/", self.admin_site.admin_view(self.revoke), name=name), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))
        if record.revoked_on is None and reader_of(request).may("license", left=record.region.left):
            tools.append({"name": _("Revoke"), "url": self.address("revoke", record.pk)})
        return tools

    def revoke(self, request: HttpRequest, pk: Any) -> HttpResponse:
        record: Valid = self.seen(request, pk)
        if not reader_of(request).may("license", left=record.region.left):
            raise PermissionDenied
        form = RevokeForm(request.POST or None, initial={"day": timezone.localdate()})
        return self.act_page(
            request,
            form,
            lambda: record.revoke(form.cleaned_data["day"], by=reader_of(request), reason=form.cleaned_data["reason"]),
            done=_("%(record)s is revoked. What was bought with it since then is flagged.") % {"record": record},
            back=self.address("change", pk),
            template="desk/revoke.html",
            title=_("Revoke %(record)s") % {"record": record},
        )
