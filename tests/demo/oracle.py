"""
The demo country's figures once more, in plain Python over what its tablets sent and what was decided on it.

Nothing here asks the database or calls the code that it checks: it reads the events, the verdicts
and the file of rates.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from apps.demo.revoking import revocations
from apps.demo.verdicts import verdict_on
from tests.demo.held import ground, stocks, supervision, zones
from tests.demo.plain import (
    CENT,
    NEVER,
    buyers,
    diggers,
    gap,
    licences,
    percent,
    production,
    ratio,
    sites,
    total,
)

RATES = Path(__file__).resolve().parents[2] / "fixtures" / "reference" / "rates.csv"


@dataclass
class Record:
    form: str
    answers: dict
    region: str
    captured_on: str
    status: str = "pending"
    void: bool = False
    revoked_on: str = NEVER
    finds: list = field(default_factory=list)
    replaces: Record | None = None

    @property
    def carats(self):
        return Decimal(self.answers.get("carats", "0.00"))

    def decide(self, verdict):
        self.status = verdict.status if verdict else "pending"
        for find in self.finds:
            find.status = self.status
        old = self.replaces
        while old is not None and self.status == "accepted":
            for given_way in (old, *old.finds):
                given_way.status = "replaced"
            old = old.replaces


class Oracle:
    """All records as they stand after both rounds of review."""

    def __init__(self, country):
        self.records = {}
        for event in country.events():
            self.take(event)
        for revocation in revocations(country):
            self.records[revocation.licence.record].revoked_on = revocation.day.isoformat()
        self.offices = {bureau.region for bureau in country.bureaus}
        self.rates = read_rates()

    def take(self, event):
        answers, day = dict(event.answers), event.said["captured_at"][:10]
        if event.act == "amend":
            record = self.records[event.record]
            record.answers = answers
        else:
            replaced = self.records.get(event.said["replaces"])
            record = Record(event.form, answers, event.region, day, void=event.act == "void", replaces=replaced)
            self.records[event.record] = record
            if answers.get("with_find"):
                self.records[answers["find_id"]] = find = Record("production", found(answers), event.region, day)
                record.finds.append(find)
            if record.void:
                record.answers = {"ends_on": replaced.answers["ends_on"]}
        record.decide(verdict_on(event))

    def figures(self, region, first, last):
        """Every figure of the country ("XA") or of a province ("XA-KO") from one day to another, both included."""
        here = [record for record in self.records.values() if record.region.startswith(region)]
        accepted = [record for record in here if record.status == "accepted" and not record.void]
        by_form = {form: [one for one in accepted if one.form == form] for form in
                   ("production", "purchase", "resale", "digger", "site", "licence", "buyer",
                    "infraction")}  # fmt: skip
        finds = [one for one in by_form["production"] if first <= one.answers["ends_on"] <= last]
        sales = [one for one in by_form["purchase"] if first <= one.answers["bought_on"] <= last]
        places = [one for one in by_form["site"] if one.captured_on <= last]
        artisanal = [one for one in finds if one.answers.get("channel", "artisanal") == "artisanal"]
        return {
            **production(finds, artisanal),
            **self.purchases(sales),
            **self.resales([one for one in by_form["resale"] if first <= one.answers["bought_on"] <= last]),
            **gap(artisanal, sales),
            **self.traced(sales),
            **diggers([one for one in by_form["digger"] if one.captured_on <= last]),
            **sites(places, by_form["licence"], last, self.records),
            **licences(by_form["licence"], first, last),
            **buyers(by_form["buyer"], last),
            **ground(by_form["licence"], last),
            **zones(region, last),
            **stocks(self.counting("stock_count"), region, first, last),
            **supervision(
                self.counting("inspection"), by_form["infraction"], self.counting("site"), region, first, last
            ),
            **self.coverage(here, region, first, last),
        }

    def counting(self, form):
        """What counts of the whole country, by its id."""
        return {
            key: one for key, one in self.records.items()
            if one.form == form and one.status == "accepted" and not one.void
        }  # fmt: skip

    def purchases(self, sales):
        dollars = [self.dollars(one.answers) for one in sales]
        bank = [self.dollars(one.answers) for one in sales if one.answers["payment"] == "bank"]
        return {
            "purchases_carats": total(one.carats for one in sales),
            "purchases_usd": total(dollars),
            "purchases_usd_per_carat": ratio(sum(dollars), sum(one.carats for one in sales)) if sales else None,
            "bank_share_first_purchase": percent(sum(bank), sum(dollars)) if sales else None,
        }

    def resales(self, sales):
        dollars = sum(self.dollars(one.answers) for one in sales)
        bank = sum(self.dollars(one.answers) for one in sales if one.answers["payment"] == "bank")
        return {"bank_share_resale": percent(bank, dollars) if sales else None}

    def dollars(self, answers):
        days, rates = self.rates[answers["currency"]]
        rate = rates[bisect_right(days, answers["bought_on"]) - 1]
        return (Decimal(answers["price"]) / rate).quantize(CENT, ROUND_HALF_UP)

    def traced(self, sales):
        """Carats from a site of the register to a buyer whose licence was good on the day, of all carats bought."""
        good = [one for one in sales if one.answers["origin_known"] and self.is_licensed_buyer(one)]
        return {
            "share_traced": percent(sum(one.carats for one in good), sum(one.carats for one in sales))
            if sales
            else None
        }

    def is_licensed_buyer(self, sale):
        buyer = self.records.get(sale.answers["buyer"].get("id"))
        if buyer is None or buyer.status != "accepted":
            return False
        return buyer.answers["starts_on"] <= sale.answers["bought_on"] <= buyer.answers["ends_on"]

    def coverage(self, here, region, first, last):
        pending = [one for one in here if one.status == "pending"]
        heard = {
            one.region
            for one in here
            if one.form == "production" and one.status in {"accepted", "pending"} and not one.void
            and first <= one.answers["ends_on"] <= last
        }  # fmt: skip
        waiting = [one for one in pending if one.form == "production" and first <= one.answers["ends_on"] <= last]
        return {
            "offices_expected": len([office for office in self.offices if office.startswith(region)]),
            "offices_reporting": len(heard),
            "records_pending": len([one for one in pending if first <= one.captured_on <= last]),
            # An office is expected everywhere in this country: that nothing waits is a statement.
            "carats_pending": sum((one.carats for one in waiting), Decimal("0.00")),
        }


def found(answers):
    """The find that a purchase makes, as far as figures go."""
    day = answers["bought_on"]
    return {"ends_on": day, "basis": "derived", "carats": answers["carats"], "stones": answers.get("stones")}


def read_rates():
    rates = {}
    with RATES.open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["day"]):
            days, values = rates.setdefault(row["currency"], ([], []))
            days.append(row["day"])
            values.append(Decimal(row["per_usd"]))
    return rates
