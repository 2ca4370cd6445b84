"""Luvema, a country that does not exist, in one half-year: the same from the same seed, on any machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Self

from apps.demo.bureau import Bureau
from apps.demo.correcting import correct
from apps.demo.inspecting import plan_inspections
from apps.demo.land import DISTRICTS
from apps.demo.moving import plan_movements
from apps.demo.names import Names
from apps.demo.registering import plan_register
from apps.demo.tablet import Event, Tablet
from apps.demo.trading import plan_ledger
from apps.quantities.periods import Period

CODE, SEED, PEOPLE = "XA", "luvema", 900
# Each an office with its district, and the number of its tablet.
OFFICES = DISTRICTS
FIRST_TABLET = 11
LATE_OFFICE = "XA-LV2"
# Days after the half-year: the late office reports its first quarter, then all answer what was returned. Of the second
# quarter the late office's tablet says only how many records it holds.
LATE_BY, CORRECTED_BY = timedelta(days=20), timedelta(days=27)
STILL_ON_ITS_TABLET = 6
COMPANIES = {"XA-LV1": "industrial", "XA-HK1": "semi_industrial"}


@dataclass(frozen=True)
class Country:
    """What its tablets send: the events of the half-year, then the answers to what was returned."""

    period: Period
    bureaus: Sequence[Bureau]
    first: Sequence[Event]
    corrections: Sequence[Event]

    @classmethod
    def make(cls, period: Period, *, seed: str = SEED, people: int = PEOPLE) -> Self:
        """What happens in this half-year; tens of records for each of the people."""
        bureaus = [open_bureau(place, seed, period) for place in range(len(OFFICES))]
        for bureau in bureaus:
            live(bureau, people // len(OFFICES))
        first = [event for bureau in bureaus for event in bureau.tablet.events]
        corrections = [event for bureau in bureaus for event in correct(bureau, period.ends_on + CORRECTED_BY)]
        return cls(period, bureaus, first, corrections)

    def first_of(self, bureau: Bureau) -> list[Event]:
        return [event for event in bureau.tablet.events if event.act == "create"]

    def corrections_of(self, bureau: Bureau) -> list[Event]:
        return [event for event in bureau.tablet.events if event.act != "create"]

    def events(self) -> Iterator[Event]:
        yield from self.first
        yield from self.corrections


def open_bureau(place: int, seed: str, period: Period) -> Bureau:
    office = OFFICES[place]
    # Its own chance for each office: what happens in one changes nothing in another.
    chance = Random(f"{seed} {period} {office}")  # noqa: S311  a story, not a secret
    tablet = Tablet(FIRST_TABLET + place, office, chance)
    bureau = Bureau(office, office, period, tablet, chance, Names.read(), company=COMPANIES.get(office, ""))
    if office == LATE_OFFICE:
        bureau.reports_late_on, bureau.reports_to = period.ends_on + LATE_BY, period.parts()[0].ends_on
    return bureau


def live(bureau: Bureau, people: int) -> None:
    sites = max(3, people // 9)
    plan_register(bureau, people=people, sites=sites)
    plan_ledger(bureau, sites=sites)
    plan_inspections(bureau, sites=sites)
    plan_movements(bureau)
    bureau.live()


def last_half_before(day: date) -> Period:
    """The last half-year that has ended: complete, and recent enough for its tablets' clocks to be believed."""
    year, half = (day.year, 1) if day.month > 6 else (day.year - 1, 2)
    return Period.parse(f"{year}-H{half}")
