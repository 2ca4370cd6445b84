"""Reference data of the review: which records two reviewers decide on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.places.reference import Row, put, read, without
from apps.review.models import SecondReview


def load_reference(root: Path, say: Callable[[str], None]) -> None:
    """Load the rules of a second review; what stands already is matched on its code and changed."""
    with transaction.atomic():
        rules = put([rule_of(row) for row in read(root / "second_reviews.json")["rules"]], "code")
    say(_("%d rules of a second review") % rules)


def rule_of(row: Row) -> SecondReview:
    carats = Decimal(row["carats"]) if "carats" in row else None
    country = row.get("participant")
    return SecondReview(participant_id=country, carats=carats, **without(row, "carats", "participant"))
