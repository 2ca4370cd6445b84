"""The pages on which somebody's erasure is asked for, and confirmed or dropped by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import reader_of
from apps.persons.erasing import ask, confirm, drop
from apps.persons.models import Erasure
from apps.registry.models import Digger

PAGE = "admin:persons_erasure"


class AskForm(forms.Form):
    why = forms.ChoiceField(label=gettext_lazy("Why"), choices=Erasure.Why.choices)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ErasureActs(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view: Callable[..., Any] = self.admin_site.admin_view
        return [
            path("ask/<uuid:digger>/", view(self.ask), name="persons_erasure_ask"),
            path("<int:pk>/decide/", view(self.decide), name="persons_erasure_decide"),
            *super().get_urls(),
        ]

    def ask(self, request: HttpRequest, digger: UUID) -> HttpResponse:
        reader = reader_of(request)
        seen = Digger.objects.visible_to(reader).select_related("region", "case", "person")
        record = get_object_or_404(seen, pk=digger)
        if not reader.may("register", left=record.region.left):
            raise PermissionDenied
        form = AskForm(request.POST or None, initial={"seen": record.case.version})
        if form.is_valid() and self.tried(form, lambda: ask(record, by=reader, **form.cleaned_data)):
            self.message_user(request, _("Asked for. Somebody else who keeps the register confirms it."))
            return HttpResponseRedirect(reverse(f"{PAGE}_changelist"))
        title = _("Erase %(record)s") % {"record": record}
        back = reverse("admin:registry_digger_change", args=[record.pk])
        return self.page(request, "desk/erase.html", title=title, form=form, submit=_("Ask for the erasure"), back=back)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        reader = reader_of(request)
        erasure = get_object_or_404(self.get_queryset(request).select_related("digger__region", "asked_by"), pk=pk)
        form = forms.Form(request.POST or None)
        if request.method == "POST":
            if not reader.may("register", left=erasure.digger.region.left):
                raise PermissionDenied
            act = {"confirm": confirm, "drop": drop}.get(request.POST.get("act", ""))
            if act is None:
                raise Http404
            if self.tried(form, lambda: act(erasure, by=reader)):
                said = _("Erased.") if act is confirm else _("Dropped. Nothing was erased.")
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(reverse(f"{PAGE}_changelist"))
        title = _("Erasure of %(record)s") % {"record": erasure.digger}
        may = reader.may("register", left=erasure.digger.region.left) and erasure in Erasure.objects.asked()
        return self.page(
            request, "desk/erasure.html", title=title, form=form, erasure=erasure, may=may,
            own=erasure.asked_by_id == reader.pk, back=reverse(f"{PAGE}_changelist"),
        )  # fmt: skip

    def tried(self, form: forms.Form, act: Callable[[], Any]) -> bool:
        """Do it; what speaks against it stands on the page."""
        form.full_clean()
        try:
            act()
        except ValidationError as fault:
            form.add_error(None, fault)
            return False
        return True

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**shared, "list_url": reverse(f"{PAGE}_changelist"), **context})

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        return self.shown(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The story of an erasure stands in the history of the digger."""
        return self.shown(request, object_id)

    def shown(self, request: HttpRequest, object_id: str) -> HttpResponse:
        erasure = self.get_object(request, object_id)
        if erasure is None:
            raise Http404
        return HttpResponseRedirect(reverse(f"{PAGE}_decide", args=[erasure.pk]))
