"""Writing down at the desk what was decided of an infraction, often months after an officer saw it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import reader_of
from apps.inspections.models import Infraction
from apps.inspections.models.choices import Disposal, Outcome

PAGE = "admin:inspections_infraction"


class ConcludeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("", ""), *Outcome.choices],
        help_text=gettext_lazy("A decision is final when nobody can appeal any more."),
    )
    day = forms.DateField(
        label=gettext_lazy("Decided on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    disposal = forms.ChoiceField(
        label=gettext_lazy("What became of the stones"), choices=[("", ""), *Disposal.choices], required=False
    )
    paper = forms.CharField(
        label=gettext_lazy("Paper of the decision"),
        help_text=gettext_lazy("Its number, its day and who signed it."),
        max_length=200,
    )

    def __init__(self, infraction: Infraction, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if infraction.carats_seized is None:
            del self.fields["disposal"]


class ConcludedAtTheDesk(admin.ModelAdmin):
    """Adds the act of concluding to the register of infractions."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.conclude)
        return [path("<uuid:pk>/conclude/", view, name="inspections_infraction_conclude"), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))  # type: ignore[misc]
        if record.may_be_concluded_by(reader_of(request)):
            address = reverse(f"{PAGE}_conclude", args=[record.pk])
            tools.append({"name": _("Write down the decision"), "url": address})
        return tools

    def conclude(self, request: HttpRequest, pk: Any) -> HttpResponse:
        record: Infraction = self.seen(request, str(pk))  # type: ignore[attr-defined]
        if not record.may_be_concluded_by(reader_of(request)):
            raise PermissionDenied
        form = ConcludeForm(record, request.POST or None, initial={"disposal": record.disposal})
        back = reverse(f"{PAGE}_change", args=[pk])
        if form.is_valid() and self.concluded(request, record, form):
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "title": _("Decision on %(record)s") % {"record": record},
            "submit": _("Write down the decision"),
            "back": back,
            "list_url": reverse(f"{PAGE}_changelist"),
        }
        return TemplateResponse(request, "desk/conclude.html", context)

    def concluded(self, request: HttpRequest, record: Infraction, form: ConcludeForm) -> bool:
        said = form.cleaned_data
        disposal = said.get("disposal", "")
        try:
            record.conclude(said["outcome"], said["day"], by=reader_of(request), paper=said["paper"], disposal=disposal)
        except ValidationError as fault:
            form.add_error(None, fault)
            return False
        self.message_user(
            request, _("The decision on %(record)s is written down.") % {"record": record}, messages.SUCCESS
        )
        return True
