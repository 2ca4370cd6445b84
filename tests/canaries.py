"""One of each thing that only its own region may see, every text of it saying who it is of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction

from apps.accounts.models import Role, SignedIn, Tablet, TabletKey
from apps.accounts.scope import Scope, scope_of
from apps.files.models import Blob, Sent
from apps.files.promising import File, Promise, promise
from apps.inspections.models import RepeatedAnswer, Revisit
from apps.persons.hearing import hear
from apps.persons.models import Erasure, Hold, Resemblance
from apps.places.models import Zone, ZoneStatus
from apps.registry.grounding import draw
from apps.registry.models import Application
from apps.registry.zoning import put_down
from apps.review.models import Flag
from apps.sync.models import HandedOver, Mending, SetAside, Submission

CANARY = "Zibelda"
# What a stranger types to find her: a page that gives the words back does not look like one that found her.
SEARCHED = "zibeld"
MODELS = [model for model in apps.get_models() if model.__module__.startswith(("apps.", "django."))]
REGIONAL = [model for model in MODELS if model.__module__.startswith("apps.") and scope_of(model) == Scope.REGIONAL]


@pytest.fixture
def canaries(accepted, recorded, posted, region, other_region, office, registrar, francs, size_classes):
    """One record of each kind in one region, every text of it saying who it is of."""
    named = {"first_name": CANARY, "last_name": CANARY}
    officer = posted("canary", Role.OFFICER, region, **named)
    SignedIn.objects.create(pk="ca" * 16, user=officer, agent=CANARY, expire_date=datetime(2099, 1, 1, tzinfo=UTC))
    tablet = Tablet.objects.create(number=77, office=office)
    tablet.offer(officer)
    TabletKey.certify("02" + "77" * 32, tablet=tablet, officer=officer, until=date(2027, 1, 1))
    site = accepted("site", "S-77", name=CANARY, place=CANARY, consent_by=CANARY, by=officer)
    digger = accepted("digger", "D-77", names=f"{CANARY} Koné", nickname=CANARY, address=CANARY, site=site, by=officer)
    digger.documents.create(kind="passport", number=CANARY)
    licence = accepted(
        "licence", "L-77", holder_kind="company", holder_name=CANARY, site=site, supporter=CANARY, by=officer
    )
    licence.pay_renewal(licence.starts_on, amount=Decimal(1), currency=francs, receipt=CANARY, by=registrar)
    sizes = {"sizes": [{"class": "dtc-sieve-rough.1.13", "carats": Decimal("1.25")}]}
    found = {"site": site, "licence": licence, "finder": digger, "weighed_by": CANARY}
    shared = {"finders": [{"digger": digger, "parts": 1}]}
    find = recorded("production", "F-77", **found, **sizes, **shared, by=officer)
    sale = recorded(
        "purchase",
        "R-77",
        site=site,
        licence=licence,
        seller=digger,
        buyer="B-9",
        production=find,
        witness=CANARY,
        **sizes,
    )
    recorded("stock_count", "C-77", level="seized", place=CANARY, witness=CANARY, by=officer)
    recorded("resale", "V-77", seller="B-9", buyer="H-9", witness=CANARY, by=officer)
    recorded("stock_count", "C-78", level="digger", digger=digger, by=officer)
    named = {"issued_to": "other", "holder_name": CANARY}
    recorded("booklet", "K-77", **named, returned_on=date(2026, 11, 9), cancelled="102", by=officer)
    moved = {"giver_level": "digger", "receiver_level": "seized", "giver_digger": digger}
    recorded("transfer", "T-77", receiver_place=CANARY, reason="other", reason_words=CANARY, **moved, by=officer)
    find.case.decide("returned", by=registrar, seen=find.case.version, reason=CANARY)
    recorded("inspection", "V-77", site=site, findings=CANARY, follow_up=CANARY, by=officer)
    who = {"concerned": "person", "person_name": CANARY, "account": CANARY, "place": CANARY}
    recorded("infraction", "I-77", site=site, seal_number=CANARY, carats_seized=Decimal("1.25"), **who, by=officer)
    again = Revisit.objects.create(case=digger.case, first_officer=officer)
    RepeatedAnswer.objects.create(revisit=again, code="residence", first=CANARY, second=CANARY, same=True)
    Flag.objects.create(case=sale.case, code="canary", numbers={"names": CANARY})
    body = f'{{"names": "{CANARY}"}}'.encode()
    sent = {"status": "quarantined", "reason": {"code": "form", "en": CANARY, "fr": CANARY}}
    Submission.objects.create(
        id=uuid4(),
        tablet=tablet,
        seq=1,
        officer=officer,
        region=region,
        body=body,
        sha256=sha256(body).digest(),
        salt=b"0" * 16,
        **sent,
    )
    of_the_tablet = Submission.objects.get(tablet=tablet)
    Mending.objects.create(
        submission=of_the_tablet, by=officer, why=CANARY, body=body, sha256=b"0" * 32, salt=b"0" * 16
    )
    SetAside.objects.create(submission=of_the_tablet, by=officer, why=CANARY)
    show_a_photo(site, tablet, officer, region)
    said = {"holder_name": CANARY, "address": CANARY, "supporter": CANARY, "area_text": CANARY, "share_rule": CANARY}
    asked = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger, "site": site}
    Application(number="A-77", region=region, applied_on=date(2026, 11, 2), **asked, **said).write_down(by=registrar)
    done = date(2026, 11, 2)
    Application.objects.update(
        inspected_on=done, fit=True, paid_on=done, paid_by=officer, treasury_receipt="T-77", granted=licence.case,
        granted_by=posted("granter", Role.LICENSING, region), issued_on=done, issued_by=registrar, issued_to=CANARY,
    )  # fmt: skip
    corners = [{"lat_e6": lat, "lon_e6": lon} for lat, lon in ((0, 0), (9_000, 0), (0, 9_000))]
    draw(licence, {"corners": corners}, by=registrar)
    # Nobody's own: what lies in it is.
    zone = Zone(participant=region.participant, region=region, code="Z-77", kind="mining", source="us")
    begun = ZoneStatus(status="open", starts_on=done, source="us")
    put_down(zone, {"corners": corners}, begun, by=registrar)
    licence.suspend(date(2026, 11, 2), by=registrar, reason=CANARY)
    licence.resume(date(2026, 11, 3), by=registrar, reason=CANARY)
    HandedOver.objects.create(
        pk="ca" * 32, tablet=tablet, officer=officer, brought_by=officer, region=region, state="kept", why="closed",
        package={},
    )  # fmt: skip
    like = accepted("digger", "D-76", names=f"{CANARY} Coné", site=site, by=officer)
    one, other = sorted([digger, like], key=lambda entry: entry.pk)
    Resemblance.objects.create(one=one, other=other, score=12, reasons=["names"])
    with transaction.atomic():
        hear([digger, like])
    Erasure.objects.create(digger=like, why="asked", asked_by=registrar)
    Hold.objects.create(digger=digger, why="court", placed_by=registrar)
    made = {model: list(model._default_manager.all()) for model in REGIONAL}
    # What another region may see names her, by her number and nothing else.
    across = {"site": site, "licence": licence, "at": other_region, "by": registrar}
    recorded("purchase", "R-88", seller=digger, buyer="B-9", production=find, **across)
    recorded("production", "F-88", finder=digger, finders=[{"digger": digger}], **across)
    recorded("stock_count", "C-88", level="digger", digger=digger, at=other_region, by=registrar)
    recorded("inspection", "V-88", site=site, at=other_region, by=registrar)
    recorded("infraction", "I-88", concerned="digger", digger=digger, site=site, at=other_region, by=registrar)
    recorded("transfer", "T-88", **moved, receiver_place="Safe", at=other_region, by=registrar)
    return made


def show_a_photo(record, tablet, officer, region):
    file = File(sha256(CANARY.encode()).hexdigest(), 300, "image/jpeg", "photo")
    promise([Promise(file, record.pk, uuid4())], tablet=tablet.pk, officer=officer.pk, region=region.pk)
    blob = Blob.objects.create(sha256="ca" * 32, size=300, width=1, height=1)
    Sent.objects.update(state="kept", blob=blob)
