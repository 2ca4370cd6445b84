"""The forms at the desk: each to print, and each as a blank sheet."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.forms.dictionary import all_forms
from apps.forms.grammar import Form
from kpfield.papers.questions import blocks_of, here, rules_of
from kpfield.papers.sheet import blank_sheet
from kpfield.place import place_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def forms(request: HttpRequest) -> HttpResponse:
    """What there is to print; whoever works at the desk may, since nothing of anybody stands in an empty form."""
    rows = [
        {
            "code": form.code,
            "title": here(form.title),
            "version": form.version,
            "questions": len(form.fields),
            "read_by": import_of(form, request),
        }
        for form in all_forms().values()
    ]
    context = {**admin.site.each_context(request), "title": _("Forms"), "rows": rows}
    return TemplateResponse(request, "desk/forms.html", context)


def import_of(form: Form, request: HttpRequest) -> str:
    """Where whoever reads the page brings in a filled sheet of this form; empty for whoever may not."""
    model = apps.get_model(form.model)
    register: Any = admin.site.get_model_admin(model)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_import"
    return reverse(name) if register.has_import_permission(request) else ""


def paper(request: HttpRequest, code: str) -> HttpResponse:
    form = form_of(code)
    context = {
        **admin.site.each_context(request),
        "title": here(form.title),
        "form": form,
        "blocks": blocks_of(form),
        "rules": list(rules_of(form)),
        "place": place_of(request.user),
    }
    return TemplateResponse(request, "desk/paper.html", context)


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    form = form_of(code)
    name = f"{form.code}-{form.version}.xlsx"
    return HttpResponse(
        blank_sheet(form), content_type=WORKBOOK, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def form_of(code: str) -> Form:
    form = all_forms().get(code)
    if form is None:
        raise Http404
    return form
