"""What is alike of two entries, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    "names": _("names"),
    "nickname": _("nickname"),
    "birth_year": _("birth year"),
    "place": _("birthplace"),
}


def in_words(reasons: Iterable[str]) -> str:
    return ", ".join(str(REASONS[reason]) for reason in reasons if reason in REASONS)
