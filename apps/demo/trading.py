"""What an officer of the imaginary country puts into the ledger: finds, weeks without one, and first sales."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from apps.demo.binding import next_slip
from apps.demo.bureau import Bureau, ref
from apps.demo.days import first_monday, months_of
from apps.demo.paying import amount, money, points_of
from apps.demo.pictures import slip_photo
from apps.demo.tablet import Event

# The slip of one sale in so many is photographed.
SLIPS_A_PHOTO = 16
WEEK = timedelta(days=7)
# Out of a hundred weeks at a site: nothing is written down, nothing was found, it was sold before it was recorded.
UNWRITTEN, NIL, SOLD_FIRST = 8, 18, 12


def plan_ledger(bureau: Bureau, *, sites: int) -> None:
    """A line a week for each site that is worked, from the fourth week on, and one a month for a company."""
    monday = first_monday(bureau.period.starts_on) + 3 * WEEK
    while monday + WEEK <= min(bureau.period.ends_on, bureau.reports_to):
        sunday = monday + timedelta(days=6)
        for index in range(sites):
            written_on = bureau.reported_on(sunday)
            bureau.plan(written_on, partial(close_week, bureau, index, monday, sunday, written_on))
        monday += WEEK
    for first, last in months_of(bureau.period) if bureau.company else ():
        bureau.plan(last, partial(close_month, bureau, first, last))


def close_month(bureau: Bureau, first: date, last: date) -> None:
    """A company works the office's first site and weighs what it found before the officer."""
    answers = {
        "number": bureau.tablet.new_number(),
        "site": ref(bureau.sites[0]),
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "channel": bureau.company,
        "basis": "weighed",
        "carats": amount(bureau.chance.randrange(20_000, 90_000)),
        "scale_step": "0.01",
        "cleaned": True,
    }
    bureau.write("production", answers, day=last)


def close_week(bureau: Bureau, index: int, monday: date, sunday: date, written_on: date) -> None:
    site = bureau.sites[index]
    if not is_worked(bureau, site):
        return
    fate = bureau.chance.randrange(100)
    if fate < UNWRITTEN:
        return
    if fate < UNWRITTEN + NIL:
        find(bureau, site, monday, sunday, written_on, points=0)
    elif fate < UNWRITTEN + NIL + SOLD_FIRST:
        sell(bureau, site, sunday, written_on, points=weight(bureau))
    else:
        sell_part(bureau, site, find(bureau, site, monday, sunday, written_on, points=weight(bureau)), sunday)
    if bureau.percent(4):
        sell(bureau, None, sunday, written_on, points=weight(bureau))


def is_worked(bureau: Bureau, site: Event) -> bool:
    """Active and not a company's; now and then somebody declares what a flooded or mined-out site cannot give."""
    if bureau.company and site is bureau.sites[0]:
        return False
    return site.answers["status"] == "active" or bureau.percent(3)


