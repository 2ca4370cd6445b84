"""Whom the officer saw beside the digger at hand, and said to be another person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.desk import seen_by
from apps.accounts.models import User
from apps.registry.models import Digger
from apps.sync.models import Submission


@dataclass(frozen=True)
class Other:
    name: str
    url: str = ""


def told_apart(record: Any, reader: User) -> list[Other]:
    """The most alike first; of another region's people the number alone is shown, as everywhere."""
    said = others_said(record) if isinstance(record, Digger) else {}
    if not said:
        return []
    known = Digger.objects.filter(participant=record.participant_id).in_bulk(said)
    seen = seen_by(Digger.objects.filter(pk__in=known), reader).in_bulk()
    ordered = sorted(said, key=lambda one: (-said[one], one))
    return [shown(known.get(one), here=one in seen) for one in ordered]


def shown(digger: Digger | None, *, here: bool) -> Other:
    if digger is None:
        return Other(_("somebody who is not registered"))
    if not here:
        return Other(digger.number)
    return Other(f"{digger} ({digger.birth_year})", reverse("admin:registry_digger_change", args=[digger.pk]))


def others_said(digger: Digger) -> dict[UUID, int]:
    """As the event says by which the digger was registered; of one that was written at the desk nobody was asked."""
    made = Submission.objects.filter(record=digger.pk, status=Submission.Status.APPLIED, act="create").first()
    said = orjson.loads(bytes(made.body)) if made and made.body else {}
    return {UUID(one): score for one, score in (said.get("other_than") or {}).items()}
