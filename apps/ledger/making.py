"""How events of the ledger's two forms become rows; a purchase may make its find with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model

from apps.ledger.dollars import in_dollars, rates_on
from apps.ledger.forms import PRODUCTION, PURCHASE
from apps.ledger.models import Basis, Production, Purchase, PurchaseSource
from apps.ledger.models.purchase import SellerRole
from apps.registry.columns import values_of
from apps.registry.kind import Made, Prepared, Reference, case_of
from apps.review.reviewable import Reviewable

NOTHING = Decimal("0.00")
# Sellers who may have found the stones themselves; a supporter or a landowner has not.
FINDERS = frozenset({SellerRole.DIGGER, SellerRole.GANG_LEADER})


def make_productions(events: Sequence[Prepared]) -> list[Made]:
    return [Made(production_of(event)) for event in events]


def production_of(event: Prepared) -> Production:
    values = values_of(PRODUCTION, Production, event.answers, event.references)
    # Where nothing was found, the form does not ask how much.
    values["carats"] = values.get("carats") or NOTHING
    return Production(case=case_of(event, Production), region_id=event.region_id, replaces_id=event.replaces, **values)


def make_purchases(events: Sequence[Prepared]) -> list[Made]:
    rates = rates_on((event.answers["currency"], event.answers["bought_on"]) for event in events)
    return [purchase_of(event, rates.get((event.answers["currency"], event.answers["bought_on"]))) for event in events]


def purchase_of(event: Prepared, rate: Decimal | None) -> Made:
    values = values_of(PURCHASE, Purchase, event.answers, event.references)
    usd = in_dollars(event.answers["price"], rate)
    purchase = Purchase(
        case=case_of(event, Purchase),
        region_id=event.region_id,
        replaces_id=event.replaces,
        usd=usd,
        usd_rate=None if usd is None else rate,
        **values,
    )
    finds: list[Reviewable] = [find_of(event, purchase)] if event.answers.get("with_find") else []
    return Made(purchase, children=sources_of(purchase, finds, event.references), also=finds)


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
