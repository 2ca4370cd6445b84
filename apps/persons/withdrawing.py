"""What a person agreed to and takes back: the photo goes at once, and nobody asks again whether it may be used."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.files.forgetting import forget_pictures
from apps.journal.sealing import settle_on_commit
from apps.persons.pages import kept_by, tried
from apps.registry.models import Digger

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
    Take back what was agreed to for these purposes, on the day on which it was said.

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
        words = {"purposes": ", ".join(taken), "day": day.isoformat(), "language": language.strip(), "said": said_by}
        case.touch("consent_withdrawn", by=by, words=words)
        settle_on_commit()


class WithdrawForm(forms.Form):
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Taken back"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label=gettext_lazy("On"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    language = forms.CharField(label=gettext_lazy("Language that was spoken"), max_length=40)
    said_by = forms.CharField(
        label=gettext_lazy("Who says so, and how"),
        help_text=gettext_lazy("The person, at the counter or to an officer; a family member; by letter."),
        max_length=200,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ConsentActs(admin.ModelAdmin):
    """Adds the page to the register that has the erasures; it is opened from the page of a digger."""

    def get_urls(self) -> list[URLPattern]:
        view: Callable[..., Any] = self.admin_site.admin_view
        return [path("withdraw/<uuid:digger>/", view(self.withdraw), name="persons_withdraw"), *super().get_urls()]

    def withdraw(self, request: HttpRequest, digger: UUID) -> HttpResponse:
        reader = reader_of(request)
        record = kept_by(reader, digger)
        back = reverse("admin:registry_digger_change", args=[record.pk])
        form = WithdrawForm(request.POST or None, initial={"day": timezone.localdate(), "seen": record.case.version})
        purposes: Any = form.fields["purposes"]
        purposes.choices = [(purpose.value, purpose.label) for purpose in agreed(record)]
        if form.is_valid() and tried(form, lambda: withdraw(record, by=reader, **form.cleaned_data)):
            self.message_user(request, _("Written down. What was agreed to does not hold any more."), messages.SUCCESS)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": Digger._meta,
            "form": form,
            "title": _("Consent of %(record)s taken back") % {"record": record},
            "submit": _("Write it down"),
            "back": back,
            "list_url": reverse("admin:registry_digger_changelist"),
        }
        return TemplateResponse(request, "desk/add.html", context)
