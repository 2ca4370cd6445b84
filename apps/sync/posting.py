"""What an enrolled tablet is told of itself, its officer and the posting: forms, and the lists they choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import DateField, OuterRef, QuerySet, Subquery
from django.utils import timezone

from apps.accounts.models import Enrolment, RecoveryKey, Tablet, User
from apps.accounts.scope import anywhere_in
from apps.forms.describing import as_json
from apps.forms.dictionary import all_forms
from apps.journal.signing import current_key_id, former_secrets, public_key, sign
from apps.ledger.sizing import CLASS_TABLES, SIZE_CLASSES, class_lists
from apps.places.models import Currency, Office, Participant, Rate, Region, SpokenLanguage
from apps.registry.models import BuyerClass, LicenceClass, MayBuy
from apps.statements.compiled import Compiled, Question, Slot, ask
from apps.statements.journey import Row
from apps.sync.asking import slots, whose
from apps.sync.handing import hand_over_key
from apps.sync.papers.listing import papers_asked, papers_of
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
    [(office, participant)] = OFFICE.rows(office=tablet.office_id)
    return {
        "tablet": {"id": tablet.pk, "number": tablet.number, "office": office, "participant": participant},
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
    stay = sender.today()[-1]
    participant = stay.bounds.participant
    lists = lists_asked(sender, participant)
    region, *answers = ask((REGION, {"region": stay.region_id}), *lists.values(), *papers_asked(participant))
    return {
        **who(sender.tablet, sender.officer),
        "region": dict(zip(("id", "code", "name"), region[0], strict=True)),
        "forms": forms(),
        "choices": choices_of(dict(zip(lists, answers, strict=False))),
        "papers": papers_of(participant, answers[len(lists) :]),
        **told_always(),
    }


def is_at_home(sender: Sender) -> bool:
    """Whether the tablet's office lies in a posting of today, or over it as a ministry's does."""
    [(left, right)] = OF_OFFICE.rows(office=sender.tablet.office_id)
    return any(bounds.left <= left <= bounds.right or left <= bounds.left <= right for bounds in sender.bounds())


def office() -> QuerySet[Any]:
    return Office.objects.filter(pk=Slot("office", Office._meta.pk)).order_by()


OF_OFFICE = Compiled(lambda: office().values_list("region__left", "region__right"))
OFFICE = Compiled(lambda: office().values_list("name", "region__participant"))


@cache
def forms() -> list[dict[str, Any]]:
    return [as_json(form) for form in all_forms().values()]


def lists_asked(sender: Sender, participant: str) -> dict[str, Question]:
    """What is to be asked for each list from which forms choose."""
    own = {"participant": participant}
    return {
        "currencies": (CURRENCIES, {"today": timezone.localdate()}),
        "licence_classes": (LICENCE_CLASSES, own),
        "buyer_classes": (BUYER_CLASSES, own),
        "regions": (regions_in(len(sender.bounds())), whose(sender)),
        "countries": (COUNTRIES, {}),
        "languages": (LANGUAGES, own),
        "class_tables": (CLASS_TABLES, {}),
        "size_classes": (SIZE_CLASSES, {}),
        "may_buy": (MAY_BUY, own),
    }


def choices_of(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    named = ("licence_classes", "buyer_classes", "countries", "languages")
    return {
        "currencies": [{**option(*row[:3]), "rate": rate(*row[3:])} for row in rows["currencies"]],
        **{name: [option(*row) for row in rows[name]] for name in named},
        "regions": [option(code, name, name) for code, name in rows["regions"]],
        **class_lists(rows["class_tables"], rows["size_classes"]),
        "may_buy": [{"seller": seller, "buyer_class": code} for seller, code in rows["may_buy"]],
    }


def option(code: str, en: str, fr: str) -> dict[str, str]:
    return {"code": code, "en": en, "fr": fr}


def rate(day: date | None, per_usd: Decimal | None) -> dict[str, Any] | None:
    return {"day": day, "per_usd": str(per_usd)} if day else None


NAMED = ("code", "name_en", "name_fr")
OWN = Slot("participant", Participant._meta.pk)
LICENCE_CLASSES = Compiled(lambda: LicenceClass.objects.filter(participant=OWN).values_list(*NAMED))
BUYER_CLASSES = Compiled(lambda: BuyerClass.objects.filter(participant=OWN).values_list(*NAMED))
LANGUAGES = Compiled(lambda: SpokenLanguage.objects.filter(participant=OWN).values_list(*NAMED))
COUNTRIES = Compiled(lambda: Participant.objects.values_list(*NAMED))
MAY_BUY = Compiled(lambda: MayBuy.objects.filter(participant=OWN).values_list("seller", "buyer_class__code"))
REGION = Compiled(lambda: Region.objects.filter(pk=Slot("region", Region._meta.pk)).values_list("id", "code", "name"))


@cache
def regions_in(places: int) -> Compiled:
    """Those that the officer may register a site in; a country as a whole is none."""
    here = anywhere_in(slots(places), "")
    return Compiled(lambda: Region.objects.filter(here).exclude(level=0).order_by("left").values_list("code", "name"))


def currencies() -> QuerySet[Any]:
    """Each with the day of its last known rate, and the rate."""
    known = Rate.objects.filter(currency=OuterRef("pk"), day__lte=Slot("today", DateField())).order_by("-day")
    last = [Subquery(known.values(name)[:1]) for name in ("day", "per_usd")]
    return Currency.objects.values_list(*NAMED, *last)


CURRENCIES = Compiled(currencies)
