"""Reference data: how long what is known of persons is kept, where no Participant says anything itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.persons.models import Term
from apps.places.reference import Row, read, without


def load_reference(root: Path, say: Callable[[str], None]) -> None:
    """A term that stands in the file anew is a row more, with its journal entry; none is changed."""
    rows = [term_of(row) for row in read(root / "terms.json")["terms"]]
    with transaction.atomic():
        for term in rows:
            same = {
                name: getattr(term, name) for name in ("participant_id", "kind", "length", "unit", "after", "starts_on")
            }
            if not Term.objects.filter(**same).exists():
                term.note()
    say(_("%d terms of keeping") % len(rows))


def term_of(row: Row) -> Term:
    day = date.fromisoformat(row["starts_on"])
    return Term(participant_id=row.get("participant"), starts_on=day, **without(row, "participant", "starts_on"))
