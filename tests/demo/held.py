"""Stocks, ground and supervision of the demo country, in plain Python; the records come from `oracle`."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.demo.plain import is_valid, percent, total

ZONES = Path(__file__).resolve().parents[2] / "fixtures" / "reference" / "zones.json"
LEVELS = {"diggers": ("digger", "licence_holder"), "buyers": ("buyer",), "buying_houses": ("buying_house",),
          "exporters": ("exporter",), "state": ("state",), "seized": ("seized",)}  # fmt: skip


def days_before(day, days):
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def last_counts(counts, day):
    """Of each holder the last count of the 184 days that end with this one; in this country only buyers are counted."""
    last = {}
    in_order = sorted(counts.items(), key=lambda pair: (pair[1].answers["counted_on"], pair[0]))
    for one in [one for _, one in in_order]:
        if days_before(day, 184) < one.answers["counted_on"] <= day:
            last[one.answers["buyer"]["id"]] = one
    return list(last.values())


def stocks(counts, region, first, last):
    opening = [one for one in last_counts(counts, days_before(first, 1)) if one.region.startswith(region)]
    closing = [one for one in last_counts(counts, last) if one.region.startswith(region)]
    figures, ends = {}, []
    for who, levels in LEVELS.items():
        then, now = ([one for one in held if one.answers["level"] in levels] for held in (opening, closing))
        weighed = sum(one.carats for one in now if one.answers["basis"] == "counted")
        before, after = total(one.carats for one in then), total(one.carats for one in now)
        figures[f"stock_{who}_opening_carats"], figures[f"stock_{who}_closing_carats"] = before, after
        figures[f"stock_{who}_counted"] = percent(weighed, after) if now else None
        if who in {"buyers", "buying_houses", "exporters"}:
            ends.append((before, after))
    known = [pair for pair in ends if pair != (None, None)]
    both = known and all(None not in pair for pair in known)
    return figures | {"stock_change_carats": sum(after - before for before, after in known) if both else None}


def supervision(inspections, infractions, sites, region, first, last):
    """`inspections` and `sites` are the whole country's, by id: a site is visited whoever comes."""
    visits = [one for one in inspections.values() if first <= one.answers["inspected_on"] <= last]
    here = [one for one in visits if one.region.startswith(region)]
    visited = {one.answers["site"]["id"] for one in visits}
    of_here = [key for key in visited if key in sites and sites[key].region.startswith(region)]

    def within(name):
        return [one for one in infractions if first <= (one.answers.get(name) or "") <= last]

    seen, referred, decided = within("seen_on"), within("referred_on"), within("decided_on")
    known = seen or referred or decided
    seized = [Decimal(one.answers["carats_seized"]) for one in seen if one.answers.get("carats_seized")]
    return {
        "inspections_made": len(here) or None,
        "sites_visited": len(of_here) if here else None,
        "cases_referred": len(referred) if known else None,
        "cases_decided": len(decided) if known else None,
        "carats_seized": total(seized),
    }


def ground(papers, last):
    """Nobody has drawn an outline in this country: hectares as the papers say them."""
    held = [Decimal(one.answers["hectares"]) for one in papers if is_valid(one, last) and one.answers.get("hectares")]
    return {"licensed_area_ha": total(held)}


def zones(region, last):
    named = ("zones_open", "zones_closed", "zones_reserved", "zones_compliant")
    known = []
    for zone in json.loads(ZONES.read_text())["zones"]:
        place = zone["region"] or zone["participant"]
        held = [one for one in zone["statuses"] if one["starts_on"] <= last <= one.get("ends_on", last)]
        if place.startswith(region) and held:
            known.append((zone["kind"] == "mining", held[-1]["status"]))
    if not known:
        return dict.fromkeys(named)
    return {
        "zones_open": len([one for mining, one in known if mining and one in {"open", "compliant"}]),
        "zones_closed": len([one for mining, one in known if mining and one in {"closed", "not_compliant"}]),
        "zones_reserved": len([one for mining, one in known if not mining]),
        "zones_compliant": len([one for _, one in known if one == "compliant"]),
    }
