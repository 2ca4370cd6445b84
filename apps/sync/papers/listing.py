"""What a tablet needs to verify papers without a network: the country's keys, and what was withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import TabletKey
from apps.journal.models import SigningKey
from apps.journal.signing import public_key
from apps.ledger.models import Purchase, Stage
from apps.registry.models import Digger, Licence
from apps.registry.models.validity import paused
from apps.review.status import STANDING
from apps.sync.papers.verifying import key_name
from apps.sync.tables import numbers


def papers(participant: str) -> dict[str, Any]:
    """The list of a country, as of now; its numbers in the short form of a table's column."""
    today = timezone.localdate()
    gone = {kind: sorted(withdrawn) for kind, withdrawn in withdrawn_in(participant, today).items()}
    return {
        "country": participant,
        "keys": [public.hex() for public in own_keys()],
        "withdrawn_keys": withdrawn_keys(participant),
        "withdrawn": {kind: {"rows": len(all_), "number": numbers(all_)} for kind, all_ in gone.items()},
        "lost_cards": lost_cards(participant, today),
        "card_days": settings.CARD_DAYS,
        "at": timezone.now(),
    }


def own_keys() -> list[bytes]:
    """Today's and every one of before: a card is older than the last change of the secret."""
    kept = [bytes(key.public) for key in SigningKey.objects.order_by("pk")]
    return list(dict.fromkeys([*map(public_key, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]), *kept]))


def withdrawn_keys(participant: str) -> dict[str, date]:
    keys = TabletKey.objects.withdrawn().filter(tablet__office__region__participant=participant)
    return {key_name(bytes.fromhex(key.public)): key.withdrawn_since() for key in keys}


def lost_cards(participant: str, today: date) -> dict[str, date]:
    """By number, the first day whose cards are good again; a card of before the oldest has expired by itself."""
    oldest = today - timedelta(days=settings.CARD_DAYS)
    lost = Digger.objects.filter(participant=participant, cards_void_before__gt=oldest)
    return {number: day for number, day in lost.order_by("number").values_list("number", "cards_void_before") if day}


def withdrawn_in(participant: str, today: date) -> dict[str, set[str]]:
    """
    Numbers of each kind that stand for nothing any more.

    A number that another record holds by right stays good: somebody mistyped it elsewhere, and was rejected.
    """
    diggers = Digger.objects.filter(participant=participant)
    licences = Licence.objects.filter(participant=participant)
    sales = Purchase.objects.filter(region__participant=participant)
    return {
        "card": only(diggers, ~STANDS),
        "licence": only(licences, ~STANDS | Q(revoked_on__lte=today) | paused(today)),
        "purchase": only(sales.filter(stage=Stage.FIRST), ~STANDS),
        "resale": only(sales.filter(stage=Stage.RESALE), ~STANDS),
    }


STANDS = Q(status__in=STANDING)


def only(rows: QuerySet[Any], gone: Q) -> set[str]:
    held = rows.filter(~gone, number=OuterRef("number"))
    return {*rows.filter(gone, ~Exists(held)).order_by().values_list("number", flat=True)}
