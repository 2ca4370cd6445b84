"""Reference data of supervision: which share of accepted records is repeated blind, and what is asked again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.inspections.models.revisit import DrawnShare
from apps.places.reference import read, without


def load_reference(root: Path, say: Callable[[str], None]) -> None:
    """Load the shares; one that stands already keeps its seed, so that what was drawn can be drawn again."""
    rows = read(root / "revisits.json")["shares"]
    with transaction.atomic():
        for row in rows:
            given = {**without(row, "code", "participant"), "participant_id": row.get("participant")}
            DrawnShare.objects.update_or_create(code=row["code"], defaults=given)
    say(_("%d shares of blind re-visits") % len(rows))
