"""How stones move on in the imaginary country once they are found or bought: shared, sold on, held and counted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from apps.demo.bureau import Bureau, ref
from apps.demo.days import months_of
from apps.demo.inspecting import plan_writing
from apps.demo.paying import amount, money
from apps.demo.tablet import Answers

# Days from the end of a month back to those on which collectors sell on and a holder has his share.
SOLD_ON, SHARED = (9, 3), 16
# Two collectors and a buying house an office.
BUYERS = 3


def plan_movements(bureau: Bureau) -> None:
    """Each month a share of a find and what collectors sell to the buying house; at its end everybody is counted."""
    for index, (_, last) in enumerate(months_of(bureau.period)):
        shared_on = last - timedelta(days=SHARED)
        plan_writing(bureau, shared_on, partial(share, bureau, index, shared_on))
        for collector, back in enumerate(SOLD_ON):
            day = last - timedelta(days=back)
            plan_writing(bureau, day, partial(sell_on, bureau, collector, day))
        for holder in range(BUYERS):
            plan_writing(bureau, last, partial(count, bureau, holder, last))


def share(bureau: Bureau, index: int, day: date, written_on: date) -> None:
    """The finder gives the holder of the site's licence his share; where there is no licence nobody has one."""
    site = bureau.sites[index % len(bureau.sites)]
    people, licence = bureau.people_at(site), bureau.licence_of(site, day=day)
    if not people or not licence:
        return
    answers = {
        "number": bureau.tablet.new_number(),
        "slip_number": f"T-{bureau.tablet.number}{index + 1:05d}",
        "moved_on": day.isoformat(),
        "giver_level": "digger",
        "giver_digger": ref(bureau.chance.choice(people)),
        "receiver_level": "licence_holder",
        "receiver_licence": ref(licence),
        "carats": amount(bureau.chance.randrange(20, 300)),
        "reason": "share",
    }
    bureau.write("transfer", answers, day=written_on)


def sell_on(bureau: Bureau, collector: int, day: date, written_on: date) -> None:
    """What one of the two collectors has bought goes to the buying house, of mixed origin as a rule."""
    points = bureau.chance.randrange(200, 6_000)
    site = bureau.chance.choice(bureau.sites) if bureau.percent(25) else None
    answers = {
        "number": bureau.tablet.new_number(),
        "slip_number": f"R-{bureau.tablet.number}{collector}{day:%m%d}",
        "bought_on": day.isoformat(),
        "seller": ref(bureau.buyers[collector]),
        "buyer": ref(bureau.buyers[2]),
        "origin_known": site is not None,
        "site": ref(site),
        "carats": amount(points),
        "stones": max(points // bureau.chance.randrange(20, 60), 1),
        **money(bureau, points),
    }
    bureau.write("resale", answers, day=written_on)


def count(bureau: Bureau, holder: int, day: date, written_on: date) -> None:
    """A collector says what he has, a buying house has it counted before a witness; now and then it is nothing."""
    house = holder == 2
    points = 0 if bureau.percent(10) else bureau.chance.randrange(50, 20_000 if house else 3_000)
    answers: Answers = {
        "number": bureau.tablet.new_number(),
        "level": "buying_house" if house else "buyer",
        "buyer": ref(bureau.buyers[holder]),
        "counted_on": day.isoformat(),
        "basis": "counted" if house else "declared",
        "carats": amount(points),
        "witness": bureau.names.person(bureau.chance, woman=bureau.percent(40)) if house else None,
        **(worth(bureau, points) if points and house else {}),
    }
    bureau.write("stock_count", answers, day=written_on)


def worth(bureau: Bureau, points: int) -> dict[str, Any]:
    said = money(bureau, points)
    return {"value": said["price"], "currency": said["currency"]}
