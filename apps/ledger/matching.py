"""Booklets and slips arrive in any order: what came first is marked anew when the other is here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.journal.following import Told
from apps.ledger.booklets import of_its_slips
from apps.ledger.flags import OF_BOOKLET, OF_SLIPS
from apps.ledger.models import Booklet, Purchase, Slips, Stage, Transfer
from apps.ledger.slips import issues_of, slips_flags
from apps.registry.referred import Referred
from apps.review.flagging import flag_anew
from apps.review.models import Flag

BOOKLET = "ledger.booklet"
# What is written on each kind of slip, by the label of its records.
SLIPPED = {"ledger.purchase": Slips.PURCHASE, "ledger.resale": Slips.RESALE, "ledger.transfer": Slips.TRANSFER}
NO_MATTER = frozenset({"flagged", "flag_cleared"})
# A booklet has no more slips than these; of a longer one the rest is marked when it is next touched.
MOST = 1_000


def follow_slips(told: Sequence[Told]) -> None:
    """
    Mark anew the slips of booklets that were issued, changed or refused, and booklets that are back by their slips.

    Reads what stands now and not what the entries said, so that it may be told twice, late or from nothing.
    """
    issued = these(Booklet.objects.all(), named(told, BOOKLET))
    for booklet in issued:
        mark_slips(Slips(booklet.slips), facts_near(booklet))
    touched: dict[UUID, Booklet] = {booklet.pk: booklet for booklet in issued}
    for label, slips in SLIPPED.items():
        facts = these(on_slips(slips), named(told, label))
        mark_slips(slips, [fact for fact in facts if fact.status != "rejected"])
        touched |= {booklet.pk: booklet for booklet in booklets_back(slips, facts)}
    mark_booklets([booklet for booklet in touched.values() if booklet.status not in {"rejected", "replaced"}])


def these(rows: QuerySet[Any], ids: Collection[UUID]) -> list[Any]:
    """Those of these ids; where nothing was named, nothing is asked."""
    return list(rows.filter(pk__in=ids)) if ids else []


def on_slips(slips: Slips) -> Any:
    if slips == Slips.TRANSFER:
        return Transfer.objects.exclude(slip_number="")
    return Purchase.objects.exclude(slip_number="").filter(
        stage=Stage.FIRST if slips == Slips.PURCHASE else Stage.RESALE
    )


def facts_near(booklet: Booklet) -> list[Any]:
    """What is written on its slips, and what is marked that bears its series: its numbers may have been others."""
    within = Q(slip_place__gte=booklet.first_number, slip_place__lte=booklet.last_number)
    marked = Flag.objects.standing().filter(code__in=OF_BOOKLET, case__region__participant=booklet.participant_id)
    facts = on_slips(Slips(booklet.slips)).standing()
    series = facts.filter(slip_series=booklet.series_key, region__participant=booklet.participant_id)
    return list(series.filter(within | Q(pk__in=marked.values("case"))).order_by("pk")[:MOST])


def booklets_back(slips: Slips, facts: Sequence[Any]) -> Iterable[Booklet]:
    """Those that are back and may have lost or won one of these slips."""
    places = [fact.slip_place for fact in facts if fact.slip_place is not None]
    if not places:
        return []
    back = Booklet.objects.standing().filter(slips=slips, returned_on__isnull=False)
    near = back.filter(first_number__lte=max(places), last_number__gte=min(places))
    return near.filter(series_key__in={fact.slip_series for fact in facts})


def mark_slips(slips: Slips, facts: Sequence[Any]) -> None:
    if facts:
        flag_anew(facts, list(slips_flags(facts, issues_of(facts, Referred(facts)))), codes=OF_BOOKLET)


def mark_booklets(booklets: Sequence[Booklet]) -> None:
    if booklets:
        flag_anew(booklets, of_its_slips(booklets, Referred(booklets)), codes=OF_SLIPS)


def named(told: Sequence[Told], kind: str) -> set[UUID]:
    return {UUID(one.object_id) for one in told if one.kind == kind and one.verb not in NO_MATTER}
