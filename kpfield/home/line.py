"""One line of the work list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Line:
    """So many of something, in words that open their list, and what is most urgent about them."""

    count: int
    icon: str
    words: str
    url: str
    note: str = ""
    # The register beside which the count stands in the list of registers.
    register: str = ""


def since(moment: datetime | None) -> str:
    return _("since %s") % date_format(timezone.localtime(moment)) if moment else ""
