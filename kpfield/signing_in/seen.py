"""When a session was last used, and from what: so that its owner can see one that is not his."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from apps.accounts.sessions import SessionStore

# What a browser calls itself holds the names of others; the first that is found is it.
BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = ["Android", "Windows", "iPhone", "iPad", "Mac OS", "Linux"]


class SeenMiddleware:
    """Keeps the hour of the last page, now and then; a session that has lasted a day of work is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = cast(SessionStore, request.session)
        if request.path.startswith("/desk/") and SESSION_KEY in session and not session.see():
            logout(request)
        return self.get_response(request)


def agent_of(request: HttpRequest) -> str:
    """Enough to tell two browsers apart, and no more: `Firefox, Windows`."""
    said = request.headers.get("User-Agent", "")
    browser = next((name for sign, name in BROWSERS if sign in said), "")
    system = next((name for name in SYSTEMS if name in said), "")
    return ", ".join(part for part in (browser, system) if part)
