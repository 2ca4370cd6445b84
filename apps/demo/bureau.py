"""One office of the imaginary country with its tablet, and what its officer has recorded so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from apps.demo.names import Names
from apps.demo.tablet import Answers, Event, Tablet
from apps.quantities.periods import Period


@dataclass
class Bureau:
    office: str
    region: str
    period: Period
    tablet: Tablet
    chance: Random
    names: Names
    # Reports of this office are written after the period has ended, all on the same days.
    reports_late_on: date | None = None
    # What happened after this day is not sent yet.
    reports_to: date = date.max
    # The channel of the company that works the first site, where there is one.
    company: str = ""
    sites: list[Event] = field(default_factory=list)
    diggers: list[Event] = field(default_factory=list)
    licences: list[Event] = field(default_factory=list)
    buyers: list[Event] = field(default_factory=list)
    finds: list[Event] = field(default_factory=list)
    sales: list[Event] = field(default_factory=list)
    # Of each of its buyers by place, the booklet in hand; how many were issued so far.
    booklets: dict[int, Any] = field(default_factory=dict)
    issued: int = 0
    agenda: list[tuple[date, int, Callable[[], None]]] = field(default_factory=list)
    planned: int = 0

    def percent(self, share: int) -> bool:
        """Whether something happens that happens so many times in a hundred."""
        return self.chance.randrange(100) < share

    def plan(self, day: date, act: Callable[[], None]) -> None:
        self.planned += 1
        heappush(self.agenda, (day, self.planned, act))

    def live(self) -> None:
        """Do what is planned, and what that plans in its turn, day by day."""
        while self.agenda:
            heappop(self.agenda)[2]()

    def write(self, form: str, answers: Answers, *, day: date) -> Event:
        """Record answers, leaving out those that were not given."""
        return self.tablet.record(form, given(answers), day=day)

    def photograph(self, draw: Callable[[Random], bytes]) -> str:
        """Take a photo, with a chance of its own: one more stroke in it changes nothing of what happens."""
        seed = f"{self.office} {self.period} {len(self.tablet.album)}"
        return self.tablet.take_photo(draw(Random(seed)))  # noqa: S311  a picture, not a secret

    def reported_on(self, day: date) -> date:
        """When the officer writes down what happened on that day."""
        return max(day + timedelta(days=self.chance.randrange(4)), self.reports_late_on or day)

    def licence_of(self, site: Event, *, day: date) -> Event | None:
        """The site's last licence that had begun by that day, valid or lapsed: what the holder shows."""
        begun = [
            licence
            for licence in self.licences
            if licence.answers["site"]["id"] == site.record and licence.answers["starts_on"] <= day.isoformat()
        ]
        return begun[-1] if begun else None

    def people_at(self, site: Event) -> list[Event]:
        return [digger for digger in self.diggers if digger.answers.get("site", {}).get("id") == site.record]


def given(answers: Answers) -> dict[str, Any]:
    return {code: answer for code, answer in answers.items() if answer is not None}


def ref(event: Event | None) -> dict[str, str] | None:
    """A reference to what this event recorded, as a tablet writes it."""
    return {"id": event.record} if event else None
