"""Luvema, a country that does not exist, in one half-year: the same from the same seed, on any machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Self

from apps.demo.bureau import Bureau
from apps.demo.correcting import correct
from apps.demo.names import Names
from apps.demo.registering import plan_register
from apps.demo.tablet import Event, Tablet
from apps.demo.trading import plan_ledger

CODE, SEED, PEOPLE = "XA", "luvema", 700
# Each an office with its district, and the number of its tablet.
OFFICES = ("XA-KO1", "XA-KO2", "XA-KO3", "XA-HK1", "XA-HK2", "XA-SA1", "XA-SA2", "XA-LV1", "XA-LV2")
FIRST_TABLET = 11
LATE_OFFICE = "XA-LV2"
START, END = date(2026, 1, 5), date(2026, 6, 30)
LATE_ON, CORRECTED_ON = date(2026, 7, 20), date(2026, 7, 27)
# The late office reports its first quarter in July; of the second its tablet says only how many records it holds.
LATE_TO, STILL_ON_ITS_TABLET = date(2026, 3, 31), 6
COMPANIES = {"XA-LV1": "industrial", "XA-HK1": "semi_industrial"}


@dataclass(frozen=True)
class Country:
    """What its tablets send: the events of the half-year, then the answers to what was returned."""

    bureaus: Sequence[Bureau]
    first: Sequence[Event]
    corrections: Sequence[Event]

    @classmethod
    def make(cls, *, seed: str = SEED, people: int = PEOPLE) -> Self:
        names = Names.read()
        bureaus = [open_bureau(place, seed, names, people // len(OFFICES)) for place in range(len(OFFICES))]
        first = [event for bureau in bureaus for event in bureau.tablet.events]
        corrections = [event for bureau in bureaus for event in correct(bureau, CORRECTED_ON)]
        return cls(bureaus, first, corrections)

    def first_of(self, bureau: Bureau) -> list[Event]:
        return [event for event in bureau.tablet.events if event.act == "create"]

    def corrections_of(self, bureau: Bureau) -> list[Event]:
        return [event for event in bureau.tablet.events if event.act != "create"]

    def events(self) -> Iterator[Event]:
        yield from self.first
        yield from self.corrections


def open_bureau(place: int, seed: str, names: Names, people: int) -> Bureau:
    office = OFFICES[place]
    # Its own chance for each office: more people in one change nothing in another.
    chance = Random(f"{seed} {office}")  # noqa: S311  a story, not a secret
    tablet = Tablet(FIRST_TABLET + place, office, chance)
    bureau = Bureau(office, office, tablet, chance, names, company=COMPANIES.get(office, ""))
    if office == LATE_OFFICE:
        bureau.reports_late_on, bureau.reports_to = LATE_ON, LATE_TO
    sites = max(3, people // 9)
    plan_register(bureau, people=people, sites=sites, start=START)
    plan_ledger(bureau, sites=sites, start=START, end=END)
    bureau.live()
    return bureau
