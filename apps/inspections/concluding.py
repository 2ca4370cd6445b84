"""Writing down at the desk what was decided of an infraction, often months after an officer saw it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.inspections.models import Infraction
from apps.inspections.models.choices import Disposal, Outcome


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

    def conclude(self, infraction: Infraction, *, by: User) -> None:
        said = self.cleaned_data
        disposal = said.get("disposal", "")
        infraction.conclude(said["outcome"], said["day"], by=by, paper=said["paper"], disposal=disposal)


class ConcludedAtTheDesk(ActingAdmin):
    """Adds the act of concluding to the register of infractions."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.conclude)
        return [path("<uuid:pk>/conclude/", view, name="inspections_infraction_conclude"), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))
        if record.may_be_concluded_by(reader_of(request)):
            tools.append({"name": _("Write down the decision"), "url": self.address("conclude", record.pk)})
        return tools

    def conclude(self, request: HttpRequest, pk: Any) -> HttpResponse:
        record: Infraction = self.seen(request, pk)
        if not record.may_be_concluded_by(reader_of(request)):
            raise PermissionDenied
        form = ConcludeForm(record, request.POST or None, initial={"disposal": record.disposal})
        return self.act_page(
            request,
            form,
            lambda: form.conclude(record, by=reader_of(request)),
            done=_("The decision on %(record)s is written down.") % {"record": record},
            back=self.address("change", pk),
            template="desk/conclude.html",
            title=_("Decision on %(record)s") % {"record": record},
            submit=_("Write down the decision"),
        )
