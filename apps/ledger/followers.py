"""What happens in the register and matters here: a licence or buyer that changes flags the facts that name it anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, UUIDField

from apps.journal.following import Follower, Told
from apps.ledger.balance import sold_and_found
from apps.ledger.flags import BUYERS, LICENCES, OF_BUYER, OF_LICENCE, OF_ZONES, buyer_flags, licence_flags
from apps.ledger.matching import BOOKLET, SLIPPED, follow_slips
from apps.ledger.models import Production, Purchase, Resale, StockCount, Transfer
from apps.ledger.papers import rights_of, zone_closed
from apps.registry.referred import Referred
from apps.review.flagging import flag_anew
from apps.review.models import Flag
from apps.statements.compiled import Among, Compiled, ask
from apps.statements.journey import Row

LICENCE, BUYER, SITE = "registry.licence", "registry.buyer", "registry.site"
PRODUCTION, PURCHASE = "ledger.production", "ledger.purchase"
RARE = (Resale, StockCount, Transfer)
# Acts on a paper that change nothing about those who name it.
NO_MATTER = frozenset({"created", "accepted", "flagged", "flag_cleared", "drawn", "certified", "reminded"})
# Acts on a site that may change on which days nobody may dig there.
MOVED = frozenset({"zoned", "amended", "mended", "settled"})
# A paper may be named by thousands of facts; they are looked at so many at a time.
STEP = 500
# How long the transaction of a fact may have been open when the paper it names was changed.
OPEN = timedelta(minutes=10)


def follow_papers(told: Sequence[Told]) -> None:
    """
    Flag again what names a licence or a buyer that has changed.

    Reads what the paper says now and not what the entry said, so that it may be told twice, late or from nothing.
    """
    licences, buyers = changed(told, LICENCE), changed(told, BUYER)
    for model, names in LICENCES.items():
        for name in names:
            flag_by_licence(model, **{f"{name}__in": licences})
    for model, roles in BUYERS.items():
        for name in roles:
            flag_by_buyer(model, **{f"{name}__in": buyers})


def follow_sites(told: Sequence[Told]) -> None:
    """
    Flag again what was found or sold at a site around which zones have changed, or whose position was put right.

    As with papers, it reads what stands of the site now.
    """
    sites = {UUID(one.object_id) for one in told if one.verb in MOVED}
    for model, on in ((Production, "ends_on"), (Purchase, "bought_on")):
        for facts in batches(model, {"site__in": sites}):
            flag_anew(facts, list(zone_closed(facts, Referred(facts), on)), codes=OF_ZONES)


def follow_facts(told: Sequence[Told]) -> None:
    """
    Flag again a fact whose paper was changed while it was being written, and take off what later facts have settled.

    Neither of two transactions that run at once sees the other; the one whose entry comes last is read here after both.
    Almost always there is nothing to do: what there is, one journey finds.
    """
    productions, purchases = {"facts": named(told, PRODUCTION)}, {"facts": named(told, PURCHASE)}
    finds, sales, bought, flagged, settled = ask(
        (FINDS_OVERTAKEN, productions),
        (SALES_OVERTAKEN, purchases),
        (BUYERS_OVERTAKEN, purchases),
        (FLAGGED_BY_FINDS, productions),
        (FLAGGED_BY_SALES, purchases),
    )
    flag_by_licence(Production, pk__in=keys(finds))
    flag_by_licence(Purchase, pk__in=keys(sales))
    flag_by_buyer(Purchase, pk__in=keys(bought))
    lift_what_is_balanced(keys(flagged) | keys(settled))
    for model in RARE:
        follow_rare(model, named(told, model._meta.label_lower))


def follow_rare(model: type[Any], facts: set[UUID]) -> None:
    """The same for facts of which a day has few: their papers are read again without asking first."""
    flag_by_licence(model, pk__in=facts)
    flag_by_buyer(model, pk__in=facts)


def keys(rows: Iterable[Row]) -> set[Any]:
    return {key for (key,) in rows}


def overtaken(model: type[Production] | type[Purchase], paper: str) -> QuerySet[Any]:
    """Of these facts, those whose paper was changed after the fact began to be written, or just before."""
    late = {f"{paper}__case__version__gt": 1, f"{paper}__written_at__gt": F("case__submitted_at") - OPEN}
    return model.objects.standing().filter(THEM, **late).order_by().values_list("pk")


def flagged_by(facts: QuerySet[Any]) -> QuerySet[Any]:
    """The flags `sold_more_than_found` that stand on sales of the licences of these facts."""
    licences = facts.filter(THEM, licence__isnull=False).order_by().values("licence")
    sales = Purchase.objects.filter(licence__in=licences).order_by().values("pk")
    standing = Flag.objects.standing().filter(code="sold_more_than_found", case__in=sales)
    return standing.order_by().values_list("pk")


THEM = Among("pk", "facts", UUIDField())
FINDS_OVERTAKEN = Compiled(lambda: overtaken(Production, "licence"))
SALES_OVERTAKEN = Compiled(lambda: overtaken(Purchase, "licence"))
BUYERS_OVERTAKEN = Compiled(lambda: overtaken(Purchase, "buyer"))
FLAGGED_BY_FINDS = Compiled(lambda: flagged_by(Production.objects.all()))
FLAGGED_BY_SALES = Compiled(lambda: flagged_by(Purchase.objects.all()))


def flag_by_licence(model: type[Any], **which: Any) -> None:
    for facts in batches(model, which):
        flag_anew(facts, licence_flags(facts, Referred(facts)), codes=OF_LICENCE)


def flag_by_buyer(model: type[Any], **which: Any) -> None:
    for facts in batches(model, which):
        referred = Referred(facts)
        rights = rights_of(facts, referred) if issubclass(model, Purchase) else frozenset()
        flag_anew(facts, buyer_flags(facts, referred, rights), codes=OF_BUYER)


def lift_what_is_balanced(which: Collection[int]) -> None:
    """Take these flags off the sales of licences under which enough has been found by now."""
    if not which:
        return
    flags = list(Flag.objects.standing().filter(pk__in=which).select_related("case"))
    sales = Purchase.objects.filter(pk__in=[flag.case_id for flag in flags])
    licence_of = dict(sales.values_list("pk", "licence"))
    balance = sold_and_found(set(licence_of.values()))
    for flag in flags:
        sold, found = balance[licence_of[flag.case_id]]
        if sold <= found:
            flag.lift(by=None)


def changed(told: Sequence[Told], kind: str) -> set[UUID]:
    return {UUID(one.object_id) for one in told if one.kind == kind and one.verb not in NO_MATTER}


def named(told: Sequence[Told], kind: str) -> set[UUID]:
    return {UUID(one.object_id) for one in told if one.kind == kind and one.verb not in {"flagged"}}


def batches(model: type[Any], which: dict[str, Any]) -> Iterator[list[Any]]:
    """The facts that still stand, with their cases, in the order of their ids, some at a time."""
    # A condition on no ids at all asks nothing.
    if any(value == set() for value in which.values()):
        return
    facts = model.objects.standing().filter(**which).select_related("case").order_by("pk")
    batch = list(facts[:STEP])
    while batch:
        yield batch
        batch = list(facts.filter(pk__gt=batch[-1].pk)[:STEP]) if len(batch) == STEP else []


FOLLOWERS = [
    Follower("ledger.papers", frozenset({LICENCE, BUYER}), follow_papers),
    Follower("ledger.zones", frozenset({SITE}), follow_sites),
    Follower(
        "ledger.facts", frozenset({PRODUCTION, PURCHASE, *(model._meta.label_lower for model in RARE)}), follow_facts
    ),
    Follower("ledger.slips", frozenset({BOOKLET, *SLIPPED}), follow_slips),
]
