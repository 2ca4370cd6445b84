"""What a person agreed to and takes back: the photo goes at once, and nobody asks again whether it may be used."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.files.forgetting import forget_pictures
from apps.journal.models import Payload
from apps.journal.sealing import settle_on_commit
from apps.persons.pages import kept_by
from apps.registry.adding import BLANK
from apps.registry.models import Digger
from apps.registry.sheets.lists import listed

WITHDRAWN = "consent_withdrawn"
# The question of a digger's form that the first of these covers.
FACE = "photo"


class Purpose(models.TextChoices):
    PHOTO = "photo", gettext_lazy("A photo")
    PROGRAMMES = "programmes", gettext_lazy("Programmes for diggers")


def agreed(digger: Digger) -> list[Purpose]:
    return [purpose for purpose in Purpose if getattr(digger, f"consent_{purpose.value}")]


def withdraw(
    digger: Digger, purposes: Collection[str], day: date, *, language: str, said_by: str, by: User, seen: int
) -> None:
    """
    Take back what was agreed to for these purposes, on the day on which it was said; `language` is the code of one.

    A photo of the face goes with its consent. `ValidationError` with a sentence where this person does not keep the
    register of the region, where the record has changed since, or where nothing of it was agreed to.
    """
    if not by.may("register", left=digger.region.left):
        raise ValidationError(_("You do not keep the register of this region."))
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))
    with transaction.atomic():
        case = digger.case.locked(seen=seen)
        digger.refresh_from_db(fields=["consent_photo", "consent_programmes"])
        taken = [purpose for purpose in agreed(digger) if purpose in purposes]
        if not taken:
            raise ValidationError(_("This person has agreed to nothing of it."))
        for purpose in taken:
            setattr(digger, f"consent_{purpose.value}", False)
        digger.save(update_fields=[*(f"consent_{purpose.value}" for purpose in taken), "written_at"])
        if Purpose.PHOTO in taken:
            forget_pictures([digger.pk], fields=[FACE])
        words = {"purposes": ", ".join(taken), "day": day.isoformat(), "language": language, "said": said_by}
        case.touch(WITHDRAWN, by=by, words=words)
        settle_on_commit()


def taken_back(digger: UUID) -> Iterator[tuple[datetime, Mapping[str, str]]]:
    """
    When it was written down and in what words, oldest first; of what was forgotten with its words nothing is told.

    Before there was a list, the language was written in whatever words somebody had for it.
    """
    about = {"entry__object_id": str(digger), "entry__verb": WITHDRAWN}
    for kept in Payload.objects.filter(**about).select_related("entry").order_by("entry"):
        yield kept.entry.at, orjson.loads(bytes(kept.body))


class WithdrawForm(forms.Form):
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Taken back"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label=gettext_lazy("On"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    # Whoever speaks one that is in no list takes his consent back all the same.
    language = forms.ChoiceField(label=gettext_lazy("Language that was spoken"), required=False)
    said_by = forms.CharField(
        label=gettext_lazy("Who says so, and how"),
        help_text=gettext_lazy("The person, at the counter or to an officer; a family member; by letter."),
        max_length=200,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, record: Digger, reader: User, typed: QueryDict | None) -> None:
        proposed = {"day": timezone.localdate(), "language": record.consent_language, "seen": record.case.version}
        super().__init__(typed, initial=proposed)
        purposes: Any = self.fields["purposes"]
        purposes.choices = [(purpose.value, purpose.label) for purpose in agreed(record)]
        language: Any = self.fields["language"]
        language.choices = [*BLANK, *((row.code, str(row)) for row in listed("languages", record.region, reader))]


class ConsentActs(ActingAdmin):
    """Adds the page to the register that has the erasures; it is opened from the page of a digger."""

    def get_urls(self) -> list[URLPattern]:
        view: Callable[..., Any] = self.admin_site.admin_view
        return [path("withdraw/<uuid:digger>/", view(self.withdraw), name="persons_withdraw"), *super().get_urls()]

    def withdraw(self, request: HttpRequest, digger: UUID) -> HttpResponse:
        reader = reader_of(request)
        record = kept_by(reader, digger)
        form = WithdrawForm(record, reader, request.POST or None)
        return self.act_page(
            request,
            form,
            lambda: withdraw(record, by=reader, **form.cleaned_data),
            done=_("Written down. What was agreed to does not hold any more."),
            back=reverse("admin:registry_digger_change", args=[record.pk]),
            list_url=reverse("admin:registry_digger_changelist"),
            opts=Digger._meta,
            title=_("Consent of %(record)s taken back") % {"record": record},
            submit=_("Write it down"),
        )
