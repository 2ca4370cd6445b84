"""The page on which what could not be used is mended, and the button that tries it again as it came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.accounts.acting import ActingAdmin, tried
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.forms.grammar import Kind
from apps.registry.adding import DeclaredForm, in_a_field
from apps.registry.answers import PAPER_NUMBER
from apps.review.looking import What, look
from apps.sync.events import Event
from apps.sync.mending import hopeless, mend, mendable, set_aside, try_again
from apps.sync.models import Submission


class MendForm(DeclaredForm):
    """The officer's answers as he wrote them, to be put right; what a page cannot ask stays as it is."""

    why = forms.CharField(
        label=gettext_lazy("Why it is mended so"),
        help_text=gettext_lazy("What you read on paper, or whom you asked. The officer is told what was corrected."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, event: Event, kept: Submission, user: User, *args: Any) -> None:
        super().__init__(event.form, user, *args, may="review", region=kept.region, initial=shown(event))
        self.event = event
        for code in [code for code in self.fields if code in event.form.fields]:
            asked = event.form.fields[code]
            self.fields[code].required = False
            if asked.kind == Kind.REFERENCE and "id" in (event.answers.get(code) or {}):
                # It points at a record by its mark, which nobody reads on paper.
                del self.fields[code]
        self.order_fields([*(code for code in self.fields if code != "why"), "why"])

    def clean(self) -> dict[str, Any]:
        """What it is judged by is the day on which it was written, and the server does that."""
        return self.cleaned_data

    def mended(self) -> dict[str, Any]:
        asked = {code for code in self.fields if code != "why"}
        given = {code: self.cleaned_data[code] for code in asked}
        kept = {code: answer for code, answer in self.event.answers.items() if code not in asked}
        answers = {
            code: self.answer(self.declared.fields[code], value)
            for code, value in given.items()
            if value not in (None, "", [])
        }
        return kept | answers


def shown(event: Event) -> dict[str, Any]:
    return {code: in_a_field(answer) for code, answer in event.answers.items() if code in event.form.fields}


class SetAsideForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why nothing can be made of it"),
        help_text=gettext_lazy("What is damaged, and how you know that nothing is missing by it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MendedAtTheDesk(ActingAdmin):
    """Adds these acts to the list of what tablets sent."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/mend/", view(self.mend), name="sync_submission_mend"),
            path("<uuid:pk>/set-aside/", view(self.put_away), name="sync_submission_set_aside"),
            path("<uuid:pk>/again/", view(require_POST(self.again)), name="sync_submission_again"),
        ]
        return [*own, *super().get_urls()]

    def kept(self, request: HttpRequest, pk: Any) -> tuple[Submission, Event]:
        kept: Submission | None = self.get_queryset(request).select_related("region").filter(pk=pk).first()
        event = mendable(kept) if kept else None
        if kept is None or event is None:
            raise Http404
        if not may_mend(kept, reader_of(request)):
            raise PermissionDenied
        return kept, event

    def mend(self, request: HttpRequest, pk: Any) -> HttpResponse:
        kept, event = self.kept(request, pk)
        reader = reader_of(request)
        form = MendForm(event, kept, reader, request.POST or None)
        if tried(form, lambda: mend(kept, form.mended(), by=reader, why=form.cleaned_data["why"])):
            said = _("It is taken in as mended, and waits for review. The officer is told with the next contact.")
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", pk))
        if event.answers.get(PAPER_NUMBER):
            look(reader, What.PAPERS, [kept.record or kept.pk])
        told = {"title": _("Mend %(record)s") % {"record": kept}, "submit": _("Take it in as mended"), "kept": kept}
        return self.page(request, "desk/mend.html", form=form, back=self.address("change", pk), **told)

    def put_away(self, request: HttpRequest, pk: Any) -> HttpResponse:
        kept: Submission | None = self.get_queryset(request).select_related("region").filter(pk=pk).first()
        if kept is None or not hopeless(kept):
            raise Http404
        if not may_mend(kept, reader_of(request)):
            raise PermissionDenied
        form = SetAsideForm(request.POST or None)
        return self.act_page(
            request,
            form,
            lambda: set_aside(kept, by=reader_of(request), why=form.cleaned_data["why"]),
            done=_("It is set aside. It stays here word for word, and nobody is asked about it any more."),
            back=self.address("change", pk),
            title=_("Set %(record)s aside") % {"record": kept},
            submit=_("Set it aside"),
        )

    def again(self, request: HttpRequest, pk: Any) -> HttpResponse:
        kept, _event = self.kept(request, pk)
        try:
            outcome = try_again(kept, by=reader_of(request))
        except ValidationError as fault:
            self.message_user(request, " ".join(fault.messages), messages.ERROR)
        else:
            taken = outcome.status == Submission.Status.APPLIED
            said = _("It is taken in as it came.") if taken else _("It still cannot be used: read why below.")
            self.message_user(request, said, messages.SUCCESS if taken else messages.WARNING)
        return HttpResponseRedirect(self.address("change", pk))


def may_mend(kept: Submission, reader: User) -> bool:
    return reader.may("review", left=kept.region.left) and reader.pk != kept.officer_id
