"""What the officer of the browser tests answers in each form."""

from __future__ import annotations

from datetime import date

TODAY = date.today()
VALID = {"starts_on": date(TODAY.year, 1, 1), "ends_on": date(TODAY.year, 12, 31)}

SITE = {"name": "Lower Bemba", "region": "XA-KO1", "place": "Bemba", "status": "active", "deposit": "terrace"}
DIGGER = {
    "names": "Fanta Ouédi",
    "sex": "woman",
    "birth_year": 1984,
    "residence": "Bemba",
    "roles": ["washing", "carrying"],
    "site": {"find": "lower bemba"},
}
LICENCE = {
    "number": "L-0500",
    "licence_class": "artisanal",
    "authority": "Ministry of mines",
    **VALID,
    "holder_kind": "person",
    "holder": {"find": "fanta"},
    "site": {"find": "lower"},
}
BUYER = {"number": "B-0600", "buyer_class": "collector", **VALID, "names": "Sira Diané"}
PRODUCTION = {
    "site": {"find": "lower"},
    "licence": {"find": "0500"},
    "starts_on": TODAY,
    "ends_on": TODAY,
    "basis": "weighed",
    "carats": "1.25",
    "stones": 3,
    "largest_stone": "0.61",
    "finder": {"find": "ouedi"},
}
PURCHASE = {
    "slip_number": "BRL 20931",
    "bought_on": TODAY,
    "seller": {"find": "fanta"},
    "seller_role": "holder",
    "licence": {"find": "0500"},
    "buyer": {"find": "paul"},
    "origin_known": True,
    "site": {"find": "lower"},
    "with_find": True,
    "carats": "1.25",
    "stones": 3,
    "price": "180000",
    "currency": "XAL",
    "debt_deducted": "10000",
    "cash_paid": "150000",
    "payment": "cash",
    "witness": "Josiane Bemba",
}
INSPECTION = {
    "site": {"find": "bend"},
    "inspected_on": TODAY,
    "visit": "planned",
    "state": "active",
    "pits": 6,
    "water": "standing",
    "women": 4,
    "men": 23,
    "aged_15_17": 2,
    "under_15": 0,
    "gravel_stockpiled": "12.5",
    "gravel_washed": "3.25",
    "findings": "Two pits are open beside the path.",
    "result": "to_put_right",
    "follow_up": "Fill both pits, by the holder of the licence.",
}
INFRACTION = {
    "seen_on": TODAY,
    "site": {"find": "bend"},
    "type": "false_papers",
    "account": "Three blank slips, signed.",
    "concerned": "person",
    "person_name": "Sira Bemba",
    "carats_seized": "0.75",
    "seal_number": "SC 0017",
    "custody": "office",
    "referred_to": "mines",
}

STOCK_COUNT = {
    "level": "buyer",
    "buyer": {"find": "paul"},
    "counted_on": TODAY,
    "basis": "counted",
    "carats": "12.50",
    "stones": 20,
    "value": "900000",
    "currency": "XAL",
    "witness": "Josiane Bemba",
}
RESALE = {
    "slip_number": "BRV 118",
    "bought_on": TODAY,
    "seller": {"find": "paul"},
    "buyer": {"number": "H-0001"},
    "origin_known": False,
    "carats": "12.50",
    "stones": 20,
    "price": "2400000",
    "currency": "XAL",
    "payment": "bank",
    "bank_reference": "VIR 2291",
}
TRANSFER = {
    "slip_number": "TR 0017",
    "moved_on": TODAY,
    "giver_level": "digger",
    "giver_digger": {"find": "lolo"},
    "receiver_level": "buying_house",
    "receiver_buyer": {"find": "paul"},
    "carats": "1.25",
    "stones": 2,
    "seal": "KO 0017",
    "reason": "to_sell",
}
BOOKLET = {
    "slips": "purchase",
    "series": "BRL",
    "first_number": 20901,
    "last_number": 20950,
    "issued_to": "buyer",
    "buyer": {"find": "paul"},
    "issued_on": TODAY,
}

FORMS = {
    "site": SITE,
    "digger": DIGGER,
    "licence": LICENCE,
    "buyer": BUYER,
    "production": PRODUCTION,
    "purchase": PURCHASE,
}
# Recorded more rarely than those.
MORE = {
    "resale": RESALE,
    "transfer": TRANSFER,
    "stock_count": STOCK_COUNT,
    "booklet": BOOKLET,
    "inspection": INSPECTION,
    "infraction": INFRACTION,
}
