"""The page on which it is written down what a person says is wrong: first asked, then looked at side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import ActingAdmin, tried
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.forms.checking import Result, as_answer, validate
from apps.forms.grammar import Field, Kind
from apps.persons.correcting import Change, Claim, correct, refuse
from apps.persons.pages import kept_by
from apps.registry.adding import NOT_ON_A_PAGE, DeclaredForm, in_a_field
from apps.registry.answers import PAPER_NUMBER, told
from apps.registry.forms import DIGGER
from apps.registry.kinds import all_kinds
from apps.registry.models import Digger
from apps.registry.sheets.known import Known
from apps.registry.sheets.written import answer_of
from apps.registry.spoken import spoken

# Under its number a person is known everywhere; what was agreed to has pages of its own.
[CONSENT] = [section for section in DIGGER.sections if section.code == "consent"]
NOT_ASKED = {"number", *(field.code for field in CONSENT.fields)}
CLAIM, EVIDENCE = "claim", "evidence"
OURS = (CLAIM, EVIDENCE, "seen")


class ClaimForm(forms.Form):
    claim = forms.CharField(
        label=gettext_lazy("What the person says is wrong"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400
    )
    evidence = forms.CharField(
        label=gettext_lazy("On whose word, or by which paper"),
        help_text=gettext_lazy("The person at the counter, an officer, a family member; a card or certificate seen."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def said(self) -> Claim:
        return Claim(self.cleaned_data[CLAIM], self.cleaned_data[EVIDENCE])


class RefuseForm(ClaimForm):
    reason = forms.CharField(
        label=gettext_lazy("Why nothing is corrected"),
        help_text=gettext_lazy("The person reads this in the file that may be asked for."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )


class CorrectForm(ClaimForm, DeclaredForm):
    """What the person says, then the form's questions as they are answered now."""

    def __init__(self, record: Digger, user: User, *args: Any) -> None:
        self.record, self.stands = record, answers_of(record)
        shown = {code: in_a_field(answer) for code, answer in self.stands.items() if code != PAPER_NUMBER}
        initial = {**shown, "seen": record.case.version}
        super().__init__(DIGGER, user, *args, may="register", region=record.region, initial=initial)
        for code in NOT_ASKED:
            self.fields.pop(code, None)
        if self.stands.get(PAPER_NUMBER):
            self.fields[PAPER_NUMBER].help_text = _("There is one on file. Left blank, it stays as it is.")
        self.order_fields([CLAIM, EVIDENCE])

    @property
    def codes(self) -> list[str]:
        return [code for code in self.fields if code not in OURS]

    def clean(self) -> dict[str, Any]:
        """What stands in a question that is not on this page is not this page's to judge."""
        if self.errors:
            return self.cleaned_data
        self.result = self.judged()
        for fault in self.result.faults:
            if fault.field in self.fields:
                self.add_error(fault.field, self.say(fault.sentence))
        if not self.errors and not self.changed():
            self.add_error(None, _("Nothing would be changed. Answer at least one question otherwise."))
        return self.cleaned_data

    def judged(self) -> Result:
        kept = {code: answer for code, answer in self.stands.items() if code not in self.fields or code == PAPER_NUMBER}
        return validate(DIGGER, kept | self.answers(), today=timezone.localdate())

    def answers(self) -> dict[str, Any]:
        given = {code: self.cleaned_data[code] for code in self.codes}
        return {
            code: self.answer(DIGGER.fields[code], value)
            for code, value in given.items()
            if value not in (None, "", [])
        }

    def before(self) -> dict[str, Any]:
        return validate(DIGGER, self.stands, today=timezone.localdate()).cleaned

    def changed(self) -> list[str]:
        before = self.before()
        return [code for code in self.codes if self.result.cleaned.get(code) != before.get(code)]

    def change(self) -> Change:
        changed, before = self.changed(), self.before()
        after = {code: self.result.cleaned.get(code) for code in changed}
        answered = {code: answer for code, answer in after.items() if answer is not None}
        known = Known.of(all_kinds()[DIGGER.code], [answered], self.user, may=self.right, region=self.record.region)
        references = known.references(DIGGER, answered)
        return Change(after, {code: before.get(code) for code in changed}, references)

    def asked(self) -> dict[str, str]:
        """What is written otherwise than it stands, as it was typed: it may be nothing that can be taken."""
        changed = [code for code in self.changed_data if code in self.codes]
        typed = cast(QueryDict, self.data)
        return {code: ", ".join(typed.getlist(code)) for code in changed}


