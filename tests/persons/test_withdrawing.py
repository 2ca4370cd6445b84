"""A consent that is taken back: for what it was given, on its day, and the photo goes with it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import orjson
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from apps.files.models import Attachment, Sent
from apps.files.promising import File, Promise, promise
from apps.journal.models import Entry, Payload
from apps.persons.holding import held_on
from apps.persons.withdrawing import withdraw
from apps.places.models import SpokenLanguage
from apps.registry.models import Digger
from apps.review.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
SAID = {"language": "ln", "said_by": "The person, at the counter."}


@pytest.fixture
def agreed(accepted):
    return accepted("digger", "D-7", consent_photo=True, consent_programmes=True)


@pytest.fixture
def shown(agreed, tablet, officer, region):
    """A photo of the face, and one of a paper."""
    for field in ("photo", "document_photo"):
        file = File(sha256(field.encode()).hexdigest(), 300, "image/jpeg", field)
        promise([Promise(file, agreed.pk, uuid4())], tablet=tablet.pk, officer=officer.pk, region=region.pk)


def take_back(digger, *purposes, by, **said):
    current = Digger.objects.select_related("case", "region").get(pk=digger.pk)
    given = {"seen": current.case.version, **SAID, **said}
    withdraw(current, purposes, given.pop("day", timezone.localdate()), by=by, **given)


def test_what_is_taken_back_does_not_hold_and_the_rest_does(agreed, registrar):
    take_back(agreed, "programmes", by=registrar)

    agreed.refresh_from_db()
    assert (agreed.consent_photo, agreed.consent_programmes) == (True, False)
    entry = Entry.objects.get(verb="consent_withdrawn")
    assert (entry.object_id, entry.by) == (str(agreed.pk), f"user:{registrar.pk}")
    assert orjson.loads(bytes(Payload.objects.get(entry=entry).body))["language"] == "ln"


def test_the_photo_of_the_face_goes_with_its_consent_and_no_other(agreed, shown, registrar):
    take_back(agreed, "photo", by=registrar)

    assert [one.field for one in Attachment.objects.filter(record=agreed.pk)] == ["document_photo"]
    assert Sent.objects.count() == 1


def test_the_photo_stays_where_only_programmes_are_meant(agreed, shown, registrar):
    take_back(agreed, "programmes", by=registrar)

    assert Attachment.objects.filter(record=agreed.pk).count() == 2


@pytest.mark.parametrize("who", ["supervisor", "elsewhere"])
def test_who_does_not_keep_the_register_does_not_write_it_down(agreed, request, posted, other_region, who):
    by = posted("elsewhere", "registrar", other_region) if who == "elsewhere" else request.getfixturevalue(who)
    with pytest.raises(ValidationError, match="do not keep the register"):
        take_back(agreed, "photo", by=by)


def test_nothing_is_taken_back_twice_nor_before_its_day_nor_unseen(agreed, registrar):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="has not come yet"):
        take_back(agreed, "photo", by=registrar, day=tomorrow)
    take_back(agreed, "photo", by=registrar)
    with pytest.raises(ValidationError, match="agreed to nothing"):
        take_back(agreed, "photo", by=registrar)
    with pytest.raises(ChangedMeanwhile):
        take_back(agreed, "programmes", by=registrar, seen=1)


@pytest.mark.parametrize(("language", "told"), [("ln", "lingala"), ("Lingala of the river", "Lingala of the river")])
def test_the_persons_file_tells_it_and_what_was_written_before_there_was_a_list(agreed, registrar, language, told):
    SpokenLanguage.objects.create(
        participant_id=agreed.participant_id, code="ln", name_en="Lingala", name_fr="lingala", position=0
    )
    take_back(agreed, "photo", "programmes", by=registrar, language=language)

    with override("fr"):
        [held] = held_on([Digger.objects.select_related("case", "region").get(pk=agreed.pk)], reader=registrar)

    [part] = [one for one in held.parts if one.title == "Accords retirés"]
    [(_at, words)] = part.rows
    assert words.startswith("Une photo, Programmes pour les creuseurs · ")
    assert words.endswith(f" · {told} · The person, at the counter.")
