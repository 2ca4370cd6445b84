"""Where: Participants with their dated status and languages, regions, offices and what is expected of them, money."""

from __future__ import annotations

from apps.places.models.languages import SpokenLanguage
from apps.places.models.money import Currency, Rate
from apps.places.models.offices import ExpectedReport, Office
from apps.places.models.participants import Participant, Track
from apps.places.models.regions import Region
from apps.places.models.zones import Zone, ZoneStatus

__all__ = [
    "Currency",
    "ExpectedReport",
    "Office",
    "Participant",
    "Rate",
    "Region",
    "SpokenLanguage",
    "Track",
    "Zone",
    "ZoneStatus",
]
