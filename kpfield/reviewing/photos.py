"""The photos of a record, beside what it says; a picture is shown to whoever sees the record, at an address of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.files.models import Attachment, State
from apps.files.serving import served
from apps.forms.dictionary import all_forms
from apps.review.models import Case
from apps.sync.models import Submission


@dataclass(frozen=True)
class Photo:
    """What was shown, or why it cannot be; without an address there is no picture here."""

    label: str
    said: str = ""
    url: str = ""


def shown_by(case: Case) -> QuerySet[Attachment]:
    """What events that were applied declared: somebody else's that was refused must put nothing beside this record."""
    applied = Submission.objects.filter(record=case.pk, status=Submission.Status.APPLIED)
    return Attachment.objects.of_record(case.pk).filter(submission__in=applied.values("pk"))


def photos_of(case: Case) -> list[Photo]:
    return [photo_of(one, case) for one in shown_by(case)]


def photo_of(one: Attachment, case: Case) -> Photo:
    sent = one.sent
    if sent.state == State.KEPT:
        return Photo(label_of(one, case), url=reverse("admin:review_photo", args=[case.pk, one.pk]))
    if sent.state == State.REFUSED:
        return Photo(label_of(one, case), str(sent.get_refusal_display()))
    return Photo(label_of(one, case), _("This photo is still on the tablet. It comes after the records."))


def label_of(one: Attachment, case: Case) -> str:
    """As the form calls the question."""
    asked = next((form.fields.get(one.field) for form in all_forms().values() if form.model.lower() == case.kind), None)
    return asked.label.in_language(get_language() or "en") if asked else _("Photo")


def picture_of(case: Case, pk: UUID) -> HttpResponse:
    one = shown_by(case).filter(pk=pk).first()
    if one is None or one.sent.blob is None:
        raise Http404
    return served(one.sent.blob)