def answers_of(record: Digger) -> dict[str, Any]:
    """The answers that stand, as a tablet would write them."""
    given = {
        code: answer_of(asked, record)
        for code, asked in DIGGER.fields.items()
        if asked.kind not in NOT_ON_A_PAGE and code != "number"
    }
    answered = {code: value for code, value in given.items() if value not in (None, "", [])}
    return {"number": record.number} | {code: written(DIGGER.fields[code], value) for code, value in answered.items()}


def written(asked: Field, value: Any) -> Any:
    return {"number": value} if asked.kind == Kind.REFERENCE else as_answer(value)


class CorrectionActs(ActingAdmin):
    """Adds the page to the register that has the erasures; it is opened from the page of a digger."""

    def get_urls(self) -> list[URLPattern]:
        view: Callable[..., Any] = self.admin_site.admin_view
        return [path("correct/<uuid:digger>/", view(self.correct), name="persons_correct"), *super().get_urls()]

    def correct(self, request: HttpRequest, digger: UUID) -> HttpResponse:
        reader = reader_of(request)
        record = kept_by(reader, digger)
        act = request.POST.get("act", "")
        form = CorrectForm(record, reader, request.POST or None)
        if act == "refuse":
            return self.refused(request, record, form, reader)
        if not form.is_valid() or act == "again":
            return self.asking(request, record, form)
        change = form.change()
        if act != "correct":
            return self.asking(request, record, form, beside=beside(record, change, form.changed(), reader))
        given = {"by": reader, "seen": form.cleaned_data["seen"]}
        if not tried(form, lambda: correct(record, change, form.said(), **given)):
            return self.asking(request, record, form)
        return self.done(request, record, _("Corrected. It waits for review by somebody else than you."))

    def refused(self, request: HttpRequest, record: Digger, form: CorrectForm, reader: User) -> HttpResponse:
        why = RefuseForm(request.POST)
        if why.is_valid():
            given = {"reason": why.cleaned_data["reason"], "by": reader, "seen": why.cleaned_data["seen"]}
            if tried(why, lambda: refuse(record, why.said(), asked=form.asked(), **given)):
                return self.done(request, record, _("Refused. What was asked for and why it is refused is kept."))
        return self.asking(request, record, form, why=why)

    def done(self, request: HttpRequest, record: Digger, said: str) -> HttpResponse:
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(back_to(record))

    def asking(self, request: HttpRequest, record: Digger, form: CorrectForm, **more: Any) -> HttpResponse:
        told = {"title": _("Correction of %(record)s") % {"record": record}, "form": form, "why": RefuseForm(), **more}
        listed = reverse("admin:registry_digger_changelist")
        return self.page(request, "desk/correct.html", opts=Digger._meta, list_url=listed, back=back_to(record), **told)


def back_to(record: Digger) -> str:
    return reverse("admin:registry_digger_change", args=[record.pk])


def beside(record: Digger, change: Change, codes: Collection[str], reader: User) -> list[dict[str, Any]]:
    """What would change, before and after, in the sections of the form."""
    after = spoken(DIGGER, record, {code: as_answer(change.after[code]) for code in codes}, reader, papers=True)
    sections = [
        {
            "title": block.title,
            "answers": [
                {"label": one.label, "before": one.value, "value": after.get(one.code, ""), "changed": True}
                for one in block.answers
                if one.code in codes
            ],
        }
        for block in told(DIGGER, record, reader=reader)
    ]
    return [section for section in sections if section["answers"]]
