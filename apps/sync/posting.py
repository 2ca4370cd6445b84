"""What an enrolled tablet is told of itself, its officer and the posting: forms, and the lists they choose from."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from apps.accounts.models import Enrolment, RecoveryKey, Tablet, User
from apps.accounts.scope import anywhere_in
from apps.forms.describing import as_json
from apps.forms.dictionary import all_forms
from apps.journal.signing import current_key_id, former_secrets, public_key, sign
from apps.ledger.sizing import class_lists
from apps.places.models import Currency, Office, Participant, Rate, Region
from apps.registry.models import BuyerClass, LicenceClass, MayBuy
from apps.statements.compiled import Compiled, Slot
from apps.sync.handing import hand_over_key
from apps.sync.papers.listing import papers
from apps.sync.receipts import canonical
from apps.sync.sender import Sender

KEY_PURPOSE = b"kpfield/key\n"


def enrolled(enrolment: Enrolment, token: str, *, code: str) -> dict[str, Any]:
    """
    The code is said again: by it a tablet knows that this answers its own question and nobody else's.

    `made` is how many events are known of: a tablet that was cleared counts on from there, and its papers behind
    `numbers_from`.
    """
    tablet = enrolment.tablet
    made = max(tablet.announced_seq, tablet.highest_seq)
    told = {"code": code, "token": token, "made": made, "numbers_from": enrolment.block}
    return {**who(tablet, enrolment.officer), **told, **told_always()}


def told_always() -> dict[str, Any]:
    """
    What a tablet is told at each enrolment and with each posting.

    To the recovery key (null where none was made) it seals what it finishes; after so many days without contact it
    shows no register. Sensitive reports are sealed to the reader key, where there is one, and what another tablet is to
    carry to the hand-over key.
    """
    recovery, reader = RecoveryKey.current(), RecoveryKey.of_reader()
    return {
        "receipt_key": receipt_key(),
        "recovery_key": recovery.as_json() if recovery else None,
        "reader_key": {**reader.as_json(), "name": reader.reader} if reader else None,
        "hand_over_key": hand_over_key(),
        "lease_days": settings.LEASE_DAYS,
        "server_time": timezone.now(),
    }


def receipt_key() -> dict[str, Any]:
    """
    The key that signs receipts, as a tablet keeps it: by no other key is a record marked as sent.

    Each former key vouches for it, signed over `kpfield/key`, a line feed and `{"public"}`.
    """
    public = public_key(settings.SECRET_KEY).hex()
    words = KEY_PURPOSE + canonical({"public": public})
    signed = [sign(words, known=name) for name in former_secrets()]
    vouched = [{"public": public, "key": key, "signature": signature.hex()} for key, signature in signed]
    return {"key": current_key_id(), "public": public, **({"vouched": vouched} if vouched else {})}


def who(tablet: Tablet, officer: User) -> dict[str, Any]:
    office = Office.objects.select_related("region").get(pk=tablet.office_id)
    participant = office.region.participant_id
    return {
        "tablet": {"id": tablet.pk, "number": tablet.number, "office": office.name, "participant": participant},
        "officer": {
            "id": officer.pk,
            "name": officer.get_full_name() or officer.username,
            "language": officer.language,
        },
    }


def posting(sender: Sender) -> dict[str, Any]:
    """
    The posting of today as the tablet keeps it.

    The regions to choose from are the posting's own; a currency carries its last known rate, or null.
    """
    region = Region.objects.get(pk=sender.today()[-1].region_id)
    return {
        **who(sender.tablet, sender.officer),
        "region": {"id": region.pk, "code": region.code, "name": region.name},
        "forms": forms(),
        "choices": choices(sender, region.participant_id),
        "papers": papers(region.participant_id),
        **told_always(),
    }


def is_at_home(sender: Sender) -> bool:
    """Whether the tablet's office lies in a posting of today, or over it as a ministry's does."""
    [(left, right)] = OF_OFFICE.rows(office=sender.tablet.office_id)
    return any(bounds.left <= left <= bounds.right or left <= bounds.left <= right for bounds in sender.bounds())


def of_office() -> QuerySet[Any]:
    office = Slot("office", Office._meta.pk)
    return Office.objects.filter(pk=office).order_by().values_list("region__left", "region__right")


OF_OFFICE = Compiled(of_office)


@cache
def forms() -> list[dict[str, Any]]:
    return [as_json(form) for form in all_forms().values()]


def choices(sender: Sender, participant: str) -> dict[str, Any]:
    may_buy = MayBuy.objects.filter(participant=participant).values_list("seller", "buyer_class__code")
    return {
        "currencies": currencies(),
        "licence_classes": [option(each) for each in LicenceClass.objects.filter(participant=participant)],
        "buyer_classes": [option(each) for each in BuyerClass.objects.filter(participant=participant)],
        "regions": [{"code": each.code, "en": each.name, "fr": each.name} for each in regions(sender)],
        "countries": [option(each) for each in Participant.objects.all()],
        **class_lists(),
        "may_buy": [{"seller": seller, "buyer_class": code} for seller, code in may_buy],
    }


def regions(sender: Sender) -> QuerySet[Region]:
    """Those that the officer may register a site in; a country as a whole is none."""
    return Region.objects.filter(anywhere_in(sender.bounds(), "")).exclude(level=0).order_by("left")


def currencies() -> list[dict[str, Any]]:
    last = Rate.objects.filter(currency=OuterRef("pk"), day__lte=timezone.localdate()).order_by("-day")
    known = Currency.objects.annotate(day=Subquery(last.values("day")[:1]), rate=Subquery(last.values("per_usd")[:1]))
    return [
        {**option(each), "rate": {"day": each.day, "per_usd": str(each.rate)} if each.day else None} for each in known
    ]


def option(named: Any) -> dict[str, str]:
    return {"code": named.code, "en": named.name_en, "fr": named.name_fr}
