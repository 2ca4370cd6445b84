"""How events of the ledger's forms become rows; a purchase may make its find with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model

from apps.ledger.dollars import in_dollars, rates_on
from apps.ledger.forms import PRODUCTION, PURCHASE, RESALE, STOCK_COUNT, TRANSFER
from apps.ledger.models import (
    Basis,
    Production,
    ProductionFinder,
    ProductionSize,
    Purchase,
    PurchaseSize,
    PurchaseSource,
    Resale,
    Stage,
    StockCount,
    Transfer,
)
from apps.ledger.models.purchase import SellerRole
from apps.ledger.models.stock import NAMED_BY, Level
from apps.ledger.sizing import sized_carats, sizes_of
from apps.ledger.spans import split
from apps.places.naming import fold
from apps.registry.columns import values_of
from apps.registry.kind import Made, Prepared, Reference, case_of
from apps.review.reviewable import Reviewable

Usd = Mapping[str, Decimal | None]
NOTHING = Decimal("0.00")
MOST_LETTERS = StockCount._meta.get_field("holder").max_length
# Sellers who may have found the stones themselves; a supporter or a landowner has not.
FINDERS = frozenset({SellerRole.DIGGER, SellerRole.GANG_LEADER})


def make_productions(events: Sequence[Prepared]) -> list[Made]:
    return [production_of(event) for event in events]


def production_of(event: Prepared) -> Made:
    values = values_of(PRODUCTION, Production, event.answers, event.references)
    # Where nothing was found, the form does not ask how much.
    values["carats"] = values.get("carats") or NOTHING
    values |= {"sized_carats": sized_carats(event.answers), "finder_count": len(event.answers.get("finders") or ())}
    found = Production(case=case_of(event, Production), region_id=event.region_id, replaces_id=event.replaces, **values)
    sizes = sizes_of(event.answers, ProductionSize, production_id=found.pk)
    return Made(found, children=[*sizes, *finders_of(event, found)])


def finders_of(event: Prepared, found: Production) -> list[Model]:
    """Those who share it; whom each row names is resolved under the place of the row."""
    named = [
        (row, event.references[f"finders.{at}.digger"]) for at, row in enumerate(event.answers.get("finders") or ())
    ]
    return [
        ProductionFinder(
            production_id=found.pk, digger_id=digger.id, digger_written=digger.written,
            carats=row.get("carats"), parts=row.get("parts"),
        )
        for row, digger in named
    ]  # fmt: skip


def make_purchases(events: Sequence[Prepared]) -> list[Made]:
    return [purchase_of(event, usd) for event, usd in zip(events, frozen(events, "price", "bought_on"), strict=True)]


def purchase_of(event: Prepared, usd: Usd) -> Made:
    values = with_slip(values_of(PURCHASE, Purchase, event.answers, event.references))
    purchase = Purchase(
        case=case_of(event, Purchase), region_id=event.region_id, replaces_id=event.replaces, **usd, **values
    )
    purchase.sized_carats = sized_carats(event.answers)
    finds: list[Reviewable] = [find_of(event, purchase)] if event.answers.get("with_find") else []
    sizes = sizes_of(event.answers, PurchaseSize, purchase_id=purchase.pk)
    return Made(purchase, children=[*sources_of(purchase, finds, event.references), *sizes], also=finds)


def make_resales(events: Sequence[Prepared]) -> list[Made]:
    return [
        Made(resale_of(event, usd)) for event, usd in zip(events, frozen(events, "price", "bought_on"), strict=True)
    ]


def resale_of(event: Prepared, usd: Usd) -> Resale:
    values = {**usd, **with_slip(values_of(RESALE, Resale, event.answers, event.references))}
    case = case_of(event, Resale)
    return Resale(case=case, region_id=event.region_id, replaces_id=event.replaces, stage=Stage.RESALE, **values)


def with_slip(values: dict[str, Any]) -> dict[str, Any]:
    """The two parts of the slip's number beside it."""
    series, place = split(values.get("slip_number") or "")
    return {**values, "slip_series": series, "slip_place": place}


def frozen(events: Sequence[Prepared], amount: str, day: str) -> list[Usd]:
    """What each amount was worth on its day, with the rate used; both None where there is no amount or no rate."""
    asked = [(event.answers.get("currency"), event.answers[day]) for event in events]
    rates = rates_on((currency, day) for currency, day in asked if currency)
    return [
        in_usd(event.answers.get(amount), rates.get((currency or "", day)))
        for event, (currency, day) in zip(events, asked, strict=True)
    ]


def in_usd(amount: Decimal | None, rate: Decimal | None) -> Usd:
    usd = None if amount is None else in_dollars(amount, rate)
    return {"usd": usd, "usd_rate": None if usd is None else rate}


def find_of(event: Prepared, purchase: Purchase) -> Production:
    """The find behind a sale: derived from it, decided with it, and never used to check it."""
    number = event.answers["find_number"]
    case = case_of(event, Production, id=event.answers["find_id"], number=number, together_with=purchase.case)
    found: dict[str, Any] = {name: getattr(purchase, name) for name in SHARED}
    finder = purchase.seller_id if purchase.seller_role in FINDERS else None
    return Production(
        case=case, number=number, basis=Basis.DERIVED, finder_id=finder,
        starts_on=purchase.bought_on, ends_on=purchase.bought_on, **found,
    )  # fmt: skip


SHARED = ("region_id", "site_id", "site_written", "licence_id", "licence_written", "carats", "stones")


def sources_of(purchase: Purchase, finds: Sequence[Reviewable], references: Mapping[str, Reference]) -> list[Model]:
    if finds:
        return [PurchaseSource(purchase_id=purchase.pk, production_id=find.pk) for find in finds]
    named = references.get("production")
    if named is None or not (named.id or named.written):
        return []
    return [PurchaseSource(purchase_id=purchase.pk, production_id=named.id, production_written=named.written)]


def make_stock_counts(events: Sequence[Prepared]) -> list[Made]:
    return [
        Made(count_of(event, usd)) for event, usd in zip(events, frozen(events, "value", "counted_on"), strict=True)
    ]


def count_of(event: Prepared, usd: Usd) -> StockCount:
    values = values_of(STOCK_COUNT, StockCount, event.answers, event.references)
    count = StockCount(
        case=case_of(event, StockCount), region_id=event.region_id, replaces_id=event.replaces, **usd, **values
    )
    count.holder = holder_of(count)
    return count


def make_transfers(events: Sequence[Prepared]) -> list[Made]:
    return [Made(transfer_of(event)) for event in events]


def transfer_of(event: Prepared) -> Transfer:
    values = with_slip(values_of(TRANSFER, Transfer, event.answers, event.references))
    transfer = Transfer(case=case_of(event, Transfer), region_id=event.region_id, replaces_id=event.replaces, **values)
    transfer.giver, transfer.receiver = holder_of(transfer, "giver_"), holder_of(transfer, "receiver_")
    return transfer


def holder_of(fact: Any, side: str = "") -> str:
    """Whoever is named on a side of a fact, as one key: an id, or what was written of somebody in no register."""
    level = Level(getattr(fact, f"{side}level"))
    column = side + NAMED_BY[level]
    if column.endswith("place"):
        place: str = getattr(fact, column)
        # One safe may keep the State's stones and seized ones; some letters are longer when they are folded.
        return f"{level.value} {fold(place) or place}"[:MOST_LETTERS]
    return str(getattr(fact, f"{column}_id") or getattr(fact, f"{column}_written"))
