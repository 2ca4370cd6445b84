"""Where I am signed in; to end what is not mine, or all of it."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.desk import reader_of
from apps.accounts.models import SignedIn


def signed_in(request: HttpRequest) -> HttpResponse:
    """The reader's own sessions, this one first; no key of theirs is on the page."""
    mine = SignedIn.objects.filter(user=reader_of(request)).lasting()
    here = cast(str, request.session.session_key)
    if request.method == "POST":
        ended, _each = mine.exclude(pk=here).delete()
        said = ngettext("%(count)d other session is ended.", "%(count)d other sessions are ended.", ended)
        messages.success(request, said % {"count": ended})
        return HttpResponseRedirect(reverse("admin:signed_in"))
    rows = sorted(mine.order_by("-seen_at"), key=lambda row: row.pk != here)
    context = {
        **admin.site.each_context(request),
        "title": _("Where you are signed in"),
        "sessions": rows,
        "here": here,
    }
    return TemplateResponse(request, "desk/signed_in.html", context)
