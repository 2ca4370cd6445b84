"""What a tablet needs to verify papers without a network: the country's keys, and what was withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import TabletKey
from apps.journal.models import SigningKey
from apps.journal.signing import name_of, public_key
from apps.ledger.models import Purchase, Stage
from apps.places.models import Participant
from apps.registry.models import Buyer, Digger, Licence
from apps.registry.models.validity import paused
from apps.review.status import STANDING
from apps.statements.compiled import Compiled, Question, Slot
from apps.statements.journey import Row
from apps.sync.tables import numbers

# What may be withdrawn, and as what kind of paper: the certificate of a buyer is one of a licence.
KINDS = {"card": "card", "licence": "licence", "buyer": "licence", "purchase": "purchase", "resale": "resale"}


def papers_asked(participant: str) -> list[Question]:
    """What is to be asked for the list of a country as of now; `papers_of` makes it of the answers."""
    today = timezone.localdate()
    given = {"participant": participant, "today": today}
    # A card of before the oldest has expired by itself.
    oldest = today - timedelta(days=settings.CARD_DAYS)
    lost = (LOST, {"participant": participant, "oldest": oldest})
    return [*((GONE[what], given) for what in KINDS), lost, (OWN_KEYS, {}), (WITHDRAWN, given)]


def papers_of(participant: str, answers: Sequence[list[Row]]) -> dict[str, Any]:
    """The list of a country; its numbers in the short form of a table's column."""
    *gone, lost, keys, withdrawn = answers
    numbers_of: dict[str, set[str]] = {kind: set() for kind in KINDS.values()}
    for kind, rows in zip(KINDS.values(), gone, strict=True):
        numbers_of[kind].update(number for (number,) in rows)
    sorted_ = {kind: sorted(all_) for kind, all_ in numbers_of.items()}
    return {
        "country": participant,
        "keys": [public.hex() for public in own_keys(keys)],
        "withdrawn_keys": withdrawn_keys([key for (key,) in withdrawn]),
        "withdrawn": {kind: {"rows": len(all_), "number": numbers(all_)} for kind, all_ in sorted_.items()},
        # By number, the first day whose cards are good again.
        "lost_cards": dict(lost),
        "card_days": settings.CARD_DAYS,
        "at": timezone.now(),
    }


def own_keys(rows: Sequence[Row]) -> list[bytes]:
    """Today's and every one of before: a card is older than the last change of the secret."""
    kept = [bytes(public) for (public,) in rows]
    return list(dict.fromkeys([*map(public_key, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]), *kept]))


def withdrawn_keys(keys: Sequence[int]) -> dict[str, date]:
    """By name, the first day from which each proves nothing."""
    gone = TabletKey.objects.filter(pk__in=keys).select_related("tablet") if keys else TabletKey.objects.none()
    return {name_of(bytes.fromhex(key.public)): key.withdrawn_since() for key in gone}


IN_COUNTRY = Slot("participant", Participant._meta.pk)
STANDS = Q(status__in=STANDING)


def only(rows: QuerySet[Any], gone: Q) -> QuerySet[Any]:
    """
    Numbers that stand for nothing any more.

    A number that another record holds by right stays good: somebody mistyped it elsewhere, and was rejected.
    """
    held = rows.filter(~gone, number=OuterRef("number"))
    return rows.filter(gone, ~Exists(held)).order_by().values_list("number")


def of_sales(stage: Stage) -> QuerySet[Any]:
    return only(Purchase.objects.filter(region__participant=IN_COUNTRY, stage=stage), ~STANDS)


def of_licences(model: type[Licence | Buyer], others: type[Licence | Buyer]) -> QuerySet[Any]:
    """A code says *licence* of either, so that a number which one of the others holds by right stays good too."""
    today = Slot("today", DateField())
    gone = ~STANDS | Q(revoked_on__lte=today) | paused(today)
    held = others.objects.filter(~gone, participant=IN_COUNTRY, number=OuterRef("number"))
    return only(model.objects.filter(participant=IN_COUNTRY), gone).exclude(Exists(held))


def of_lost_cards() -> QuerySet[Any]:
    lost = Digger.objects.filter(participant=IN_COUNTRY, cards_void_before__gt=Slot("oldest", DateField()))
    return lost.order_by("number").values_list("number", "cards_void_before")


def of_withdrawn_keys() -> QuerySet[Any]:
    return TabletKey.objects.withdrawn().filter(tablet__office__region__participant=IN_COUNTRY).values_list("pk")


GONE = {
    "card": Compiled(lambda: only(Digger.objects.filter(participant=IN_COUNTRY), ~STANDS)),
    "licence": Compiled(lambda: of_licences(Licence, Buyer)),
    "buyer": Compiled(lambda: of_licences(Buyer, Licence)),
    "purchase": Compiled(lambda: of_sales(Stage.FIRST)),
    "resale": Compiled(lambda: of_sales(Stage.RESALE)),
}
LOST = Compiled(of_lost_cards)
OWN_KEYS = Compiled(lambda: SigningKey.objects.order_by("pk").values_list("public"))
WITHDRAWN = Compiled(of_withdrawn_keys)
