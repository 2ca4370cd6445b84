"""What the pages about one digger share: who may open them, where they are read."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from apps.accounts.acting import ActingAdmin
from apps.accounts.models import User
from apps.registry.models import Digger


def kept_by(reader: User, digger: UUID) -> Digger:
    """The digger, for whoever keeps the register of the region; 404 and 403 for anybody else."""
    seen = Digger.objects.visible_to(reader).select_related("region", "case", "person")
    record = get_object_or_404(seen, pk=digger)
    if not reader.may("register", left=record.region.left):
        raise PermissionDenied
    return record


class OwnPages(ActingAdmin):
    """A row is read on a page of its own; its story stands in the history of the digger."""

    # Which of its pages that is.
    read_at: ClassVar[str]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        return self.shown(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.shown(request, object_id)

    def shown(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return HttpResponseRedirect(self.address(self.read_at, row.pk))
