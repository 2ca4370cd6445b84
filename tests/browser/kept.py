"""What the ministry holds of what its tablets sent."""

from __future__ import annotations

from apps.files.models import Attachment, Sent, State
from apps.files.storage import opened
from apps.ledger.models import Purchase
from apps.registry.models import Digger
from apps.review.models import Case
from apps.sync.models import Submission


def key(number):
    """Under which id a digger stands."""
    return str(Digger.objects.get(number=number).pk)


def sellers():
    """Of each purchase the number on its slip by which the seller is named."""
    return dict(Purchase.objects.values_list("slip_number", "seller__number"))


def cases(*numbers):
    """The status of each of these records, by number."""
    return dict(Case.objects.filter(number__in=numbers).values_list("number", "status"))


def slips():
    """Of each purchase its slip, carats, price and day, in the order of the slips."""
    rows = Purchase.objects.order_by("slip_place").values_list("number", "slip_number", "carats", "price", "bought_on")
    return [[str(value) for value in row] for row in rows]


def spoken_in():
    """In which language each consent was read out, in the order in which they were given."""
    agreed = Digger.objects.exclude(consent_on=None).order_by("case__captured_at")
    return list(agreed.values_list("consent_language", flat=True))


def photos(number):
    """What came of the photos of a record, and whether any word of the camera is still in them."""
    shown = Attachment.objects.of_record(Case.objects.get(number=number).pk)
    return [one_photo(one.sent) for one in shown]


def one_photo(sent):
    if sent.blob is None:
        return {"state": sent.state}
    with opened(sent.blob.pk) as picture:
        canary = b"CANARY" in picture.read()
    sides = {"width": sent.blob.width, "height": sent.blob.height}
    return {"state": sent.state, "size": sent.size, "canary": canary, **sides}


def came(*numbers):
    """What these tablets have sent: events applied, records, photos kept, photos promised."""
    applied = Submission.objects.filter(tablet__number__in=numbers, status=Submission.Status.APPLIED)
    sent = Sent.objects.filter(tablet__number__in=numbers)
    records = Case.objects.filter(pk__in=applied.values("record"))
    return {
        "submissions": applied.count(),
        "records": records.count(),
        "kept": sent.filter(state=State.KEPT).count(),
        "photos": sent.count(),
    }
