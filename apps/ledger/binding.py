"""How events of the booklet's form become rows, a batch at a time; a booklet that comes back is amended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apps.ledger.forms import BOOKLET
from apps.ledger.models import Booklet, SpoiltSlip
from apps.ledger.spans import listed, series_of
from apps.registry.kind import Made, Prepared, Reference
from apps.registry.making import amend, make

# What the rows below a booklet are made from.
NUMBERS = ("cancelled", "lost", "first_number", "last_number")


def make_booklets(events: Sequence[Prepared]) -> list[Made]:
    made = make(events, BOOKLET, Booklet)
    for one in made:
        booklet: Any = one.record
        booklet.series_key = series_of(booklet.series)
        one.children += [*spoilt_of(booklet)]
    return made


def amend_booklet(booklet: Booklet, answers: Mapping[str, Any], references: Mapping[str, Reference]) -> list[str]:
    changed = amend(booklet, BOOKLET, answers, references)
    booklet.series_key = series_of(booklet.series)
    if any(name in answers for name in NUMBERS):
        booklet.spoilt.all().delete()
        SpoiltSlip.objects.bulk_create(spoilt_of(booklet))
    return [*changed, "series_key"] if changed else []


def spoilt_of(booklet: Booklet) -> list[SpoiltSlip]:
    """The slips of this booklet on which nothing is recorded; one that is said to be both is cancelled."""
    lost = dict.fromkeys(listed(booklet.lost), True)
    places = lost | dict.fromkeys(listed(booklet.cancelled), False)
    within = {place: gone for place, gone in places.items() if booklet.first_number <= place <= booklet.last_number}
    return [SpoiltSlip(booklet_id=booklet.pk, place=place, lost=gone) for place, gone in sorted(within.items())]
