"""What happens in the register and matters here: a licence or buyer that changes flags the facts that name it anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from apps.journal.following import Follower
from apps.journal.models import Entry
from apps.ledger.balance import sold_and_found
from apps.ledger.flags import OF_BUYER, OF_LICENCE, buyer_flags, licence_flags
from apps.ledger.models import Production, Purchase
from apps.registry.referred import Referred
from apps.review.flagging import flag_anew
from apps.review.models import Flag

LICENCE, BUYER = "registry.licence", "registry.buyer"
PRODUCTION, PURCHASE = "ledger.production", "ledger.purchase"
# Acts on a paper that change nothing about those who name it.
NO_MATTER = frozenset({"created", "accepted", "flagged", "flag_cleared"})
# A paper may be named by thousands of facts; they are looked at so many at a time.
STEP = 500
# How long the transaction of a fact may have been open when the paper it names was changed.
OPEN = timedelta(minutes=10)


def follow_papers(entries: Sequence[Entry]) -> None:
    """
    Flag again what names a licence or a buyer that has changed.

    Reads what the paper says now and not what the entry said, so that it may be told twice, late or from nothing.
    """
    flag_by_licence(Production, licence__in=changed(entries, LICENCE))
    flag_by_licence(Purchase, licence__in=changed(entries, LICENCE))
    flag_by_buyer(buyer__in=changed(entries, BUYER))


def follow_facts(entries: Sequence[Entry]) -> None:
    """
    Flag again a fact whose paper was changed while it was being written, and take off what later facts have settled.

    Neither of two transactions that run at once sees the other; the one whose entry comes last is read here after both.
    """
    productions, purchases = named(entries, PRODUCTION), named(entries, PURCHASE)
    flag_by_licence(Production, pk__in=productions, **overtaken("licence"))
    flag_by_licence(Purchase, pk__in=purchases, **overtaken("licence"))
    flag_by_buyer(pk__in=purchases, **overtaken("buyer"))
    lift_what_is_balanced(productions, purchases)


def overtaken(paper: str) -> dict[str, Any]:
    """The condition that a fact's paper was changed after the fact began to be written, or just before."""
    return {f"{paper}__case__version__gt": 1, f"{paper}__written_at__gt": F("case__submitted_at") - OPEN}


def flag_by_licence(model: type[Production] | type[Purchase], **which: Any) -> None:
    for facts in batches(model, which):
        flag_anew(facts, licence_flags(facts, Referred(facts)), codes=OF_LICENCE)


def flag_by_buyer(**which: Any) -> None:
    for purchases in batches(Purchase, which):
        flag_anew(purchases, buyer_flags(purchases, Referred(purchases)), codes=OF_BUYER)


def lift_what_is_balanced(productions: Collection[UUID], purchases: Collection[UUID]) -> None:
    """Take `sold_more_than_found` off the sales of licences under which enough has been found by now."""
    licences = {
        *Production.objects.filter(pk__in=productions).values_list("licence", flat=True),
        *Purchase.objects.filter(pk__in=purchases).values_list("licence", flat=True),
    } - {None}
    sales = Purchase.objects.filter(licence__in=licences)
    standing = Flag.objects.standing().filter(code="sold_more_than_found", case__in=sales.values("pk"))
    flags = list(standing.select_related("case"))
    licence_of = dict(sales.filter(pk__in=[flag.case_id for flag in flags]).values_list("pk", "licence"))
    balance = sold_and_found(set(licence_of.values()))
    for flag in flags:
        sold, found = balance[licence_of[flag.case_id]]
        if sold <= found:
            flag.lift(by=None)


def changed(entries: Sequence[Entry], kind: str) -> set[UUID]:
    return {UUID(entry.object_id) for entry in entries if entry.kind == kind and entry.verb not in NO_MATTER}


def named(entries: Sequence[Entry], kind: str) -> set[UUID]:
    return {UUID(entry.object_id) for entry in entries if entry.kind == kind and entry.verb not in {"flagged"}}


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
    Follower("ledger.facts", frozenset({PRODUCTION, PURCHASE}), follow_facts),
]
