"""The cast of those who are forgotten: of one all is kept, of another a part; and the terms that hold."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from apps.files.promising import File, Promise, promise
from apps.inspections.models import Revisit
from apps.journal.sealing import seal
from apps.journal.writing import Act, write
from apps.persons.hearing import hear
from apps.persons.models import Resemblance, Term
from apps.places.models import Participant, Region
from apps.registry.models import Digger
from apps.review.models import Case, Flag
from apps.sync.models import Mending
from tests.persons.canary import CANARY, WHO, sent, show


@pytest.fixture
def held_everywhere(accepted, recorded, registrar, supervisor, officer, tablet, region, sold, settings, tmp_path):
    """Somebody of whom the ministry holds all that it can hold."""
    settings.MEDIA_ROOT = str(tmp_path)
    digger = recorded("digger", "E-77", **WHO, roles=["digging"], sex="woman")
    digger.documents.create(kind="passport", number=f"{CANARY}-123")
    sold("R-77", "1.25", seller=digger).case.decide("accepted", by=registrar, seen=1)
    case = Case.objects.get(pk=digger.pk)
    case.decide("returned", by=supervisor, seen=case.version, reason=f"Is it {CANARY}?")
    with transaction.atomic():
        case.answer(by=officer, seen=2)
    case.refresh_from_db()
    case.decide("accepted", by=supervisor, seen=case.version)
    flag = Flag.objects.create(case=case, code="canary")
    flag.clear(by=supervisor, reason=f"{CANARY} was here")
    words = f'{{"names": "{CANARY}"}}'.encode()
    with transaction.atomic():
        write(Act("amended", "registry.digger", str(digger.pk), payload=words))
        hear([digger])
    came = sent(words, digger, tablet=tablet, officer=officer, region=region)
    Mending.objects.create(submission=came, by=registrar, why=CANARY, body=words, sha256=b"0" * 32, salt=b"0" * 16)
    again = Revisit.objects.create(case=case, first_officer=officer)
    again.answers.create(code="residence", first=CANARY, second=CANARY, same=True)
    other = accepted("digger", "E-78")
    one, another = sorted([digger, other], key=lambda entry: entry.pk)
    Resemblance.objects.create(one=one, other=another, score=9)
    LogEntry.objects.create(
        user=registrar, object_id=str(digger.pk), object_repr=str(digger), action_flag=2, change_message=CANARY,
        content_type=ContentType.objects.get_for_model(Digger),
    )  # fmt: skip
    show(digger, tablet, officer, region)
    seal()
    return Digger.objects.get(pk=digger.pk)


@pytest.fixture
def term(db):
    """A term that holds since long: `term("person")`, of one year unless another is given."""

    def keep(kind, length=1, participant=None, **given):
        named = {"unit": "years", "ground": "a law", "starts_on": date(2026, 1, 1), "after": "activity", **given}
        return Term.objects.create(kind=kind, length=length, participant=participant, **named)

    return keep


@pytest.fixture
def known(recorded, registrar, supervisor, tablet, officer, region, settings, tmp_path):
    """Somebody who is called otherwise than his papers, his parents and his address say."""
    settings.MEDIA_ROOT = str(tmp_path)
    digger = recorded("digger", "E-80", **{**WHO, "names": "Awa Sow", "nickname": "", "residence": "Bemba"})
    digger.documents.create(kind="passport", number=f"{CANARY}-123")
    digger.case.decide("accepted", by=registrar, seen=1)
    sent(f'{{"address": "{CANARY}"}}'.encode(), digger, tablet=tablet, officer=officer, region=region)
    promise(
        [Promise(File("ca" * 32, 300, "image/jpeg", "photo"), digger.pk, uuid4())],
        tablet=tablet.pk, officer=officer.pk, region=region.pk,
    )  # fmt: skip
    return Digger.objects.get(pk=digger.pk)


@pytest.fixture
def abroad(db):
    there = Participant.objects.create(code="XB", name_en="Beland", name_fr="Bélande", source="imaginary")
    return Region.objects.create(
        participant=there, code="XB", name="Beland", kind="country", level=0, left=101, right=102
    )
