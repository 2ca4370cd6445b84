"""Counts and sums of the demo country's records, in plain Python; the records come from `oracle`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
NOT_APPLICABLE = "n/a"
NEVER = "9999-12-31"


def total(amounts):
    """The sum; None of nothing, since what nobody reported is not zero."""
    amounts = list(amounts)
    return sum(amounts, Decimal(0)) if amounts else None


def ratio(over, under):
    return (over / under).quantize(CENT, ROUND_HALF_UP) if under else NOT_APPLICABLE


def percent(over, under):
    return (Decimal(100) * over / under).quantize(CENT, ROUND_HALF_UP) if under else NOT_APPLICABLE


def production(finds, artisanal):
    def channel(name):
        return total(one.carats for one in finds if one.answers.get("channel", "artisanal") == name)

    def basis(name):
        return total(one.carats for one in artisanal if one.answers["basis"] == name)

    counted = [one for one in artisanal if one.answers.get("stones") is not None]
    everything, of_it = sum(one.carats for one in finds), sum(one.carats for one in artisanal)
    return {
        "production_carats": total(one.carats for one in artisanal),
        "production_semi_industrial_carats": channel("semi_industrial"),
        "production_industrial_carats": channel("industrial"),
        "production_total_carats": total(one.carats for one in finds),
        "production_artisanal_share": percent(of_it, everything) if artisanal else None,
        "production_stones": sum(one.answers["stones"] for one in counted) if counted else None,
        "production_stones_coverage": percent(sum(one.carats for one in counted), of_it) if artisanal else None,
        **{f"production_{name}_carats": basis(name) for name in ("weighed", "notebook", "declared", "derived")},
        "nil_reports": len([one for one in finds if one.answers.get("nil")]) if finds else None,
    }


def gap(artisanal, sales):
    """First purchases less production, signed; it says nothing where all production derives from sales."""
    if not artisanal or not sales:
        return {"gap_carats": None, "gap_percent": None}
    if all(one.answers["basis"] == "derived" or not one.carats for one in artisanal):
        return {"gap_carats": NOT_APPLICABLE, "gap_percent": NOT_APPLICABLE}
    found_carats = sum(one.carats for one in artisanal)
    difference = sum(one.carats for one in sales) - found_carats
    return {"gap_carats": difference, "gap_percent": percent(difference, found_carats)}


def diggers(people):
    def count(prefix, group):
        sexes = {"women": "woman", "men": "man", "not_stated": "not_stated"}
        return {
            f"{prefix}_registered": len(group) if people else None,
            **{f"{prefix}_{name}": len([one for one in group if one.answers["sex"] == sex]) if people else None
               for name, sex in sexes.items()},
        }  # fmt: skip

    dig = [one for one in people if "digging" in one.answers["roles"]]
    return count("diggers", dig) | count("other_roles", [one for one in people if one not in dig])


def sites(known, papers, last, records):
    licensed = [records[paper.answers["site"]["id"]] for paper in papers if is_valid(paper, last)]
    seen = [one for one in known if one.answers["status_on"] <= last]
    states = ("active", "reserve", "mined_out", "flooded")
    counts = {
        **{f"sites_{state}": [one for one in seen if one.answers["status"] == state] for state in states},
        "sites_georeferenced": [one for one in known if one.answers.get("point")],
        "sites_licensed": [one for one in known if any(one is site for site in licensed)],
    }
    return {name: len(group) if known else None for name, group in counts.items()}


def is_valid(paper, day):
    return paper.answers["starts_on"] <= day <= paper.answers["ends_on"] and paper.revoked_on > day


def licences(papers, first, last):
    known = [one for one in papers if one.answers["starts_on"] <= last or first <= one.answers["issued_on"] <= last]
    expired = [one for one in known if first <= one.answers["ends_on"] <= last and one.revoked_on == NEVER]
    counts = {
        "licences_active": [one for one in known if is_valid(one, last)],
        "licences_issued": [one for one in known if first <= one.answers["issued_on"] <= last],
        # Renewals are the office's, and it makes none here.
        "licences_renewed": [],
        "licences_expired": expired,
        "licences_revoked": [one for one in known if first <= one.revoked_on <= last],
    }
    return {name: len(group) if known else None for name, group in counts.items()}


def buyers(cards, last):
    known = [one for one in cards if one.answers["starts_on"] <= last]
    valid = [one for one in known if is_valid(one, last)]
    houses = [one for one in valid if one.answers["buyer_class"] == "buying_house"]
    return {
        "buyers_licensed": len(valid) if known else None,
        "buying_houses_licensed": len(houses) if known else None,
        "exporters_licensed": 0 if known else None,
    }
