"""The photos of what was said, as the desk shows them: a picture at its own address, or where it is instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

import orjson
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.files.models import Attachment, State
from apps.forms.dictionary import all_forms
from apps.forms.grammar import Form
from apps.registry.answers import PAPER_NUMBER
from apps.registry.forms import DIGGER
from apps.sync.models import Mending, Submission

HIDDEN = "…"
WRITTEN = re.compile(rf'("{PAPER_NUMBER}"\s*:\s*)"(?:[^"\\]|\\.)*"')
# What is shorter might stand anywhere; the question beside it is found all the same.
SHORTEST = 4


@dataclass(frozen=True)
class Photo:
    """What was shown, or why it cannot be; without an address there is no picture here."""

    label: str
    said: str = ""
    url: str = ""


def photo_of(one: Attachment, form: Form | None, *, url: str) -> Photo:
    """Without an address it is said that there is one, to somebody who does not open photos of persons."""
    label = label_of(one, form)
    if one.sent.state == State.KEPT:
        return Photo(label, url=url) if url else Photo(label, _("on file"))
    if one.sent.state == State.REFUSED:
        return Photo(label, str(one.sent.get_refusal_display()))
    return Photo(label, _("This photo is still on the tablet. It comes after the records."))


def is_of_a_person(form: str) -> bool:
    """Whether what is shown with this form may be a face; what no form of ours says might be."""
    return form == DIGGER.code or form not in all_forms()


def without_numbers(kept: Submission | Mending) -> str:
    """What was sent, word for word but for the number of somebody's paper."""
    text = kept.as_text()
    text = WRITTEN.sub(rf'\g<1>"{HIDDEN}"', text)
    for number in numbers_in(bytes(kept.body)):
        text = text.replace(number, HIDDEN)
    return text


def numbers_in(body: bytes) -> set[str]:
    """The numbers of papers in an event that can be read, however their question was spelt."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return set()
    found = (said.get(part) for part in ("answers", "before")) if isinstance(said, dict) else ()
    numbers = {part.get(PAPER_NUMBER) for part in found if isinstance(part, dict)}
    return {number for number in numbers if isinstance(number, str) and len(number) >= SHORTEST}


def label_of(one: Attachment, form: Form | None) -> str:
    """As the form calls the question."""
    asked = form.fields.get(one.field) if form else None
    return asked.label.in_language(get_language() or "en") if asked else _("Photo")
