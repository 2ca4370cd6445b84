"""Reference data of the review: which records two reviewers decide on, and why records come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.places.reference import Row, put, read, without
from apps.review.models import Phrase, SecondReview


def load_reference(root: Path, say: Callable[[str], None]) -> None:
    """Load both files or none; what stands already is matched on its code and changed."""
    with transaction.atomic():
        rules = put([rule_of(row) for row in read(root / "second_reviews.json")["rules"]], "code")
        phrases = put(list(phrases_in(read(root / "phrases.json")["phrases"])), "code")
    say(_("%(rules)d rules of a second review, %(phrases)d phrases") % {"rules": rules, "phrases": phrases})


def phrases_in(rows: list[Row]) -> Iterator[Phrase]:
    """In the order of the file."""
    for place, row in enumerate(rows):
        yield Phrase(participant_id=row.get("participant"), place=place, **without(row, "participant"))


def rule_of(row: Row) -> SecondReview:
    carats = Decimal(row["carats"]) if "carats" in row else None
    country = row.get("participant")
    return SecondReview(participant_id=country, carats=carats, **without(row, "carats", "participant"))
