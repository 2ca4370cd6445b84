"""A tablet's requests carry `Authorization: Bearer <token>`; unknown is 401, revoked is 410."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.models import User
from apps.sync.posting import is_at_home
from apps.sync.sender import Sender, sender_of
from apps.sync.throttles import WrongTokens


class Revoked(APIException):
    """Anybody can say so: the tablet gives nothing up before `closing/` has told it, signed."""

    status_code = 410
    default_detail = _("This tablet’s access was withdrawn. What is not sent yet stays on it.")
    default_code = "revoked"


class TabletRequest(Request):
    """A request past the permission check, so it comes from an enrolled tablet."""

    user: User
    auth: Sender


class TabletAuthentication(BaseAuthentication):
    """
    A view that writes says `locks_tablet`: then the statement that signs the tablet in locks its row. One that takes
    what a closed tablet may still bring says `takes_closed`, and answers with nothing that could be read.
    """

    def authenticate(self, request: Request) -> tuple[User, Sender] | None:
        token = token_in(request)
        if token is None:
            return None
        lock = getattr(request.parser_context["view"], "locks_tablet", False)
        sender = sender_of(token, lock=lock)
        if sender is None:
            slow_down(request)
            raise AuthenticationFailed(_("This tablet is not known here."))
        if sender.revoked_at and not getattr(request.parser_context["view"], "takes_closed", False):
            raise Revoked
        return sender.officer, sender

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def token_in(request: Request) -> str | None:
    words = get_authorization_header(request).split()
    return words[1].decode("latin-1") if len(words) == 2 and words[0].lower() == b"bearer" else None


def slow_down(request: Request) -> None:
    """Only wrong tokens count, so that nobody who guesses can shut out an office behind the same address."""
    guesses = WrongTokens()
    if guesses.count(request) > guesses.most:
        raise Throttled(guesses.wait())


class IsEnrolledTablet(BasePermission):
    """A tablet whose officer is or was posted somewhere: work of a posting that has ended may still be sent."""

    message = _("You were never posted anywhere.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, Sender) and bool(request.auth.stays)


class IsPostedToday(BasePermission):
    """
    For reading: an officer whose posting has ended receives nothing.

    Nor does one who was posted elsewhere and kept the tablet: it belongs to an office, and is looked for there if lost.
    """

    message = _("You are not posted anywhere today.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, Sender) or not request.auth.today():
            return False
        if not is_at_home(request.auth):
            raise PermissionDenied(_("This tablet is not of your posting. Send what is on it and take it back."))
        return True


class TabletScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description of the door names the token."""

    target_class = TabletAuthentication
    name = "tablet"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "The token that enrol/ gave."}
