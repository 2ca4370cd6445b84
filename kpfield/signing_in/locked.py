"""What is said to whoever guesses: after five wrong passwords a name waits, at the address that they came from."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from kpfield.signing_in.form import SignIns


def address_of(request: HttpRequest) -> str:
    """As the throttles read it; what a stranger wrote into a header and is no address counts as the proxy's own."""
    said = SignIns().who(Request(request))
    try:
        return str(ip_address(said))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """Answers 429; the same for a name that there is not, so that nothing is learnt of who has an account."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {**admin.site.each_context(request), "title": _("Wait before you try again"), "minutes": minutes}
    return TemplateResponse(request, "desk/locked_out.html", context, status=429).render()
