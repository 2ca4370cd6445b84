"""How long something has waited, in the words that a queue uses."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def waited(age: timedelta) -> str:
    """Whole days; less than one is today's."""
    if age.days < 1:
        return _("today")
    return ngettext("%d day", "%d days", age.days) % age.days
