"""What the door itself has against a record, and how it is said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "outside_posting": _("%(number)s lies in a region where the officer was not posted that day."),
}
