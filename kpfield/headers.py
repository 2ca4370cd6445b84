"""Headers on every answer: what a page may load, and that nothing of it is kept in a cache."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class HeadersMiddleware:
    """Set the content policy and `no-store`; answer 400 to the API on plain HTTP, so that no token is redirected."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        api = request.path.startswith("/api/")
        if api and settings.SECURE and not request.is_secure():
            return JsonResponse({"detail": _("This address answers on HTTPS only.")}, status=400)
        response = self.get_response(request)
        tablet = request.path.startswith("/field/")
        # Trusted types hold on the tablet; the admin's jQuery throws under them.
        policy = f"{CONTENT}; require-trusted-types-for 'script'" if tablet else CONTENT
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response
