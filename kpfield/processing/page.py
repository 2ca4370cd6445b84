"""What is kept on persons, why and how long: as a page, and as a sheet for whoever supervises."""

from __future__ import annotations

import csv
from io import StringIO

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from apps.persons.models import TermsRun
from apps.persons.processing import register
from apps.quantities.writing import guarded


def processing(request: HttpRequest) -> HttpResponse:
    """Nothing of anybody stands in it: whoever works at the desk may read it."""
    context = {**admin.site.each_context(request), "title": _("Register of processing"), "activities": register()}
    context["run"] = TermsRun.objects.ended().first()
    return TemplateResponse(request, "desk/processing.html", context)


def as_sheet(request: HttpRequest) -> HttpResponse:
    heads = [_("Activity"), _("Of whom"), _("Purpose"), _("Basis"), _("Kept"), _("Records"), _("Columns"), _("Seen by")]
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    for activity, rows in register():
        *told, kept, terms = activity
        cells = [*told, " ".join([str(kept), *terms])]
        writer.writerows([guarded(str(cell)) for cell in (*cells, *row)] for row in rows)
    headers = {"Content-Disposition": 'attachment; filename="processing.csv"'}
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
