"""The calendar of ends: what ends in each of the coming months, and that its holder was reminded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.desk import reader_of
from apps.registry.limits import months_later

MONTHS = 12


class EndsFilter(admin.SimpleListFilter):
    """The coming months with how many end in each, of those that are not revoked or handed back."""

    title = gettext_lazy("ends in")
    parameter_name = "ends"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(first.isoformat()[:7], date_format(first, "F Y")) for first in coming(timezone.localdate())]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        first = next((one for one in coming(timezone.localdate()) if one.isoformat()[:7] == self.value()), None)
        if first is None:
            return queryset
        last = months_later(first, 1) - timedelta(days=1)
        return queryset.filter(ends_on__range=(first, last), revoked_on=None)


def coming(today: date) -> list[date]:
    """The first days of this month and the eleven after it."""
    return [months_later(today.replace(day=1), n) for n in range(MONTHS)]


class RemindedAtTheDesk(admin.ModelAdmin):
    """Adds the act of writing down that holders were reminded, for as many as are marked in the list."""

    actions = ["remind"]

    def has_license_permission(self, request: HttpRequest) -> bool:
        return reader_of(request).may("license")

    @admin.action(description=gettext_lazy("Write down that the holders were reminded"), permissions=["license"])
    def remind(self, request: HttpRequest, queryset: Any) -> None:
        done = 0
        for paper in queryset.select_related("region"):
            try:
                paper.remind(by=reader_of(request))
            except ValidationError as fault:
                self.message_user(request, " ".join(fault.messages), messages.WARNING)
                continue
            done += 1
        if done:
            said = ngettext("%d holder was reminded.", "%d holders were reminded.", done) % done
            self.message_user(request, said, messages.SUCCESS)
