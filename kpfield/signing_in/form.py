"""Signing in at the desk: no more tries a minute from one address than an office needs."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.request import Request

from apps.sync.throttles import Window


class SignIns(Window):
    name, most = "sign-in", 20


class SignInForm(AdminAuthenticationForm):
    def clean(self) -> dict[str, Any]:
        tries = SignIns()
        if self.request is not None and tries.count(Request(self.request)) > tries.most:
            # Before the password is looked at, so that nothing is learnt of it.
            raise ValidationError(_("Too many tries from this address. Wait a minute, then try again."))
        return super().clean()
