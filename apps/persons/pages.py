"""What the pages about one digger share: who may open them, how an act is tried, where they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.registry.models import Digger


def kept_by(reader: User, digger: UUID) -> Digger:
    """The digger, for whoever keeps the register of the region; 404 and 403 for anybody else."""
    seen = Digger.objects.visible_to(reader).select_related("region", "case", "person")
    record = get_object_or_404(seen, pk=digger)
    if not reader.may("register", left=record.region.left):
        raise PermissionDenied
    return record


def tried(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it; what speaks against it stands on the page."""
    form.full_clean()
    try:
        act()
    except ValidationError as fault:
        form.add_error(None, fault)
        return False
    return True


class OwnPages(admin.ModelAdmin):
    """A row is read on a page of its own; its story stands in the history of the digger."""

    # The name of that page.
    read_at: ClassVar[str]

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        listed = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "list_url": listed}
        return TemplateResponse(request, template, {**shared, **context})

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        return self.shown(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.shown(request, object_id)

    def shown(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return HttpResponseRedirect(reverse(self.read_at, args=[row.pk]))
