"""What the door itself has against a record, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.review.models import Flag

SENTENCES = {
    "outside_posting": _("%(number)s lies in a region where the officer was not posted that day."),
}


def outside_flags(records: Iterable[Any]) -> list[Flag]:
    """Work in a region where the officer was not posted is taken, and a reviewer is told."""
    return [record.flag("outside_posting", number=record.number) for record in records]
