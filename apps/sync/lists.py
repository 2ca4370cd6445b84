"""The server's choice lists and regions, kept for a minute, so that a push does not ask for them each time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from apps.ledger.sizing import kept_classes
from apps.places.models import Currency, Participant, Region
from apps.statements.keeping import kept_for
from apps.sync.sender import Stay

SECONDS = 60


class Place(NamedTuple):
    """A region as a push needs it."""

    id: int
    left: int
    right: int
    participant: str
    code: str


class Places:
    """Every region, by its key and by its Participant and code."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_id = {place.id: place for place in places}
        self.by_code = {(place.participant, place.code): place for place in self.by_id.values()}

    def at(self, region: int) -> Place:
        """The region with this key; one that was added meanwhile is looked for."""
        return self.by_id.get(region) or kept_places.anew().by_id[region]

    def agree_with(self, stays: Iterable[Stay]) -> bool:
        return all(
            (place := self.by_id.get(stay.region_id)) is not None
            and (place.left, place.right) == (stay.bounds.left, stay.bounds.right)
            for stay in stays
        )


@kept_for(SECONDS)
def kept_places() -> Places:
    return Places(Place(*row) for row in Region.objects.values_list("pk", "left", "right", "participant", "code"))


def places_for(stays: Iterable[Stay]) -> Places:
    """
    Every region, as the officer's postings, which are just read, show it.

    A region that is added moves the bounds of those that hold it. Where the officer's own have not moved, no other's
    has moved in or out of them.
    """
    places = kept_places()
    return places if places.agree_with(stays) else kept_places.anew()


@kept_for(SECONDS)
def sources() -> Mapping[str, Collection[str]]:
    """The lists whose codes are keys or of a fixed width; a class that is not listed is kept as it was written."""
    return {
        "currencies": frozenset(Currency.objects.values_list("pk", flat=True)),
        "size_classes": frozenset(kept_classes()),
        "countries": frozenset(Participant.objects.values_list("pk", flat=True)),
    }
