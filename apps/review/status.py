"""The states of a record under review and the ways between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    PENDING = "pending", _("Pending")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    REJECTED = "rejected", _("Rejected")
    REPLACED = "replaced", _("Replaced")


# What a reviewer may decide; a record is replaced only by accepting its correction.
DECISIONS = frozenset({Status.ACCEPTED, Status.RETURNED, Status.REJECTED})
NEEDS_REASON = frozenset({Status.RETURNED, Status.REJECTED})

# An accepted record that proves wrong is returned first, so that its officer hears why.
# Rejected and replaced are final.
MOVES: dict[str, frozenset[str]] = {
    Status.PENDING: frozenset({Status.ACCEPTED, Status.RETURNED, Status.REJECTED, Status.REPLACED}),
    Status.ACCEPTED: frozenset({Status.PENDING, Status.RETURNED, Status.REPLACED}),
    Status.RETURNED: frozenset({Status.PENDING, Status.REJECTED, Status.REPLACED}),
    Status.REJECTED: frozenset(),
    Status.REPLACED: frozenset(),
}
# Records that may still be corrected.
STANDING = frozenset(status for status, onward in MOVES.items() if onward)
