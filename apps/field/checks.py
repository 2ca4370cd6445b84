"""A deployment without the tablet's app is told so when it starts."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning
from django.utils.translation import gettext as _

from apps.field.build import NotBuiltError, read_build


def tablet_is_built(**kwargs: Any) -> list[CheckMessage]:
    try:
        read_build()
    except NotBuiltError as fault:
        return [Warning(str(fault), hint=_("Run `make tablet`."), id="field.W001")]
    return []
