"""Rules about the papers that a fact names: the seller's licence and the buyer's, valid that day and for this."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet

from apps.ledger.models import Purchase, Stage
from apps.ledger.models.purchase import SellerRole
from apps.registry.models import MayBuy
from apps.registry.pauses import Pause
from apps.registry.referred import Referred
from apps.registry.rules import Found
from apps.review.models import Status
from apps.statements.compiled import Among, Compiled, Question
from apps.statements.journey import Row

# Of each right to buy the Participant, the seller and the class of buyer.
Rights = Set[Row]
REFUSED = frozenset({Status.REJECTED, Status.REPLACED})


def licence_validity(facts: Sequence[Any], referred: Referred, name: str, first: str, last: str) -> Found:
    for fact in facts:
        licence = referred.get(fact, name)
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
        elif pause := licence.pause_on(ends_on):
            yield fact.flag("licence_paused", **of_pause(licence, pause, ends_on))
        elif not licence.is_valid_on(ends_on):
            yield fact.flag(
                "licence_not_valid",
                number=licence.number,
                day=ends_on.isoformat(),
                last_day=licence.last_valid_day().isoformat(),
            )


def origin_of_licence(facts: Sequence[Any], referred: Referred) -> Found:
    """A site that is not the licence's own; a licence without a site says nothing about origin."""
    for fact in facts:
        licence, site = referred.get(fact, "licence"), referred.get(fact, "site")
        if licence and site and licence.site_id not in {None, site.pk}:
            yield fact.flag("origin_not_of_licence", number=licence.number, site=site.number)


def zone_closed(facts: Sequence[Any], referred: Referred, on: str) -> Found:
    """An origin where nobody may dig that day, or whose diamonds may not be exported (domain.md §5)."""
    for fact in facts:
        site, day = referred.get(fact, "site"), getattr(fact, on)
        if site and (since := site.closed_since(day)):
            yield fact.flag("zone_closed", site=site.number, day=day.isoformat(), first_day=since.isoformat())


def buyer_validity(facts: Sequence[Any], referred: Referred, name: str, on: str, role: str) -> Found:
    for fact in facts:
        buyer, day = referred.get(fact, name), getattr(fact, on)
        if buyer is None:
            continue
        if buyer.status in REFUSED:
            yield fact.flag(f"{role}_rejected", number=buyer.number)
        elif pause := buyer.pause_on(day):
            yield fact.flag(f"{role}_paused", **of_pause(buyer, pause, day))
        elif not buyer.is_valid_on(day):
            yield fact.flag(
                f"{role}_not_valid",
                number=buyer.number,
                day=day.isoformat(),
                first_day=buyer.starts_on.isoformat(),
                last_day=buyer.last_valid_day().isoformat(),
            )


def of_pause(paper: Any, pause: Pause, day: date) -> dict[str, str]:
    return {"number": paper.number, "day": day.isoformat(), "first_day": pause[0].isoformat()}


def right_to_buy(purchases: Sequence[Purchase], referred: Referred, rights: Rights) -> Found:
    """Who may buy from whom (MD-06); of a Participant that has not said so, nothing is said here."""
    listed = {participant for participant, _, _ in rights}
    for purchase in purchases:
        buyer, seller = referred.get(purchase, "buyer"), seller_of(purchase, referred)
        if buyer is None or not seller or buyer.participant_id not in listed:
            continue
        if (buyer.participant_id, seller, buyer.buyer_class) not in rights:
            numbers = {"number": buyer.number, "buyer_class": buyer.buyer_class, "seller": seller}
            yield purchase.flag("buyer_may_not_buy", **numbers)


def rights_of(purchases: Sequence[Purchase], referred: Referred) -> Rights:
    [rights] = referred.ask(rights_for(purchases, referred))
    return set(rights)


def rights_for(purchases: Sequence[Purchase], referred: Referred) -> Question:
    """The question for the rights of the Participants that these buyers are licensed by."""
    buyers = [referred.get(purchase, "buyer") for purchase in purchases]
    return RIGHTS, {"participants": {buyer.participant_id for buyer in buyers if buyer is not None}}


def rights() -> QuerySet:
    asked = Among("participant", "participants", CharField())
    return MayBuy.objects.filter(asked).order_by().values_list("participant", "seller", "buyer_class__code")


RIGHTS = Compiled(rights)


def seller_of(purchase: Purchase, referred: Referred) -> str:
    """The seller as the rights to buy name him; empty where it is not known who sold."""
    if purchase.stage == Stage.FIRST:
        return MayBuy.LICENCE_HOLDER if purchase.seller_role == SellerRole.HOLDER else MayBuy.DIGGER
    seller = referred.get(purchase, "seller_buyer")
    return seller.buyer_class if seller else ""
