"""Where the slips of the imaginary country come from: booklets of twenty-five, which its officers give to buyers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from apps.demo.bureau import Bureau, ref
from apps.demo.tablet import Event

SLIPS = 25
# Of these sales of an office, in their order, one is on a slip that was used before and one on a slip of no booklet.
DOUBLED, OUTSIDE = 25, 40
# Out of a hundred slips, torn out and never seen again.
LOST = 4
BEFORE = timedelta(days=14)


@dataclass
class Booklet:
    """A booklet in somebody's hand: the event that issued it, and the next number."""

    event: Event
    next: int

    @property
    def last(self) -> int:
        return int(self.event.answers["last_number"])


def next_slip(bureau: Bureau, buyer: dict[str, str], day: date) -> str:
    """The number of the slip on which this sale is written: of the buyer's booklet, but for what goes wrong."""
    place = len(bureau.sales) + 1
    if place == DOUBLED:
        return str(bureau.sales[-1].answers["slip_number"])
    if place == OUTSIDE:
        return f"B-{bureau.tablet.number}99999"
    booklet = booklet_of(bureau, buyer, day)
    if bureau.percent(LOST) and booklet.next < booklet.last:
        booklet.next += 1
    booklet.next += 1
    return f"B-{booklet.next - 1}"


def booklet_of(bureau: Bureau, buyer: dict[str, str], day: date) -> Booklet:
    """What the buyer has in hand; a buyer of no register writes on the slips of the office's first."""
    known = [one.record for one in bureau.buyers]
    holder = known.index(buyer["id"]) if buyer.get("id") in known else 0
    booklet = bureau.booklets.get(holder)
    if booklet is None or booklet.next > booklet.last:
        booklet = bureau.booklets[holder] = issue(bureau, holder, day)
    return booklet


def issue(bureau: Bureau, holder: int, day: date) -> Booklet:
    """The next slips of the office, for one of its three buyers, some days before he writes on the first."""
    bureau.issued += 1
    first = bureau.tablet.number * 100_000 + SLIPS * (bureau.issued - 1) + 1
    answers = {
        "number": bureau.tablet.new_number(),
        "slips": "purchase",
        "series": "B",
        "first_number": first,
        "last_number": first + SLIPS - 1,
        "issued_to": "buyer",
        "buyer": ref(bureau.buyers[holder]),
        # Where all is written down at the end, in no order, they were there from the first day.
        "issued_on": (bureau.period.starts_on if bureau.reports_late_on else day - BEFORE).isoformat(),
    }
    return Booklet(bureau.write("booklet", answers, day=day), first)


def take_back(bureau: Bureau, day: date) -> list[Event]:
    """The full booklets of an office come back after the half-year, each with one slip that is said to be cancelled."""
    full = [event for event in bureau.tablet.events if event.form == "booklet" and is_full(bureau, event)]
    return [returned(bureau, event, day) for event in full]


def is_full(bureau: Bureau, event: Event) -> bool:
    return all(one.event is not event or one.next > one.last for one in bureau.booklets.values())


def returned(bureau: Bureau, event: Event, day: date) -> Event:
    before = dict(event.answers)
    missing = missing_of(bureau, event)
    answers = before | {"returned_on": day.isoformat()} | ({"cancelled": str(missing[0])} if missing else {})
    more = {"act": "amend", "seen": 2, "reason": "Carnet rendu.", "before": before}
    return bureau.tablet.record("booklet", answers, day=day, record=event.record, **more)


def missing_of(bureau: Bureau, event: Event) -> list[int]:
    used = {str(sale.answers["slip_number"]) for sale in bureau.sales}
    numbers = range(int(event.answers["first_number"]), int(event.answers["last_number"]) + 1)
    return [number for number in numbers if f"B-{number}" not in used]
