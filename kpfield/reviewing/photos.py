"""The photos of a record, beside what it says; a picture is shown to whoever sees the record, at an address of it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.accounts.models import User
from apps.files.models import Attachment
from apps.files.serving import served
from apps.forms.dictionary import all_forms
from apps.places.models import Region
from apps.review.looking import NEEDED, What, look
from apps.review.models import Case
from apps.sync.models import Submission
from apps.sync.showing import Photo, is_of_a_person, photo_of

PERSON = "registry.digger"


def shown_by(case: Case) -> QuerySet[Attachment]:
    """What events that were applied declared: somebody else's that was refused must put nothing beside this record."""
    applied = Submission.objects.filter(record=case.pk, status=Submission.Status.APPLIED)
    return Attachment.objects.of_record(case.pk).filter(submission__in=applied.values("pk"))


def photos_of(case: Case, reader: User) -> list[Photo]:
    """Of a person, to whoever does not open such photos, that there is one."""
    form = next((form for form in all_forms().values() if form.model.lower() == case.kind), None)
    opens = case.kind != PERSON or reader.may(NEEDED, left=case.region.left)
    return [photo_of(one, form, url=address_of(case, one) if opens else "") for one in shown_by(case)]


def address_of(case: Case, one: Attachment) -> str:
    return reverse("admin:review_photo", args=[case.pk, one.pk])


def picture_of(case: Case, pk: UUID, reader: User) -> HttpResponse:
    one = shown_by(case).filter(pk=pk).first()
    return picture(one, reader, case.region if case.kind == PERSON else None)


def picture_sent_with(reader: User, submission: UUID, pk: UUID) -> HttpResponse:
    """What came with an event that is not settled yet, for whoever sees the event."""
    seen = get_object_or_404(Submission.objects.visible_to(reader).select_related("region"), pk=submission)
    one = Attachment.objects.select_related("sent__blob").filter(pk=pk, submission=seen.pk).first()
    return picture(one, reader, seen.region if is_of_a_person(seen.form) else None)


def picture(one: Attachment | None, reader: User, persons: Region | None) -> HttpResponse:
    """Of somebody of this region only for whoever needs it, and each time it is opened stands in the journal."""
    if one is None or one.sent.blob is None:
        raise Http404
    if persons is None:
        return served(one.sent.blob)
    if not reader.may(NEEDED, left=persons.left):
        raise PermissionDenied
    look(reader, What.PHOTO, [one.record])
    return served(one.sent.blob)
