"""Carats and money of the imaginary country: whole hundredths inside, as a tablet writes them outside."""

from __future__ import annotations

from apps.demo.bureau import Bureau
from apps.demo.registering import CURRENCY
from apps.demo.tablet import Answers, Event

# Price of a carat: from, below, in whole units.
PRICES = {CURRENCY: (90_000, 240_000), "USD": (150, 400), "XAF": (85_000, 230_000)}


def points_of(event: Event) -> int:
    return int(event.answers["carats"].replace(".", ""))


def amount(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def money(bureau: Bureau, points: int) -> Answers:
    chance = bureau.chance
    currency = chance.choice([CURRENCY] * 8 + ["USD", "XAF"])
    low, high = PRICES[currency]
    step = 500 if currency != "USD" else 5
    price = points * (chance.randrange(low, high) // step * step)
    debt = price * chance.randrange(1, 6) // 10 if bureau.percent(30) else 0
    payment = chance.choice(["cash"] * 8 + ["mobile_money", "bank"])
    return {
        "price": amount(price),
        "currency": currency,
        "debt_deducted": amount(debt) if debt else None,
        "cash_paid": amount(price - debt),
        "payment": payment,
        "bank_reference": f"P{chance.randrange(10**6):06d}" if payment != "cash" else None,
    }
