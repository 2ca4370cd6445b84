"""The photos of what was said, as the desk shows them: a picture at its own address, or where it is instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.files.models import Attachment, State
from apps.forms.grammar import Form


@dataclass(frozen=True)
class Photo:
    """What was shown, or why it cannot be; without an address there is no picture here."""

    label: str
    said: str = ""
    url: str = ""


def photo_of(one: Attachment, form: Form | None, *, url: str) -> Photo:
    label = label_of(one, form)
    if one.sent.state == State.KEPT:
        return Photo(label, url=url)
    if one.sent.state == State.REFUSED:
        return Photo(label, str(one.sent.get_refusal_display()))
    return Photo(label, _("This photo is still on the tablet. It comes after the records."))


def label_of(one: Attachment, form: Form | None) -> str:
    """As the form calls the question."""
    asked = form.fields.get(one.field) if form else None
    return asked.label.in_language(get_language() or "en") if asked else _("Photo")