def sell_part(bureau: Bureau, site: Event, found: Event, sunday: date) -> None:
    """Four finds in five are sold within days, mostly not all of it: what is not sold yet is a gap and no error."""
    if not bureau.percent(80):
        return
    points = max(points_of(found) * bureau.chance.randrange(60, 101) // 100, 1)
    day = sunday + timedelta(days=bureau.chance.randrange(1, 7))
    written_on = bureau.reported_on(day)
    bureau.plan(written_on, partial(sell, bureau, site, day, written_on, points=points, found=found))


def weight(bureau: Bureau) -> int:
    """Hundredths of a carat: mostly little, seldom much."""
    return bureau.chance.randrange(5, 60) * bureau.chance.randrange(1, 12)


def find(bureau: Bureau, site: Event, monday: date, sunday: date, written_on: date, *, points: int) -> Event:
    gang = bureau.people_at(site)
    answers = {
        "number": bureau.tablet.new_number(),
        "site": ref(site),
        "licence": ref(bureau.licence_of(site, day=sunday)),
        "starts_on": monday.isoformat(),
        "ends_on": sunday.isoformat(),
        "channel": "artisanal",
        "basis": bureau.chance.choice(["weighed", "notebook", "declared"]),
        "nil": True if not points else None,
        "gang_size": max(len(gang), 1),
        **(stones(bureau, points) if points else {}),
    }
    found = bureau.write("production", answers, day=written_on)
    bureau.finds.append(found)
    return found


def stones(bureau: Bureau, points: int) -> dict[str, Any]:
    chance, coarse = bureau.chance, bureau.percent(30)
    points = max(points // 5 * 5, 5) if coarse else points
    number = max(points // chance.randrange(20, 60), 1)
    return {
        "carats": amount(points),
        "stones": number if bureau.percent(70) else None,
        "largest_stone": amount(min(points, points // number + chance.randrange(0, 30))),
        "scale_step": "0.05" if coarse else "0.01",
        "cleaned": bureau.percent(60),
        "finder": ref(chance.choice(bureau.diggers)) if bureau.percent(40) else None,
    }


def sell(
    bureau: Bureau, site: Event | None, day: date, written_on: date, *, points: int, found: Event | None = None
) -> None:
    """A first sale: of a recorded find, with its find, or (without a site) of stones whose origin nobody knows."""
    seller, role, licence = seller_at(bureau, site, day)
    with_find = site is not None and found is None
    bought_by = buyer(bureau, role)
    slip = next_slip(bureau, bought_by, day)
    answers = {
        "number": bureau.tablet.new_number(),
        "slip_number": slip,
        "bought_on": day.isoformat(),
        "seller": ref(seller),
        "seller_role": role,
        "licence": ref(licence),
        "buyer": bought_by,
        "origin_known": site is not None,
        "site": ref(site),
        "with_find": True if with_find else None,
        "find_id": bureau.tablet.new_id() if with_find else None,
        "find_number": bureau.tablet.new_number() if with_find else None,
        "production": ref(found),
        "carats": amount(points),
        "stones": max(points // bureau.chance.randrange(20, 60), 1) if bureau.percent(60) else None,
        **money(bureau, points),
        "witness": bureau.names.person(bureau.chance, woman=bureau.percent(40)) if bureau.percent(50) else None,
    }
    if len(bureau.sales) % SLIPS_A_PHOTO == 0:
        answers["slip_photo"] = bureau.photograph(partial(slip_photo, lines_of(answers)))
    bureau.sales.append(bureau.write("purchase", answers, day=written_on))


def lines_of(answers: dict[str, Any]) -> list[str]:
    """What stands on the slip, as far as its photo shows it."""
    said = {"No": "slip_number", "Date": "bought_on", "Carats": "carats", "Pierres": "stones", "Prix": "price"}
    return ["BORDEREAU D'ACHAT", *(f"{word}: {answers[code]}" for word, code in said.items() if answers.get(code))]


def seller_at(bureau: Bureau, site: Event | None, day: date) -> tuple[Event, str, Event | None]:
    """Who sells, as what, under which licence: often not its holder (domain.md §4)."""
    chance = bureau.chance
    people = (bureau.people_at(site) if site else []) or bureau.diggers
    licence = bureau.licence_of(site, day=day) if site else None
    holder = holder_of(bureau, licence)
    if holder and bureau.percent(30):
        return holder, "holder", licence
    role = chance.choice(["digger", "digger", "gang_leader", "gang_leader", "supporter", "landowner"])
    return chance.choice(people), role, licence


def holder_of(bureau: Bureau, licence: Event | None) -> Event | None:
    held_by = licence.answers.get("holder", {}).get("id") if licence else None
    return next((digger for digger in bureau.diggers if digger.record == held_by), None)


def buyer(bureau: Bureau, role: str) -> dict[str, str]:
    """One of the office's own, a buying house mostly from holders; now and then a number that no register has."""
    fate = bureau.chance.randrange(100)
    if fate < 2:
        return {"number": f"AC-2025-{bureau.chance.randrange(10**3):03d}"}
    first, second, house = bureau.buyers
    if fate < (30 if role == "holder" else 6):
        return {"id": house.record}
    return {"id": (first if fate < 75 else second).record}
