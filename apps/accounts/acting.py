"""Acts at the desk: who may open the page of a row, what can be done from there, and for each act a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse


def tried(form: forms.Form | forms.ModelForm, act: Callable[[], Any]) -> bool:
    """Do it where the form is whole; what speaks against it stands on the page."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as fault:
        form.add_error(None, fault)
        return False
    return True


class ActingAdmin(admin.ModelAdmin):
    """A register whose pages are our own."""

    def address(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def seen(self, request: HttpRequest, pk: Any) -> Any:
        """The row, for someone who may see it; a 404 else, whether or not there is one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        return row

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        """What can be done from the page of a row."""
        return []

    def page(self, request: HttpRequest, template: str, **told: Any) -> HttpResponse:
        listed = self.address("changelist")
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "list_url": listed, "back": listed}
        return TemplateResponse(request, template, {**shared, **told})

    def act_page(
        self,
        request: HttpRequest,
        form: forms.Form,
        act: Callable[[], Any],
        *,
        done: str,
        back: str,
        template: str = "desk/add.html",
        **told: Any,
    ) -> HttpResponse:
        """`back`, with what is `done`; the form again while it is not whole or something speaks against the act."""
        if tried(form, act):
            self.message_user(request, done, messages.SUCCESS)
            return HttpResponseRedirect(back)
        return self.page(request, template, form=form, back=back, **told)
