"""What `manage.py check --deploy` says of an installation that is less guarded than it could be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning

WITHOUT_SECOND = Warning(
    "Staff sign in with a password alone.",
    hint="Take SECOND_FACTOR=0 out of the environment: the next sign-in of each registers a telephone.",
    id="kpfield.W001",
)


def second_factor_is_asked(**options: Any) -> Sequence[CheckMessage]:
    return [] if settings.SECOND_FACTOR else [WITHOUT_SECOND]
