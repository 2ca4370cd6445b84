"""One Participant's line of the matrix: what its return says, its status in the period, its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.places.models import Participant, Track
from apps.quantities.periods import Period
from apps.returns.format import NOT_APPLICABLE, Json
from apps.returns.models import NationalReturn

REVISED, FLAGGED = "r", "⚠"
# The one column that a return answers by being signed or not.
FINALITY, FINAL, PROVISIONAL = "finality", "final", "provisional"


@dataclass(frozen=True)
class Line:
    """A line of every sheet; a column that the return does not name was not reported."""

    participant: Participant
    its_return: NationalReturn | None
    before: NationalReturn | None
    segments: Sequence[Track]

    def figure(self, code: str) -> Any:
        if self.its_return is None:
            # Whoever does not mine artisanally has nothing to report, which is no gap in what is known.
            return None if self.participant.artisanal else NOT_APPLICABLE
        if code == FINALITY:
            return FINAL if self.its_return.is_final else PROVISIONAL
        return figures_of(self.its_return).get(code)

    def mark(self, code: str) -> str:
        """A flag goes before a revision: it says that the figure breaks a rule."""
        if any(check["column"] == code for check in self.checks):
            return FLAGGED
        return REVISED if self.said_before(code) is not None else ""

    def said_before(self, code: str) -> Any:
        """What the revision before said of this column, where it said something else."""
        if self.its_return is None or self.before is None:
            return None
        said = figures_of(self.before).get(code)
        return said if said != figures_of(self.its_return).get(code) else None

    @property
    def checks(self) -> list[Json]:
        return list(self.its_return.checks) if self.its_return else []

    @property
    def is_asked(self) -> bool:
        """Whether figures are expected of this Participant at all."""
        return self.participant.artisanal or self.its_return is not None


def figures_of(its_return: NationalReturn) -> Mapping[str, Any]:
    return {**its_return.figures["total"], **its_return.coverage}


def segments_in(period: Period) -> dict[str, list[Track]]:
    """Every segment of status that touches the period, by Participant, in the order of the three tracks."""
    found: dict[str, list[Track]] = {}
    order = list(Track.Name.values)
    for segment in Track.objects.touching(period).order_by("participant", "starts_on", "pk"):
        found.setdefault(segment.participant_id, []).append(segment)
    return {code: sorted(its, key=lambda segment: order.index(segment.track)) for code, its in found.items()}
