"""Rules about the papers that a fact names: the seller's licence and the buyer's, valid that day and for this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from apps.ledger.models import Purchase, Stage
from apps.ledger.models.purchase import SellerRole
from apps.registry.models import Buyer, Licence, MayBuy
from apps.registry.rules import Found, referred
from apps.review.models import Status

Licences = Mapping[UUID | None, Licence]
Buyers = Mapping[UUID | None, Buyer]

# The columns of the licences and buyers named that the rules read.
OF_A_LICENCE = ("starts_on", "ends_on", "revoked_on", "site")
OF_A_BUYER = ("starts_on", "ends_on", "revoked_on", "buyer_class", "participant")
REFUSED = frozenset({Status.REJECTED, Status.REPLACED})


def licence_validity(facts: Sequence[Any], licences: Licences, first: str, last: str) -> Found:
    for fact in facts:
        licence = licences.get(fact.licence_id)
        if licence is None:
            continue
        starts_on, ends_on = getattr(fact, first), getattr(fact, last)
        if licence.status in REFUSED:
            yield fact.flag("licence_rejected", number=licence.number)
        elif starts_on < licence.starts_on:
            yield fact.flag(
                "day_before_licence",
                number=licence.number,
                day=starts_on.isoformat(),
                first_day=licence.starts_on.isoformat(),
            )
        elif not licence.is_valid_on(ends_on):
            yield fact.flag(
                "licence_not_valid",
                number=licence.number,
                day=ends_on.isoformat(),
                last_day=licence.last_valid_day().isoformat(),
            )


def origin_of_licence(facts: Sequence[Any], licences: Licences) -> Found:
    """A site that is not the licence's own; a licence without a site says nothing about origin."""
    strange = [
        (fact, licence)
        for fact in facts
        if (licence := licences.get(fact.licence_id)) and fact.site_id and licence.site_id not in {None, fact.site_id}
    ]
    sites = referred([fact for fact, _ in strange], "site")
    for fact, licence in strange:
        yield fact.flag("origin_not_of_licence", number=licence.number, site=sites[fact.site_id].number)


def buyer_validity(purchases: Sequence[Purchase], buyers: Buyers) -> Found:
    for purchase in purchases:
        buyer = buyers.get(purchase.buyer_id)
        if buyer is None:
            continue
        if buyer.status in REFUSED:
            yield purchase.flag("buyer_rejected", number=buyer.number)
        elif not buyer.is_valid_on(purchase.bought_on):
            yield purchase.flag(
                "buyer_not_valid",
                number=buyer.number,
                day=purchase.bought_on.isoformat(),
                first_day=buyer.starts_on.isoformat(),
                last_day=buyer.last_valid_day().isoformat(),
            )


def right_to_buy(purchases: Sequence[Purchase], buyers: Buyers) -> Found:
    """Who may buy from whom (MD-06); of a Participant that has not said so, nothing is said here."""
    if not buyers:
        return
    participants = {buyer.participant_id for buyer in buyers.values()}
    rights = set(
        MayBuy.objects.filter(participant__in=participants).values_list("participant", "seller", "buyer_class__code")
    )
    known = {participant for participant, _, _ in rights}
    sellers = referred(purchases, "seller_buyer", "buyer_class")
    for purchase in purchases:
        buyer, seller = buyers.get(purchase.buyer_id), seller_of(purchase, sellers)
        if buyer is None or not seller or buyer.participant_id not in known:
            continue
        if (buyer.participant_id, seller, buyer.buyer_class) not in rights:
            yield purchase.flag("buyer_may_not_buy", number=buyer.number, buyer_class=buyer.buyer_class, seller=seller)


def seller_of(purchase: Purchase, sellers: Buyers) -> str:
    """The seller as the rights to buy name him; empty where it is not known who sold."""
    if purchase.stage == Stage.FIRST:
        return MayBuy.LICENCE_HOLDER if purchase.seller_role == SellerRole.HOLDER else MayBuy.DIGGER
    seller = sellers.get(purchase.seller_buyer_id)
    return seller.buyer_class if seller else ""
