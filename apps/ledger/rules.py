"""Rules about a fact's own numbers and weights, each over a whole batch with a fixed number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, IntegerField, Q, QuerySet, UUIDField

from apps.ledger.balance import Balance, balance_of, carats_under
from apps.ledger.models import (
    Basis,
    Production,
    ProductionFinder,
    Purchase,
    PurchaseSource,
    Stage,
    StockCount,
    Transfer,
)
from apps.ledger.papers import Rights, rights_for
from apps.ledger.slips import Issues, issues_for
from apps.registry.referred import Referred
from apps.registry.rules import Found, written_before
from apps.statements.compiled import Among, Compiled

# Of each source its purchase, the basis of the find that is here, and the number of one that is not.
Sources = list[tuple[UUID, str | None, str]]


Background = tuple[Sources, Balance, Rights, set[UUID], Issues]


def background(purchases: Sequence[Purchase], referred: Referred) -> Background:
    """
    Where these come from, what was sold and found under their licences, who may buy, who bears a number of their
    slips, and the booklets near these: in one journey.
    """
    licences = {licence.pk for sale in purchases if (licence := referred.get(sale, "licence"))}
    sources = (SOURCES, {"purchases": [purchase.pk for purchase in purchases]})
    slips = (SLIPS, bearing(purchases))
    rows, sold, found, rights, used, *issues = referred.ask(
        sources, *carats_under(licences), rights_for(purchases, referred), slips, *issues_for(purchases)
    )
    return rows, balance_of(licences, sold, found), set(rights), {pk for (pk,) in used}, Issues.told(*issues)


def slips_of(facts: Sequence[Any]) -> set[str]:
    return {fact.slip_number for fact in facts} - {""}


def bearing(facts: Sequence[Any]) -> dict[str, Any]:
    """What asks for the facts on these slips, however their numbers are spelled."""
    named = [fact for fact in facts if fact.slip_number]
    places = {fact.slip_place for fact in named} - {None}
    return {"slips": slips_of(named), "series": {fact.slip_series for fact in named}, "places": places}


def of_purchases() -> QuerySet:
    asked = Among("purchase", "purchases", UUIDField())
    return (
        PurchaseSource.objects.filter(asked)
        .order_by()
        .values_list("purchase", "production__basis", "production_written")
    )


def with_slips(model: type[Purchase] | type[Transfer]) -> QuerySet:
    spelled = Q(Among("slip_series", "series", CharField())) & Q(Among("slip_place", "places", IntegerField()))
    written = Q(Among("slip_number", "slips", CharField()))
    return model.objects.filter(spelled | written).order_by().values_list("pk")


SOURCES = Compiled(of_purchases)
SLIPS = Compiled(lambda: with_slips(Purchase))
TRANSFER_SLIPS = Compiled(lambda: with_slips(Transfer))


def written_finds(sources: Sources) -> dict[UUID, str]:
    """Numbers of finds that are not here, by purchase."""
    return {purchase: written for purchase, _, written in sources if written}


def number_before(facts: Sequence[Any], referred: Referred, code: str) -> Found:
    """Numbers that an earlier fact bears which nobody has corrected; a correction may keep the number."""
    model: type[Any] = facts[0]._meta.concrete_model
    bearers = referred.bearers_of(model)
    # Almost always nobody else bears the number, and then there is nothing to ask.
    for fact, first in written_before(facts, bearers, model.objects.current, "number") if bearers else ():
        yield fact.flag(code, number=fact.number, first_day=first.case.captured_on.isoformat())


def slip_before(facts: Sequence[Any], used: Set[UUID]) -> Found:
    """The same for the numbers that are printed on slips; `used` are the facts of this kind that bear one of them."""
    if not slips_of(facts):
        return
    model: type[Any] = facts[0]._meta.concrete_model
    others = used - {fact.pk for fact in facts}
    for fact, first in written_before(facts, others, model.objects.current, "slip_key"):
        day = first.case.captured_on.isoformat()
        yield fact.flag("duplicate_slip", number=fact.slip_number, first_day=day)


def with_their_slips(transfers: Sequence[Transfer], referred: Referred) -> set[UUID]:
    slips = slips_of(transfers)
    [rows] = referred.ask((TRANSFER_SLIPS, bearing(transfers))) if slips else [[]]
    return {pk for (pk,) in rows}


def same_holder(facts: Sequence[Any]) -> Found:
    for fact in facts:
        if fact.stays() and not fact.void:
            yield fact.flag("same_holder", carats=str(fact.carats))


def origin_not_established(purchases: Sequence[Purchase]) -> Found:
    """That the origin is not known is an honest answer, and is printed on the receipt (MD-09)."""
    for purchase in purchases:
        if not purchase.origin_known:
            yield purchase.flag("origin_not_established", carats=str(purchase.carats))


def sold_more_than_found(
    purchases: Sequence[Purchase], referred: Referred, sources: Sources, balance: Balance
) -> Found:
    """First sales of a licence beyond what was found under it (MD-08); a sale that made its find checks nothing."""
    derived = {purchase for purchase, basis, _ in sources if basis == Basis.DERIVED}
    first_sales = [sale for sale in purchases if sale.stage == Stage.FIRST and sale.pk not in derived]
    checked = [(sale, licence) for sale in first_sales if (licence := referred.get(sale, "licence"))]
    for sale, licence in checked:
        sold, found = balance[licence.pk]
        if sold > found:
            carats = {"sold_carats": str(sold), "found_carats": str(found)}
            yield sale.flag("sold_more_than_found", number=licence.number, **carats)


def weight_off_step(facts: Sequence[Any]) -> Found:
    for fact in facts:
        step = Decimal(fact.scale_step or "0.01")
        if fact.carats % step:
            yield fact.flag("weight_off_step", carats=str(fact.carats), step_carats=str(step))


# Of each find that several share the numbers of those who are in no register, and the carats of each of them.
Shares = Mapping[UUID, list[tuple[str, Decimal | None]]]


def shares_of(productions: Sequence[Production], referred: Referred) -> Shares:
    shared = [production.pk for production in productions if production.finder_count]
    # Hardly any find is shared, and then there is nothing to ask.
    [rows] = referred.ask((SHARES, {"productions": shared})) if shared else [[]]
    found: dict[UUID, list[tuple[str, Decimal | None]]] = defaultdict(list)
    for production, written, carats in rows:
        found[production].append((written, carats))
    return found


def written_finders(shares: Shares) -> dict[UUID, str]:
    """Numbers of finders who are in no register, by find."""
    written = {pk: [number for number, _ in finders if number] for pk, finders in shares.items()}
    return {pk: ", ".join(numbers) for pk, numbers in written.items() if numbers}


def shares_off(productions: Sequence[Production], shares: Shares) -> Found:
    """Finders who have something else together than was found; where one of them does not say, nothing is known."""
    for production in productions:
        carats = [carats for _, carats in shares.get(production.pk, ())]
        said = [one for one in carats if one is not None]
        if said and len(said) == len(carats) and sum(said) != production.carats:
            yield production.flag("shares_off", carats=str(production.carats), shared_carats=str(sum(said)))


def of_finders() -> QuerySet:
    asked = Among("production", "productions", UUIDField())
    return ProductionFinder.objects.filter(asked).order_by().values_list("production", "digger_written", "carats")


SHARES = Compiled(of_finders)


def sizes_off(facts: Sequence[Any]) -> Found:
    """Size classes that weigh together something else than all the stones at once."""
    for fact in facts:
        if fact.sized_carats is not None and fact.sized_carats != fact.carats:
            yield fact.flag("sizes_off", carats=str(fact.carats), sized_carats=str(fact.sized_carats))


def no_rate(facts: Sequence[Any], amount: str, on: str) -> Found:
    for fact in facts:
        if fact.usd is None and not fact.void and getattr(fact, amount) is not None:
            yield fact.flag("no_rate", currency=fact.currency_id, day=getattr(fact, on).isoformat())


def counted_before(counts: Sequence[StockCount], referred: Referred) -> Found:
    """Of two counts of one holder on one day in one region, only one can be what he had."""
    holders, days = {count.holder for count in counts}, {count.counted_on for count in counts}
    [rows] = referred.ask((COUNTS, {"holders": holders, "days": days}))
    others = {pk for (pk,) in rows} - {count.pk for count in counts}
    names = ("region_id", "holder", "counted_on")
    for count, first in written_before(counts, others, StockCount.objects.current, *names):
        yield count.flag("counted_before", number=first.number, day=count.counted_on.isoformat())


def of_holders() -> QuerySet:
    asked = Among("holder", "holders", CharField()), Among("counted_on", "days", DateField())
    return StockCount.objects.filter(*asked).order_by().values_list("pk")


COUNTS = Compiled(of_holders)
