"""A record written at the desk: the form's own questions as a page, judged as a tablet's answers are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.forms.checking import Result, as_answer, validate
from apps.forms.grammar import Field, Form, Kind
from apps.forms.grammar import Text as Words
from apps.forms.sheets import NOT_IN_A_SHEET
from apps.places.models import Region
from apps.registry.entering import Written, enter
from apps.registry.kinds import all_kinds
from apps.registry.sheets.known import Known, region_of
from apps.registry.sheets.lists import listed

BLANK = [("", "")]
# What is measured or has rows has no line on a page.
NOT_ON_A_PAGE = {*NOT_IN_A_SHEET, Kind.POINT, Kind.AREA, Kind.ROWS}
YES_OR_NO = [("", ""), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]


class DeclaredForm(forms.Form):
    """
    The questions of a form as it is declared, in the reader's language; references are written as numbers.

    `may` is by what right the page is opened: it reaches as far as that right does.
    """

    def __init__(
        self, declared: Form, user: User, *args: Any, may: str, region: Region | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.declared, self.user, self.right = declared, user, may
        self.region = region or region_of(user, may)
        self.language = get_language() or "en"
        for asked in declared.fields.values():
            if asked.kind not in NOT_ON_A_PAGE:
                self.fields[asked.code] = self.field_for(asked)

    def field_for(self, asked: Field) -> forms.Field:
        help_text = self.say(asked.hint) if asked.hint else ""
        # What the form asks only sometimes cannot be needed by the page; `validate` knows when it is.
        given: dict[str, Any] = {"label": self.say(asked.label), "help_text": help_text}
        given |= {"required": asked.required and asked.show_if is None, "initial": asked.default}
        match asked.kind:
            case Kind.CHOICE:
                return forms.ChoiceField(choices=[*BLANK, *self.options(asked)], **given)
            case Kind.CHOICES:
                return forms.MultipleChoiceField(
                    choices=list(self.options(asked)), widget=forms.CheckboxSelectMultiple, **given
                )
            case Kind.FLAG:
                return forms.TypedChoiceField(choices=YES_OR_NO, coerce=is_yes, empty_value=None, **given)
            case Kind.INTEGER | Kind.YEAR:
                return forms.IntegerField(**given)
            case Kind.DATE:
                return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **given)
            case Kind.CARATS | Kind.MONEY | Kind.HECTARES | Kind.CUBIC_METRES:
                return forms.DecimalField(**given)
            case _:
                return forms.CharField(**given)

    def say(self, words: Words) -> str:
        return words.in_language(self.language)

    def options(self, asked: Field) -> Iterator[tuple[str, str]]:
        if asked.choices is None:
            return
        yield from ((option.code, self.say(option.label)) for option in asked.choices.options)
        yield from self.listed(asked.choices.source)

    def listed(self, source: str | None) -> list[tuple[str, str]]:
        return [(row.code, str(row)) for row in listed(source, self.region, self.user, self.right)]

    def clean(self) -> dict[str, Any]:
        """Judge the answers by the form's own declaration, and put each sentence at its question."""
        if self.errors:
            return self.cleaned_data
        said = self.judged()
        for fault in said.faults:
            self.add_error(fault.field if fault.field in self.fields else None, self.say(fault.sentence))
        return said.cleaned

    def judged(self) -> Result:
        return validate(self.declared, self.answers(), today=timezone.localdate())

    def answers(self) -> dict[str, Any]:
        given = {code: value for code, value in self.cleaned_data.items() if value not in (None, "", [])}
        return {code: self.answer(self.declared.fields[code], value) for code, value in given.items()}

    def answer(self, asked: Field, value: Any) -> Any:
        return {"number": value} if asked.kind == Kind.REFERENCE else as_answer(value)

    def save(self) -> Any:
        """Put the record on the register: pending, captured by whoever wrote it."""
        kind = all_kinds()[self.declared.code]
        cleaned: Mapping[str, Any] = self.cleaned_data
        known = Known.of(kind, [cleaned], self.user, may=self.right)
        references = known.references(self.declared, cleaned)
        written = Written(cleaned, known.region_for(references), references)
        return enter(kind, [written], by=self.user)[0]


def is_yes(said: str) -> bool:
    return said == "true"


def in_a_field(answer: Any) -> Any:
    """An answer, written as a tablet writes it, as such a page shows it."""
    match answer:
        case bool():
            return "true" if answer else "false"
        case {"number": number}:
            return number
        case _:
            return answer


class WrittenAtTheDesk(ActingAdmin):
    """Adds the page on which a record is written to a register."""

    form_declared: ClassVar[Form]
    may_add: ClassVar[str]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            form = DeclaredForm(self.form_declared, reader_of(request), request.POST or None, may=self.may_add)
        except ValidationError as fault:
            raise PermissionDenied(*fault.messages) from fault
        if form.is_valid():
            record = form.save()
            said = _("%s is recorded and waits for review by somebody else.") % record
            self.message_user(request, said)
            return HttpResponseRedirect(self.address("change", record.pk))
        said = {"title": form.say(self.form_declared.title), "submit": _("Save and send to review")}
        return self.page(request, "desk/add.html", form=form, **said)
