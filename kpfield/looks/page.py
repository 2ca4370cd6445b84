"""The numbers of a person's papers, on a page of their own: whoever needs them opens it, and the journal knows."""

from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.desk import reader_of
from apps.registry.models import Digger
from apps.review.looking import NEEDED, What, look


def papers_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    reader = reader_of(request)
    digger = get_object_or_404(Digger.objects.visible_to(reader).select_related("region"), pk=pk)
    if not reader.may(NEEDED, left=digger.region.left):
        raise PermissionDenied
    papers = list(digger.documents.all())
    if any(paper.number for paper in papers):
        look(reader, What.PAPERS, [digger.pk])
    context = {
        **admin.site.each_context(request),
        "opts": Digger._meta,
        "title": _("Papers of %(record)s") % {"record": digger},
        "papers": papers,
        "back": reverse("admin:registry_digger_change", args=[pk]),
        "list_url": reverse("admin:registry_digger_changelist"),
    }
    return TemplateResponse(request, "desk/papers_of.html", context, headers={"Cache-Control": "no-store"})
