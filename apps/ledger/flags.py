"""What may be wrong with a find or a sale, and how it is said: each rule a flag, none a wall (domain.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.ledger import booklets, papers, rules, slips
from apps.ledger.models import Booklet, Production, Purchase, StockCount, Transfer
from apps.registry.referred import Referred
from apps.registry.rules import entered_before, future_days, other_regions, unknown_numbers
from apps.review.models import Flag

SENTENCES = {
    "licence_not_valid": _("Licence %(number)s was not valid on %(day)s: its last day was %(last_day)s."),
    "licence_paused": _(
        "Licence %(number)s was not valid on %(day)s: it was suspended, handed back or not yet renewed from "
        "%(first_day)s."
    ),
    "licence_rejected": _("Licence %(number)s was rejected at review."),
    "day_before_licence": _("%(day)s lies before the first day of licence %(number)s, %(first_day)s."),
    "buyer_not_valid": _(
        "Buyer %(number)s was not licensed on %(day)s: the licence runs from %(first_day)s to %(last_day)s."
    ),
    "buyer_paused": _(
        "Buyer %(number)s was not licensed on %(day)s: the licence was suspended, handed back or not yet renewed from "
        "%(first_day)s."
    ),
    "buyer_rejected": _("Buyer %(number)s was rejected at review."),
    "seller_not_valid": _(
        "Buyer %(number)s, who sold, was not licensed on %(day)s: the licence runs from %(first_day)s to %(last_day)s."
    ),
    "seller_paused": _(
        "Buyer %(number)s, who sold, was not licensed on %(day)s: the licence was suspended, handed back or not yet "
        "renewed from %(first_day)s."
    ),
    "seller_rejected": _("Buyer %(number)s, who sold, was rejected at review."),
    "buyer_may_not_buy": _("Buyer %(number)s is of a class that may not buy from this seller."),
    "origin_not_of_licence": _("Site %(site)s is not the site of licence %(number)s."),
    "zone_closed": _(
        "Site %(site)s lies in a zone that was closed to mining, or not compliant with the Process, on %(day)s: it has "
        "been so since %(first_day)s."
    ),
    "origin_not_established": _("The origin of these %(carats)s ct is not established."),
    "sold_more_than_found": _("Under licence %(number)s, %(sold_carats)s ct were sold and %(found_carats)s ct found."),
    "duplicate_receipt": _("Receipt %(number)s was recorded before, for %(first_day)s."),
    "duplicate_slip": _("Slip %(number)s was recorded before, for %(first_day)s."),
    "slip_outside_booklet": _("Slip %(number)s is of no booklet that was issued by that day."),
    "slip_spoilt": _("Slip %(number)s is said to be cancelled or missing in booklet %(booklet)s."),
    "slips_missing": _("The booklet is back, and these slips are neither recorded nor cancelled: %(numbers)s."),
    "slips_unclear": _("These are no slips of this booklet: %(words)s."),
    "booklet_overlaps": _("Booklet %(number)s has some of these numbers too."),
    "booklet_long": _("A booklet of %(slips)s slips. Look at its first and last number again."),
    "weight_off_step": _("%(carats)s ct cannot be read from a scale that weighs in steps of %(step_carats)s ct."),
    "sizes_off": _("The size classes add up to %(sized_carats)s ct, and all the stones weigh %(carats)s ct."),
    "shares_off": _("Those who share the find have %(shared_carats)s ct together, and it weighs %(carats)s ct."),
    "counted_before": _("The same holder was counted for %(day)s before: %(number)s."),
    "same_holder": _("These %(carats)s ct are said to go to whom they come from."),
    "no_rate": _("No rate of %(currency)s is known for %(day)s, so there is no price in US$."),
}
# What a change of a licence or a buyer can change about the facts that name it.
OF_LICENCE = ("licence_not_valid", "licence_paused", "licence_rejected", "day_before_licence", "origin_not_of_licence")
OF_BUYER = (
    *("buyer_not_valid", "buyer_paused", "buyer_rejected"),
    *("seller_not_valid", "seller_paused", "seller_rejected", "buyer_may_not_buy"),
)
# What a change of the zones around a site can change about the facts that name the site.
OF_ZONES = ("zone_closed",)
# What a change of a booklet can change about the facts on its slips, and what those can change about it.
OF_BOOKLET = ("slip_outside_booklet", "slip_spoilt")
OF_SLIPS = ("slips_missing", "slips_unclear", "booklet_overlaps", "booklet_long")


def production_flags(productions: Sequence[Production], referred: Referred) -> list[Flag]:
    shares = rules.shares_of(productions, referred)
    finders = rules.written_finders(shares)
    return [
        *rules.number_before(productions, referred, "duplicate_number"),
        *unknown_numbers(productions, "site", "licence", "finder", besides=finders),
        *future_days(productions, "ends_on"),
        *rules.weight_off_step(productions),
        *rules.sizes_off(productions),
        *rules.shares_off(productions, shares),
        *papers.zone_closed(productions, referred, "ends_on"),
        *licence_flags(productions, referred),
        *other_regions(productions, referred, "licence", "finder"),
    ]


def purchase_flags(purchases: Sequence[Purchase], referred: Referred) -> list[Flag]:
    sources, balance, rights, used, issues = rules.background(purchases, referred)
    finds = rules.written_finds(sources)
    return [
        *rules.number_before(purchases, referred, "duplicate_receipt"),
        *rules.slip_before(purchases, used),
        *slips.slips_flags(purchases, issues),
        *rules.same_holder(purchases),
        *unknown_numbers(purchases, "seller", "seller_buyer", "licence", "buyer", "site", besides=finds),
        *future_days(purchases, "bought_on"),
        *rules.origin_not_established(purchases),
        *papers.zone_closed(purchases, referred, "bought_on"),
        *rules.weight_off_step(purchases),
        *rules.sizes_off(purchases),
        *rules.no_rate(purchases, "price", "bought_on"),
        *licence_flags(purchases, referred),
        *buyer_flags(purchases, referred, rights),
        *rules.sold_more_than_found(purchases, referred, sources, balance),
        *other_regions(purchases, referred, "licence", "seller"),
    ]


def stock_count_flags(counts: Sequence[StockCount], referred: Referred) -> list[Flag]:
    return [
        *rules.number_before(counts, referred, "duplicate_number"),
        *rules.counted_before(counts, referred),
        *unknown_numbers(counts, "digger", "licence", "buyer"),
        *future_days(counts, "counted_on"),
        *rules.no_rate(counts, "value", "counted_on"),
        *licence_flags(counts, referred),
        *buyer_flags(counts, referred),
        *other_regions(counts, referred, "digger", "licence"),
    ]


def transfer_flags(transfers: Sequence[Transfer], referred: Referred) -> list[Flag]:
    papers_named = [f"{side}_{paper}" for side in ("giver", "receiver") for paper in ("digger", "licence", "buyer")]
    return [
        *rules.number_before(transfers, referred, "duplicate_number"),
        *rules.slip_before(transfers, rules.with_their_slips(transfers, referred)),
        *slips.slips_flags(transfers, slips.issues_of(transfers, referred)),
        *rules.same_holder(transfers),
        *unknown_numbers(transfers, *papers_named),
        *future_days(transfers, "moved_on"),
        *licence_flags(transfers, referred),
        *buyer_flags(transfers, referred),
        *other_regions(transfers, referred, "giver_digger", "giver_licence", "receiver_digger", "receiver_licence"),
    ]


def booklet_flags(issued: Sequence[Booklet], referred: Referred) -> list[Flag]:
    days = (future_days(issued, day) for day in ("issued_on", "returned_on"))
    return [
        *entered_before(issued, referred),
        *unknown_numbers(issued, "buyer"),
        *once(chain.from_iterable(days)),
        *booklets.of_its_slips(issued, referred),
    ]


# Where each kind of fact names licences and buyers, and the days on which these must hold.
DAYS = {
    Production: ("starts_on", "ends_on"),
    Purchase: ("bought_on",) * 2,
    StockCount: ("counted_on",) * 2,
    Transfer: ("moved_on",) * 2,
}
LICENCES: dict[type[Any], tuple[str, ...]] = {
    Production: ("licence",),
    Purchase: ("licence",),
    StockCount: ("licence",),
    Transfer: ("giver_licence", "receiver_licence"),
}
# With what the codes of their flags begin.
BUYERS: dict[type[Any], dict[str, str]] = {
    Purchase: {"buyer": "buyer", "seller_buyer": "seller"},
    StockCount: {"buyer": "buyer"},
    Transfer: {"giver_buyer": "buyer", "receiver_buyer": "buyer"},
}


def licence_flags(facts: Sequence[Any], referred: Referred) -> list[Flag]:
    """The rules of `OF_LICENCE` alone."""
    model = facts[0]._meta.concrete_model
    first, last = DAYS[model]
    origin = papers.origin_of_licence(facts, referred) if hasattr(model, "site") else ()
    validity = (papers.licence_validity(facts, referred, name, first, last) for name in LICENCES[model])
    return [*origin, *once(chain.from_iterable(validity))]


def buyer_flags(facts: Sequence[Any], referred: Referred, rights: papers.Rights = frozenset()) -> list[Flag]:
    """The rules of `OF_BUYER` alone."""
    model = facts[0]._meta.concrete_model
    day, _last = DAYS[model]
    right = papers.right_to_buy(facts, referred, rights) if rights else ()
    validity = (papers.buyer_validity(facts, referred, name, day, role) for name, role in BUYERS[model].items())
    return [*right, *once(chain.from_iterable(validity))]


def once(flags: Iterable[Flag]) -> Iterable[Flag]:
    """A flag stands once on a record: where two of its papers do not hold, the first is named."""
    found: dict[tuple[Any, str], Flag] = {}
    for flag in flags:
        found.setdefault((flag.case_id, flag.code), flag)
    return found.values()
