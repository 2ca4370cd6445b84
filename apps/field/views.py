"""The page that the tablet opens, and what a browser needs to keep it."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.field.build import Build, NotBuiltError, address, read_build
from apps.field.training import script

# Kept on the tablet beside what was built.
KEPT = ("field:manifest", "field:log", "field:training")


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: it holds no personal data, and the tablet opens it without a network."""
    try:
        return HttpResponse(page(read_build()))
    except NotBuiltError as fault:
        return render(request, "field/not_built.html", {"fault": fault}, status=503)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of files in front: a new build changes its bytes, and it is renewed."""
    try:
        build = read_build()
    except NotBuiltError as fault:
        return HttpResponse(str(fault), status=503, content_type="text/plain; charset=utf-8")
    told = f"{build.version}{page(build)}{script()}"
    version = hashlib.sha256(told.encode()).hexdigest()[:16]
    kept = {"version": version, "page": reverse("field:shell"), "files": [*build.files, *map(reverse, KEPT)]}
    response = HttpResponse(f"const SHELL = {json.dumps(kept)};\n{build.worker}", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = reverse("field:shell")
    return response


@require_safe
def log_worker(request: HttpRequest) -> HttpResponse:
    """The worker that writes the tablet's log: under the page's own path, since a browser starts no other offline."""
    try:
        return HttpResponse(read_build().log, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
    except NotBuiltError as fault:
        return HttpResponse(str(fault), status=503, content_type="text/plain; charset=utf-8")


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """What an officer practises with: the forms of today, and people who do not exist."""
    return HttpResponse(script(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the home screen of the tablet shows."""
    icons = [
        {"src": address("icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": address("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": address("icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    described = {
        "id": reverse("field:shell"),
        "name": _("Field records"),
        "short_name": _("Field"),
        "start_url": reverse("field:shell"),
        "scope": reverse("field:shell"),
        "display": "standalone",
        "background_color": "#f6f3ec",
        "theme_color": "#0a5650",
        "icons": icons,
    }
    return JsonResponse(described, content_type="application/manifest+json")


def page(build: Build) -> str:
    # Without the request: nothing of who asked may stand in a page that is kept.
    return render_to_string("field/shell.html", {"build": build})
