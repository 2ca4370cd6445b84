"""The server's choice lists and regions, kept for a minute, so that a push does not ask for them each time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.core.cache import cache

from apps.places.models import Currency, Participant, Region

SECONDS = 60


class Place(NamedTuple):
    """A region as a push needs it."""

    id: int
    left: int
    participant: str


def regions_of(participant: str) -> Mapping[str, Place]:
    """A Participant's regions by their code."""
    return cache.get_or_set(f"sync.regions.{participant}", lambda: read_regions(participant), SECONDS) or {}


def read_regions(participant: str) -> dict[str, Place]:
    rows = Region.objects.filter(participant=participant).values_list("code", "pk", "left")
    return {code: Place(pk, left, participant) for code, pk, left in rows}


def sources() -> Mapping[str, Collection[str]]:
    """The lists whose codes are keys or of a fixed width; a class that is not listed is kept as it was written."""
    return cache.get_or_set("sync.sources", read_sources, SECONDS) or {}


def read_sources() -> dict[str, frozenset[str]]:
    return {
        "currencies": frozenset(Currency.objects.values_list("pk", flat=True)),
        "countries": frozenset(Participant.objects.values_list("pk", flat=True)),
    }
