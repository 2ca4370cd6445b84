"""The outline of a licence at the desk: brought to its page, and drawn there with what it overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from apps.accounts.acting import ActingAdmin, tried
from apps.accounts.desk import reader_of
from apps.forms.areas import corners_of
from apps.registry.applying import DrawForm, typed
from apps.registry.grounds import on_the_map
from apps.registry.models import Ground, Licence
from apps.registry.overlaps import overlaps_of
from apps.registry.plans import plan_of


class DrawnAtTheDesk(ActingAdmin):
    """Adds the act of bringing an outline, and its plan, to the register of licences."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.draw)
        return [path("<uuid:pk>/draw/", view, name="registry_licence_draw"), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))
        if reader_of(request).may("license", left=record.region.left):
            tools.append({"name": _("Bring the outline"), "url": self.address("draw", record.pk)})
        if ground := Ground.objects.filter(licence=record.pk).first():
            tools.append(on_the_map(record, corners_of(ground.area)[0]))
        return tools

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.seen(request, object_id)
        extra = {**(extra_context or {})}
        if ground := Ground.objects.filter(licence=record.pk).first():
            found = overlaps_of(ground.area, participant=record.participant_id, besides=record.pk)
            extra["plan"] = plan_of(ground, found, reader=reader_of(request))
        return super().change_view(request, object_id, form_url, extra)

    def draw(self, request: HttpRequest, pk: Any) -> HttpResponse:
        record: Licence = self.seen(request, pk)
        if not reader_of(request).may("license", left=record.region.left):
            raise PermissionDenied
        form = DrawForm(record, *typed(request))
        back = self.address("change", pk)
        if tried(form, lambda: form.act(by=reader_of(request))):
            self.message_user(request, _("The outline is taken."), messages.SUCCESS)
            return HttpResponseRedirect(back)
        said = {"title": _("Outline of %(record)s") % {"record": record}, "submit": _("Bring the outline")}
        around = form.around(reader_of(request))
        return self.page(request, "desk/draw.html", form=form, around=around, back=back, **said)
