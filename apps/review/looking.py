"""
Who looked at what only few need: a person's photo, the numbers of his papers. The one thing that reading may write.

A look stands in the journal under a kind of its own, so that no register, tablet or follower takes it for a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.journal.models import Entry
from apps.journal.writing import Act, write_all

KIND = "review.look"
# What a role must be allowed, in the region of the record.
NEEDED = "identify"


class What(models.TextChoices):
    PHOTO = "looked_photo", _("Photo seen")
    PAPERS = "looked_papers", _("Papers’ numbers seen")


def look(reader: User, what: What, records: Iterable[Any]) -> None:
    """One entry for each record, all in one statement: who, which, what and when, and nothing of what was seen."""
    acts = [Act(what.value, KIND, str(record), by=f"user:{reader.pk}") for record in records]
    with transaction.atomic():
        write_all(acts)


def looks_at(record: Any) -> Any:
    return Entry.objects.filter(object_id=str(record), kind=KIND).order_by("pk")


def acts_on(record: Any) -> Any:
    """What was done to a record: everything but the looks."""
    return Entry.objects.filter(object_id=str(record)).exclude(kind=KIND).order_by("pk")
