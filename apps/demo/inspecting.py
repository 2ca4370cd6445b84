"""What an officer of the imaginary country sees when he inspects a site, and what he finds against the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from apps.demo.bureau import Bureau, ref
from apps.demo.paying import amount
from apps.demo.tablet import Event

# A site is inspected once in the half-year; of every third one, somebody looks again without knowing what was seen.
FIRST_WEEK, WEEKS, LOOKED_AT_AGAIN = 6, 14, 3
AGAIN = timedelta(weeks=4)
INFRACTIONS = 3
KINDS = ("without_licence", "false_papers", "no_records", "outside_area")


def plan_inspections(bureau: Bureau, *, sites: int) -> None:
    for index in range(sites):
        day = bureau.period.starts_on + timedelta(weeks=FIRST_WEEK + index % WEEKS, days=index % 5)
        plan_visit(bureau, index, day, "planned")
        if index % LOOKED_AT_AGAIN == 0:
            plan_visit(bureau, index, day + AGAIN, "blind")
    for index in range(INFRACTIONS):
        day = bureau.period.starts_on + timedelta(weeks=8 + 5 * index)
        plan_writing(bureau, day, partial(record_infraction, bureau, index, day))


def plan_visit(bureau: Bureau, index: int, day: date, visit: str) -> None:
    plan_writing(bureau, day, partial(inspect, bureau, index, day, visit))


def plan_writing(bureau: Bureau, day: date, write: Callable[[date], None]) -> None:
    """Only on the day itself it is settled when it is written down: what happens before stays as it is."""
    if day <= bureau.reports_to:
        bureau.plan(day, partial(write_later, bureau, day, write))


def write_later(bureau: Bureau, day: date, write: Callable[[date], None]) -> None:
    written_on = bureau.reported_on(day)
    bureau.plan(written_on, partial(write, written_on))


def inspect(bureau: Bureau, index: int, day: date, visit: str, written_on: date) -> None:
    """He sees the state that the register has; at work are about those who are registered there."""
    site, chance = bureau.sites[index], bureau.chance
    worked = site.answers["status"] == "active"
    to_put_right = bureau.percent(30)
    answers = {
        "number": bureau.tablet.new_number(),
        "site": ref(site),
        "inspected_on": day.isoformat(),
        "visit": visit,
        "state": site.answers["status"],
        "pits": chance.randrange(1, 9),
        "water": chance.choice(["stream", "pumped", "standing"]) if worked else "standing",
        **(at_work(bureau, site) if worked else {"women": 0, "men": 0, "aged_15_17": 0, "under_15": 0}),
        "gravel_stockpiled": amount(chance.randrange(200, 4000)),
        "gravel_washed": amount(chance.randrange(100, 2000)) if worked else None,
        "result": "to_put_right" if to_put_right else "in_order",
        "follow_up": "Combler les fosses ouvertes au bord du chemin." if to_put_right else None,
        "follow_up_on": (day + timedelta(days=30)).isoformat() if to_put_right else None,
    }
    bureau.write("inspection", answers, day=written_on)


def at_work(bureau: Bureau, site: Event) -> dict[str, Any]:
    """Counted, never named; at one site in twelve somebody under 18, whom the office refers to help."""
    people = bureau.people_at(site)
    women = sum(digger.answers.get("sex") == "woman" for digger in people)
    young = bureau.chance.randrange(1, 4) if bureau.percent(8) else 0
    return {"women": women, "men": len(people) - women, "aged_15_17": young, "under_15": 0}


def record_infraction(bureau: Bureau, index: int, day: date, written_on: date) -> None:
    """Of a licence, a digger, or nobody knows whom; the first of an office is settled within the half-year."""
    site = bureau.sites[(2 * index + 1) % len(bureau.sites)]
    licence, seized, settled = bureau.licence_of(site, day=day), bureau.percent(50), index == 0
    answers = {
        "number": bureau.tablet.new_number(),
        "seen_on": day.isoformat(),
        "site": ref(site),
        "type": bureau.chance.choice(KINDS),
        "concerned": "licence" if licence else "unknown",
        "licence": ref(licence),
        "carats_seized": f"0.{bureau.chance.randrange(5, 95):02d}" if seized else None,
        "custody": "office" if seized else None,
        "disposal": "kept" if seized else None,
        "referred_to": "mines",
        "referred_on": written_on.isoformat(),
        "outcome": "settled" if settled else "open",
        "decided_on": written_on.isoformat() if settled else None,
    }
    bureau.write("infraction", answers, day=written_on)
