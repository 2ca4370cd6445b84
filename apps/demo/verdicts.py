"""What the imaginary reviewers decide: settled by the event's id alone, so that it is the same in every run."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from apps.demo.tablet import Event

REASONS = {
    "site": "La position n’est pas celle du village.",
    "digger": "Le nom de famille manque sur la copie.",
    "licence": "Le numéro de quittance est illisible.",
    "buyer": "La carte n’a pas été vue.",
    "production": "Le poids ne correspond pas au cahier.",
    "purchase": "Le prix ne correspond pas au bordereau.",
    "resale": "La carte du vendeur n’a pas été vue.",
    "transfer": "Le bordereau n’est pas joint.",
    "stock_count": "Le poids n’a pas été relu devant le détenteur.",
    "inspection": "Le nombre de personnes manque au cahier.",
    "infraction": "Le procès-verbal n’est pas joint.",
}
# Out of a thousand: returned, rejected and left waiting; the rest is accepted.
SHARES = {
    "site": (0, 0, 0),
    "buyer": (0, 0, 0),
    "licence": (30, 0, 20),
    "digger": (30, 4, 40),
    "production": (45, 10, 50),
    "purchase": (45, 10, 50),
    "resale": (40, 10, 50),
    "transfer": (40, 10, 50),
    "stock_count": (40, 0, 50),
    "booklet": (0, 0, 0),
    "inspection": (40, 0, 40),
    "infraction": (0, 0, 60),
}
SHARES_OF_CORRECTIONS = (0, 0, 150)


@dataclass(frozen=True)
class Verdict:
    status: str
    reason: str = ""


def verdict_on(event: Event) -> Verdict | None:
    """The decision on what this event made or changed; None where it still waits."""
    returned, rejected, waiting = SHARES[event.form] if event.act == "create" else SHARES_OF_CORRECTIONS
    place = UUID(str(event.said["id"])).int % 1000
    if place < returned:
        return Verdict("returned", REASONS[event.form])
    if place < returned + rejected:
        return Verdict("rejected", REASONS[event.form])
    return None if place < returned + rejected + waiting else Verdict("accepted")
