"""The pages on which somebody's erasure is asked for, and confirmed or dropped by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import tried
from apps.accounts.desk import reader_of
from apps.persons.erasing import ask, confirm, drop
from apps.persons.models import Erasure
from apps.persons.pages import OwnPages, kept_by


class AskForm(forms.Form):
    why = forms.ChoiceField(label=gettext_lazy("Why"), choices=Erasure.Why.choices)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ErasureActs(OwnPages):
    read_at = "decide"

    def get_urls(self) -> list[URLPattern]:
        view: Callable[..., Any] = self.admin_site.admin_view
        return [
            path("ask/<uuid:digger>/", view(self.ask), name="persons_erasure_ask"),
            path("<int:pk>/decide/", view(self.decide), name="persons_erasure_decide"),
            *super().get_urls(),
        ]

    def ask(self, request: HttpRequest, digger: UUID) -> HttpResponse:
        reader = reader_of(request)
        record = kept_by(reader, digger)
        form = AskForm(request.POST or None, initial={"seen": record.case.version})
        if tried(form, lambda: ask(record, by=reader, **form.cleaned_data)):
            self.message_user(request, _("Asked for. Somebody else who keeps the register confirms it."))
            return HttpResponseRedirect(self.address("changelist"))
        title = _("Erase %(record)s") % {"record": record}
        back = reverse("admin:registry_digger_change", args=[record.pk])
        return self.page(request, "desk/erase.html", title=title, form=form, submit=_("Ask for the erasure"), back=back)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        reader = reader_of(request)
        erasure = get_object_or_404(self.get_queryset(request).select_related("digger__region", "asked_by"), pk=pk)
        form = forms.Form(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not reader.may("register", left=erasure.digger.region.left):
                raise PermissionDenied
            act = {"confirm": confirm, "drop": drop}.get(request.POST.get("act", ""))
            if act is None:
                raise Http404
            if tried(form, lambda: act(erasure, by=reader)):
                said = _("Erased.") if act is confirm else _("Dropped. Nothing was erased.")
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(self.address("changelist"))
        title = _("Erasure of %(record)s") % {"record": erasure.digger}
        may = reader.may("register", left=erasure.digger.region.left) and erasure in Erasure.objects.asked()
        return self.page(
            request, "desk/erasure.html", title=title, form=form, erasure=erasure, may=may,
            own=erasure.asked_by_id == reader.pk,
        )  # fmt: skip
