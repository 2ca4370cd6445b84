"""
The second factor: a code from the telephone after the password, without which no page of the desk opens.

Codes are those of RFC 6238, of 6 digits and 30 seconds. Ten recovery codes serve when the telephone does not; when both
are lost, another person lifts the factor (`kpfield.signing_in.helping`) and it is set up anew.
"""

from __future__ import annotations

import re
from base64 import b32encode
from typing import Any, cast
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_otp import login as pass_second
from django_otp.models import VerifyNotAllowed
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from apps.accounts.models import User

RECOVERY_CODES = 10
# How long a picture may be looked at before its code is typed, in seconds.
PICTURE = 3600
SALT = "second-factor"


def has_passed(request: HttpRequest) -> bool:
    """Whether this session has shown what an installation asks for."""
    return not settings.SECOND_FACTOR or cast(Any, request.user).is_verified()


def is_half_way(request: HttpRequest) -> bool:
    """Name and password were right, and that is all so far."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_staff and not has_passed(request)


def onward(request: HttpRequest) -> str:
    """Where the person wanted to go, if it lies in this house."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if ours and not wanted.startswith(reverse("admin:login")) else reverse("admin:index")


def to(name: str, request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': onward(request)})}")


def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code; whoever has no telephone registered yet does that first."""
    if not is_half_way(request):
        return HttpResponseRedirect(onward(request))
    user = cast(User, request.user)
    if not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return to("admin:second_factor_new", request)
    fault = ""
    if request.method == "POST":
        device, fault = tried(user, request.POST.get("code", ""))
        if device is not None:
            enter(request, device)
            return HttpResponseRedirect(onward(request))
    return page(request, "desk/second_factor.html", _("Enter the code from your telephone"), fault=fault)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out again from half way, where the desk's own *Log out* does not reach yet."""
    logout(request)
    return HttpResponseRedirect(reverse("admin:login"))


def tried(user: User, said: str) -> tuple[Any, str]:
    """The device that knows this code, or none and a sentence. Wrong codes are answered ever more slowly."""
    code = re.sub(r"[\s-]", "", said).lower()
    kind: Any = TOTPDevice if code.isdecimal() else StaticDevice
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return None, _("This code does not fit. Type the six digits that your telephone shows now.")
        allowed, why = device.verify_is_allowed()
        if not allowed:
            return None, wait(why or {})
        if device.verify_token(code):
            return device, ""
    return None, _("This code does not fit. Codes change each 30 seconds; is the clock of your telephone right?")


def wait(why: dict[str, Any]) -> str:
    until = why.get("locked_until") if why.get("reason") == VerifyNotAllowed.N_FAILED_ATTEMPTS else None
    seconds = max(1, round((until - timezone.now()).total_seconds())) if until else 1
    return ngettext(
        "Wait %(seconds)d second before you try again: there were wrong codes.",
        "Wait %(seconds)d seconds before you try again: there were wrong codes.",
        seconds,
    ) % {"seconds": seconds}


def enter(request: HttpRequest, device: Any) -> None:
    pass_second(request, device)
    # What was known of the session before it was worth more is worth nothing now.
    request.session.cycle_key()
    if isinstance(device, StaticDevice):
        left = device.token_set.count()
        said = ngettext(
            "That was a recovery code; %(left)d is left.", "That was a recovery code; %(left)d are left.", left
        )
        messages.warning(request, said % {"left": left})


def second_factor_new(request: HttpRequest) -> HttpResponse:
    """Register a telephone: a picture to take, and a code to show that it was taken."""
    if not is_half_way(request):
        return HttpResponseRedirect(onward(request))
    user = cast(User, request.user)
    key = key_in(request, user) or random_hex(20)
    fault = ""
    if request.method == "POST":
        device = registered(user, key, re.sub(r"\s", "", request.POST.get("code", "")))
        if device is not None:
            enter(request, device)
            return page(request, "desk/second_factor_codes.html", _("Your recovery codes"), codes=codes_for(user))
        fault = _("This code does not fit. Take the picture again, then type the six digits that stand below its name.")
    return page(
        request,
        "desk/second_factor_new.html",
        _("Register your telephone"),
        fault=fault,
        key=signing.dumps([user.pk, key], salt=SALT),
        **picture_of(user, key),
    )


def key_in(request: HttpRequest, user: User) -> str:
    """The key whose picture the page showed, which comes back with the code; nothing is kept of it before it fits."""
    try:
        whose, key = signing.loads(request.POST.get("key", ""), salt=SALT, max_age=PICTURE)
    except signing.BadSignature:
        return ""
    return str(key) if whose == user.pk else ""


def registered(user: User, key: str, code: str) -> TOTPDevice | None:
    """Keep the telephone if it knows the code; one at most, whoever else is registering at this moment."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
            return None
        device = TOTPDevice.objects.create(user=user, key=key, name="telephone", confirmed=False)
        if not code.isdecimal() or not device.verify_token(code):
            device.delete()
            return None
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    return device


def codes_for(user: User) -> list[str]:
    """New recovery codes, shown once; those of before are void."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery codes")
        codes = [StaticToken.random_token() for _each in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return [f"{code[:4]} {code[4:]}" for code in codes]


def picture_of(user: User, key: str) -> dict[str, str]:
    secret = b32encode(bytes.fromhex(key)).decode()
    name = str(admin.site.site_header)
    label = quote(f"{name}:{user.get_username()}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': name}, quote_via=quote)}"
    return {
        "picture": segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page of somebody who is half way: without menu, search or anything else of the desk."""
    around = {**admin.site.each_context(request), "has_permission": has_passed(request), "title": title}
    return TemplateResponse(request, template, {**around, "onward": onward(request), **context})
