"""
Help with signing in, by a second person: nobody lets himself in again.

What was done stands in the journal, and the person whom it was done to sees it at the next sign-in.
"""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.accounts.desk import reader_of
from apps.accounts.helping import may_help
from apps.accounts.models import SignedIn, User
from apps.journal.writing import Act, write


def help_in(request: HttpRequest, pk: int) -> HttpResponse:
    """What keeps this person out, and an act for each: answers 404 where the reader does not see the account."""
    reader = reader_of(request)
    user = User.objects.visible_to(reader).filter(pk=pk).first()
    if user is None:
        raise Http404
    if not may_help(reader, user):
        raise PermissionDenied
    if request.method == "POST":
        said = done(request.POST.get("act", ""), user, by=reader)
        messages.success(request, said % {"person": user})
        return HttpResponseRedirect(reverse("admin:help_in", args=[user.pk]))
    context = {
        **admin.site.each_context(request),
        "title": _("Help %(person)s to sign in") % {"person": user},
        "person": user,
        "sessions": SignedIn.objects.filter(user=user).lasting().count(),
        "has_second": TOTPDevice.objects.filter(user=user, confirmed=True).exists(),
    }
    return TemplateResponse(request, "desk/help_in.html", context)


def done(act: str, user: User, *, by: User) -> str:
    """Do it and journal it, both or neither; the sentence that says so."""
    with transaction.atomic():
        match act:
            case "unlock":
                reset(username=user.get_username())
                verb, said = "unlocked", _("%(person)s may try again at once.")
            case "end":
                SignedIn.objects.filter(user=user).delete()
                verb, said = "sessions_ended", _("Every session of %(person)s is ended.")
            case "lift":
                lift(user)
                verb, said = "second_factor_lifted", _("%(person)s registers a telephone at the next sign-in.")
            case _unknown:
                raise Http404
        write(Act(verb=verb, kind="accounts.user", object_id=str(user.pk), by=f"user:{by.pk}"))
    return said


def lift(user: User) -> None:
    """Whoever holds the lost telephone is out as well."""
    kinds: list[Any] = [TOTPDevice, StaticDevice, SignedIn]
    for kind in kinds:
        kind.objects.filter(user=user).delete()
