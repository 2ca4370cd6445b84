"""The file for a person who asks what the ministry holds on him: to be read, printed, or taken along as data."""

from __future__ import annotations

from uuid import UUID

import orjson
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.persons.erasing import entries_of
from apps.persons.holding import held_on
from apps.registry.models import Digger
from apps.review.journalling import note
from kpfield.place import place_of

KINDS = [("html", gettext_lazy("To be read and printed")), ("json", gettext_lazy("As data"))]


class FileForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language of the person"), choices=settings.LANGUAGES)
    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=KINDS)


def personal_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page that asks in which language; making the file is an act, which the journal knows."""
    reader = reader_of(request)
    record = get_object_or_404(Digger.objects.visible_to(reader).select_related("region", "person__region"), pk=pk)
    entries = entries_of(record.person or record)
    if not all(reader.may("register", left=entry.region.left) for entry in entries):
        raise PermissionDenied
    form = FileForm(request.POST or None)
    if form.is_valid():
        return made(entries, reader=reader, **form.cleaned_data)
    context = {
        **admin.site.each_context(request),
        "opts": Digger._meta,
        "title": _("What is held on %(record)s") % {"record": record},
        "form": form,
        "submit": _("Make the file"),
        "back": reverse("admin:registry_digger_change", args=[pk]),
        "list_url": reverse("admin:registry_digger_changelist"),
    }
    return TemplateResponse(request, "desk/add.html", context)


def made(entries: list[Digger], *, reader: User, language: str, kind: str) -> HttpResponse:
    with override(language):
        content, mime = as_data(entries, reader) if kind == "json" else (as_page(entries, reader), "text/html")
    with transaction.atomic():
        for entry in entries:
            note("file_made", entry.case, by=reader)
        settle_on_commit()
    answer = HttpResponse(content, content_type=f"{mime}; charset=utf-8", headers={"Cache-Control": "no-store"})
    named = content_disposition_header(True, f"{entries[0].number}.{kind}")
    answer.headers["Content-Disposition"] = named or "attachment"
    return answer


def as_data(entries: list[Digger], reader: User) -> tuple[bytes, str]:
    held = [one.as_json() for one in held_on(entries, reader=reader)]
    return orjson.dumps({"made_at": timezone.now(), "entries": held}, option=orjson.OPT_INDENT_2), "application/json"


def as_page(entries: list[Digger], reader: User) -> str:
    """One file with its pictures and its style inside: it is read at home, where there is no server."""
    style = (settings.BASE_DIR / "kpfield" / "assets" / "kpfield" / "personal.css").read_text()
    said = {"held": held_on(entries, reader=reader), "place": place_of(reader), "now": timezone.now()}
    return render_to_string("desk/personal_file.html", {**said, "style": style})
