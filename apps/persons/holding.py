"""
Everything that the ministry holds on one person, in order, for that person.

All entries that proved to be one person, with what is written on each, what was sent word for word, what was decided,
and the numbers of the records that name it. Who of the staff saw photo and papers, and not who did what else; and not
an infraction that nobody has
finally decided (domain.md, *Do no harm*).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import orjson
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.files.models import Attachment, State
from apps.files.storage import opened
from apps.inspections.models import Infraction
from apps.inspections.models.infraction import AGAINST
from apps.journal.models import Payload
from apps.ledger.models import Production
from apps.persons.correcting import Asked, asked_for
from apps.persons.withdrawing import Purpose, taken_back
from apps.registry.answers import listed, told
from apps.registry.forms import DIGGER
from apps.registry.kinds import all_kinds
from apps.registry.models import Digger
from apps.registry.referred import references_of
from apps.registry.spoken import spoken
from apps.review.looking import What, acts_on, looks_at
from apps.review.models import Decision, Flag, Status
from apps.review.story import VERBS, names_of
from apps.sync.models import Mending, Submission

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A heading, with what was answered under it or, where it came as it is, the text."""

    title: str
    rows: Rows
    texts: Sequence[str] = ()


@dataclass(frozen=True)
class Picture:
    title: str
    type: str
    base64: str


@dataclass(frozen=True)
class Held:
    """One entry and all that belongs to it."""

    number: str
    parts: list[Part]
    pictures: list[Picture]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def held_on(entries: Iterable[Digger], *, reader: User) -> list[Held]:
    """In the language that is spoken here; the caller has made sure that the reader keeps all these entries."""
    return [Held(entry.number, list(parts_of(entry, reader)), pictures_of(entry)) for entry in entries]


def parts_of(entry: Digger, reader: User) -> Iterator[Part]:
    yield Part(_("The entry"), entry_rows(entry))
    for block in told(DIGGER, entry, reader=reader):
        yield Part(block.title, [(answer.label, answer.value) for answer in block.answers if answer.value])
    papers = [(str(one.get_kind_display()), one.number) for one in entry.documents.all()]
    named = [(str(model._meta.verbose_name).capitalize(), number) for model, number in records_naming(entry)]
    yield from (part for part in (Part(_("Papers"), papers), Part(_("Records that name it"), named)) if part.rows)
    yield from decided(entry)
    yield from sent(entry)
    acts = acts_on(entry.pk)
    yield Part(_("What was done"), [(moment(one.at), str(VERBS.get(one.verb, one.verb))) for one in acts])
    yield from consents_taken_back(entry)
    yield from corrected(entry, reader)
    yield from looked_at(entry)


def consents_taken_back(entry: Digger) -> Iterator[Part]:
    """For what, on which day, in which language, and who said so."""
    rows = [(moment(at), consent_in_words(words, entry)) for at, words in taken_back(entry.pk)]
    yield from [Part(_("Consents that were taken back"), rows)] if rows else []


def consent_in_words(words: Mapping[str, str], entry: Digger) -> str:
    purposes = ", ".join(str(Purpose(one).label) for one in words["purposes"].split(", "))
    day = date_format(date.fromisoformat(words["day"]))
    return " · ".join(filter(None, [purposes, day, listed("languages", words["language"], entry), words["said"]]))


def corrected(entry: Digger, reader: User) -> Iterator[Part]:
    """What the person asked to have put right, and what became of it."""
    rows = [(moment(one.at), in_words(one, entry, reader)) for one in asked_for(entry.pk)]
    yield from [Part(_("Corrections that were asked for"), rows)] if rows else []


def in_words(asked: Asked, entry: Digger, reader: User) -> str:
    said = asked.words
    changes = changes_in(asked, entry, reader)
    became = _("Corrected") if asked.made else _("Refused: %s") % said["reason"]
    return " · ".join(filter(None, [f"«{said['claim']}»", said["evidence"], changes, became]))


