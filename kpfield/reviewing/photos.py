"""The photos of a record, beside what it says; a picture is shown to whoever sees the record, at an address of it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.accounts.models import User
from apps.files.models import Attachment
from apps.files.serving import served
from apps.forms.dictionary import all_forms
from apps.review.models import Case
from apps.sync.models import Submission
from apps.sync.showing import Photo, photo_of


def shown_by(case: Case) -> QuerySet[Attachment]:
    """What events that were applied declared: somebody else's that was refused must put nothing beside this record."""
    applied = Submission.objects.filter(record=case.pk, status=Submission.Status.APPLIED)
    return Attachment.objects.of_record(case.pk).filter(submission__in=applied.values("pk"))


def photos_of(case: Case) -> list[Photo]:
    form = next((form for form in all_forms().values() if form.model.lower() == case.kind), None)
    return [photo_of(one, form, url=reverse("admin:review_photo", args=[case.pk, one.pk])) for one in shown_by(case)]


def picture_of(case: Case, pk: UUID) -> HttpResponse:
    return picture(shown_by(case).filter(pk=pk).first())


def picture_sent_with(reader: User, submission: UUID, pk: UUID) -> HttpResponse:
    """What came with an event that is not settled yet, for whoever sees the event."""
    seen = get_object_or_404(Submission.objects.visible_to(reader), pk=submission)
    return picture(Attachment.objects.select_related("sent__blob").filter(pk=pk, submission=seen.pk).first())


def picture(one: Attachment | None) -> HttpResponse:
    if one is None or one.sent.blob is None:
        raise Http404
    return served(one.sent.blob)
