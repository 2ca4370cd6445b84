"""Which files the events of a push promise; they are awaited whatever becomes of the events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from uuid import UUID

import orjson

from apps.files.cleaning import MOST_KEPT
from apps.files.promising import Promise, files_in, matches, promise
from apps.forms.dictionary import all_forms
from apps.forms.grammar import Form, Kind
from apps.sync.events import UUID as WRITTEN_ID
from apps.sync.outcomes import Outcome
from apps.sync.sender import Sender

PICTURES = {Kind.PHOTO, Kind.SIGNED}
# Nearly every event has none, and need not be read once more to know that.
NOT_EMPTY = re.compile(rb'"files"\s*:\s*\[\s*[^\]\s]')


def note_promises(places: Mapping[UUID, Outcome], sender: Sender) -> None:
    """
    Await the files that these events declare.

    Those of an event that is held or in quarantine too: it may be released, and its photo is then not taken again.
    """
    tablet = sender.tablet.pk
    promises = [one for place, outcome in places.items() for one in promised(place, outcome.item.body, tablet)]
    if promises:
        promise(promises, tablet=tablet, officer=sender.officer.pk, region=sender.stays[-1].region_id)


def promised(place: UUID, body: bytes, tablet: UUID) -> Iterator[Promise]:
    if not NOT_EMPTY.search(body):
        return
    said = read(body)
    # What another tablet made is kept, and nothing more is believed of it.
    if said.get("tablet") == str(tablet) and matches(WRITTEN_ID, said.get("record")):
        record, form = UUID(said["record"]), all_forms().get(str(said.get("form")))
        yield from (Promise(file, record, place, allowed(form, file.field)) for file in files_in(said.get("files")))


def allowed(form: Form | None, code: str) -> int:
    """How many bytes the question that asks for this picture allows."""
    asked = form.fields.get(code) if form else None
    return int(asked.max) * 1000 if asked and asked.kind in PICTURES and asked.max else MOST_KEPT


def read(body: bytes) -> dict:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}