def changes_in(asked: Asked, entry: Digger, reader: User) -> str:
    """Question by question; of what was refused as it was asked for."""
    language, said = get_language() or "en", asked.words
    before = spoken(DIGGER, entry, said.get("before", {}), reader, papers=True)
    after = spoken(DIGGER, entry, said["after"], reader, papers=True) if asked.made else said["asked"]
    labels = {code: DIGGER.fields[code].label.in_language(language) for code in after if code in DIGGER.fields}
    return "; ".join(f"{label}: {before.get(code, '')} → {after[code]}" for code, label in labels.items())


def looked_at(entry: Digger) -> Iterator[Part]:
    """Who saw the photo or the numbers of the papers, and when."""
    looks = list(looks_at(entry.pk))
    people = names_of({one.by for one in looks})
    rows = [(moment(one.at), f"{What(one.verb).label}: {people.get(one.by, one.by)}") for one in looks]
    yield from [Part(_("Who looked at it"), rows)] if rows else []


def entry_rows(entry: Digger) -> Rows:
    rows = [
        (_("Number"), entry.number),
        (_("Region"), str(entry.region)),
        (_("Review"), str(entry.get_status_display())),
        (_("Recorded"), moment(entry.case.captured_at)),
    ]
    return rows + ([(_("The same person as"), entry.person.number)] if entry.person else [])


def moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def records_naming(entry: Digger) -> Iterator[tuple[type[Model], str]]:
    """By kind and number; of finds those too that were shared."""
    for kind in all_kinds().values():
        for path in [name for name, model in references_of(kind.model).items() if model is Digger]:
            every: Any = kind.model._default_manager
            rows = every.filter(**{path: entry.pk})
            if kind.model is Infraction:
                rows = rows.filter(status=Status.ACCEPTED, void=False, outcome__in=AGAINST)
            yield from ((kind.model, number) for number in rows.order_by("number").values_list("number", flat=True))
    shared = Production.objects.filter(finders__digger=entry.pk).exclude(finder=entry.pk).order_by("number")
    yield from ((Production, number) for number in shared.values_list("number", flat=True))


def decided(entry: Digger) -> Iterator[Part]:
    decisions = Decision.objects.filter(case=entry.pk).order_by("version")
    rows = [(moment(one.at), " ".join(filter(None, [str(one.get_status_display()), one.reason]))) for one in decisions]
    flags = [(moment(one.raised_at), " ".join(filter(None, [str(one), one.note]))) for one in flags_of(entry)]
    yield from (part for part in (Part(_("Decisions"), rows), Part(_("Flags"), flags)) if part.rows)


def flags_of(entry: Digger) -> Iterable[Flag]:
    return Flag.objects.filter(case=entry.pk).order_by("raised_at")


def sent(entry: Digger) -> Iterator[Part]:
    """Word for word, as tablets sent it and as the journal keeps it."""
    events = Submission.objects.filter(record=entry.pk).exclude(body=b"").order_by("received_at")
    texts = [readable(bytes(one.body)) for one in events]
    about = Payload.objects.filter(entry__object_id=str(entry.pk)).order_by("entry")
    words = [readable(one.body) for one in about]
    texts += [readable(bytes(one.body)) for one in Mending.objects.filter(submission__in=events).order_by("at")]
    parts = Part(_("As tablets sent it"), [], texts), Part(_("As the journal keeps it"), [], words)
    yield from (part for part in parts if part.texts)


def readable(body: bytes) -> str:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return body.decode(errors="backslashreplace")
    return orjson.dumps(said, option=orjson.OPT_INDENT_2).decode()


def pictures_of(entry: Digger) -> list[Picture]:
    """In the file itself, so that it can be read where there is no server."""
    here = Attachment.objects.of_record(entry.pk).filter(sent__state=State.KEPT)
    return [picture(one) for one in here]


def picture(one: Attachment) -> Picture:
    asked = DIGGER.fields.get(one.field)
    blob = one.sent.blob
    if blob is None:
        raise LookupError("What is kept has a picture.")
    with opened(blob.pk) as file:
        title = asked.label.in_language(get_language() or "en") if asked else one.field
        return Picture(title, blob.type, b64encode(file.read()).decode())
