"""A digger's card that is lost: every tablet is told, and the card of later days is good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.registry.models import Digger


class LostForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Lost on"),
        help_text=gettext_lazy("Cards made before this day are not valid any more. One made on it or later is."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("How it was lost, and who says so"),
        max_length=200,
    )


class LostAtTheDesk(ActingAdmin):
    """Adds the act of writing down a loss to the register of diggers."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.card_lost)
        return [path("<uuid:pk>/card-lost/", view, name="registry_digger_card_lost"), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))
        if reader_of(request).may("review", left=record.region.left):
            tools.append({"name": _("Card lost"), "url": self.address("card_lost", record.pk)})
        return tools

    def card_lost(self, request: HttpRequest, pk: Any) -> HttpResponse:
        record: Digger = self.seen(request, pk)
        if not reader_of(request).may("review", left=record.region.left):
            raise PermissionDenied
        form = LostForm(request.POST or None, initial={"day": timezone.localdate()})
        said = _(
            "Written down. Tablets name the card as lost from their next contact on; a new one can be shown today."
        )
        return self.act_page(
            request,
            form,
            lambda: record.lose_card(
                form.cleaned_data["day"], by=reader_of(request), reason=form.cleaned_data["reason"]
            ),
            done=said,
            back=self.address("change", pk),
            title=_("The card of %(record)s is lost") % {"record": record},
            submit=_("Write down the loss"),
        )
