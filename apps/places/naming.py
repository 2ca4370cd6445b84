"""Finding a region by the name that somebody wrote."""

from __future__ import annotations

import unicodedata
from typing import Self

from apps.places.models import Participant, Region


def fold(name: str) -> str:
    """
    The name without accents, case, hyphens or apostrophes: "KASAI  ORIENTAL" and "Kasaï-Oriental" are one place.

    Done here and not in the database: SQLite folds the case of ASCII letters only.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split())


class Gazetteer:
    """The regions of one Participant by every name they go by, read once for a whole file."""

    def __init__(self, regions: dict[str, Region]) -> None:
        self.regions = regions

    @classmethod
    def of(cls, participant: Participant | str) -> Self:
        known: dict[str, Region] = {}
        for region in Region.objects.filter(participant=participant).order_by("-level"):
            for name in (region.name, region.code, *region.also_called):
                known[fold(name)] = region
        return cls(known)

    def find(self, written: str) -> Region | None:
        """The region that goes by this name or code, or None: a name is never guessed."""
        return self.regions.get(fold(written))
