"""How far a tablet's events are here without a gap; what it says it has made beyond that, the ministry knows of."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from apps.accounts.models import Tablet
from apps.sync.models import Submission


def reach(mark: int, seqs: Collection[int]) -> int:
    """The last number that follows the mark without a gap."""
    while mark + 1 in seqs:
        mark += 1
    return mark


class Marks(NamedTuple):
    """How far a tablet's numbers are here: up to the first gap, and the highest of all."""

    high_water: int
    highest: int


def count(tablet: Tablet, *, new: Collection[int], here: Collection[int]) -> Marks:
    """
    The tablet's marks once these numbers have come.

    `here` are those of its numbers that were found here before, the one after the new ones among them: only where a gap
    closes is the database asked how far it goes on.
    """
    mark = reach(tablet.contiguous_seq, {*new, *here})
    on = before_first_gap(tablet, mark) if mark in here and mark != tablet.contiguous_seq else mark
    return Marks(on, max(tablet.highest_seq, *new, *here, on))


def before_first_gap(tablet: Tablet, mark: int) -> int:
    follower = Submission.objects.filter(tablet=tablet, seq=OuterRef("seq") + 1)
    here = Submission.objects.filter(tablet=tablet, seq__gte=mark)
    return here.filter(~Exists(follower)).order_by("seq").values_list("seq", flat=True).first() or mark
