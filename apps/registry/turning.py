"""What the desk does with a licence after its grant: suspend, resume, renew, take back; and its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import reader_of
from apps.registry.models.fees import Fee
from apps.registry.models.steps import Step, What
from apps.registry.models.validity import Valid
from apps.review.desk import amount

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


@dataclass(frozen=True)
class Turn:
    """An act at the desk: what the button, its page and the sentence after it say."""

    name: Any
    title: Any
    since: Any
    done: Any


TURNS: dict[str, Turn] = {
    What.RENEWED: Turn(
        gettext_lazy("Renew"),
        gettext_lazy("Renew %(record)s"),
        gettext_lazy("Renewed from"),
        gettext_lazy("%(record)s is renewed."),
    ),
    What.SUSPENDED: Turn(
        gettext_lazy("Suspend"),
        gettext_lazy("Suspend %(record)s"),
        gettext_lazy("Suspended from"),
        gettext_lazy("%(record)s is suspended. What was bought with it since then is flagged."),
    ),
    What.RESUMED: Turn(
        gettext_lazy("Lift the suspension"),
        gettext_lazy("Lift the suspension of %(record)s"),
        gettext_lazy("Valid again from"),
        gettext_lazy("The suspension of %(record)s is lifted."),
    ),
    What.SURRENDERED: Turn(
        gettext_lazy("Handed back"),
        gettext_lazy("%(record)s is handed back"),
        gettext_lazy("Handed back on"),
        gettext_lazy("It is written down that %(record)s is handed back."),
    ),
}


class TurnForm(forms.Form):
    day = forms.DateField(widget=DAY)
    until = forms.DateField(
        label=gettext_lazy("New last day"), help_text=gettext_lazy("The last day, included."), widget=DAY
    )
    receipt = forms.CharField(label=gettext_lazy("treasury receipt"), max_length=40)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, what: str, record: Valid, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["day"] = timezone.localdate()
        self.fields["day"].label = TURNS[what].since
        if what == What.RENEWED:
            ends = date_format(record.ends_on)
            self.fields["day"].help_text = _("Its present last day is %s. Days between the two stay without it.") % ends
            self.fields["receipt"].help_text = asked_of(record)
        else:
            del self.fields["until"], self.fields["receipt"]


class TurnedAtTheDesk(admin.ModelAdmin):
    """Adds these acts, and the steps that were taken, to a register of what is valid from a day to a day."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_turn"
        view = self.admin_site.admin_view(self.turn)
        return [path("<uuid:pk>/turn/<slug:what>/", view, name=name), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))  # type: ignore[misc]
        if reader_of(request).may("license", left=record.region.left):
            address = f"admin:{self.opts.app_label}_{self.opts.model_name}_turn"
            offered = [
                {"name": TURNS[what].name, "url": reverse(address, args=[record.pk, what])} for what in open_to(record)
            ]
            tools += offered
        return tools

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.seen(request, object_id)  # type: ignore[attr-defined]
        steps = list(Step.objects.of_paper(record.pk).in_order().select_related("by"))
        seen_first = not any(step.what == What.GRANTED for step in steps)
        extra = {"steps": steps, "paper": record if seen_first else None, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def turn(self, request: HttpRequest, pk: Any, what: str) -> HttpResponse:
        record: Valid = self.seen(request, str(pk))  # type: ignore[attr-defined]
        if what not in TURNS:
            raise Http404
        if not reader_of(request).may("license", left=record.region.left):
            raise PermissionDenied
        form = TurnForm(what, record, request.POST or None)
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        back = reverse(f"{page}_change", args=[pk])
        if form.is_valid() and self.turned(request, record, What(what), form):
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "title": TURNS[what].title % {"record": record},
            "submit": TURNS[what].name,
            "back": back,
            "list_url": reverse(f"{page}_changelist"),
        }
        return TemplateResponse(request, "desk/add.html", context)

    def turned(self, request: HttpRequest, record: Valid, what: What, form: TurnForm) -> bool:
        said = form.cleaned_data
        try:
            more = {"until": said.get("until"), "receipt": said.get("receipt", "")}
            record.take(what, said["day"], by=reader_of(request), reason=said["reason"], **more)
        except ValidationError as fault:
            form.add_error(None, fault)
            return False
        self.message_user(request, TURNS[what].done % {"record": record}, messages.SUCCESS)
        return True


def asked_of(record: Any) -> str:
    """What the schedule asks for a renewal today; nothing where it names no fee."""
    paper = {"participant": record.participant_id, "right": record.right, "paper_class": record.paper_class}
    due = Fee.objects.due(**paper, act=Fee.Act.RENEWAL, day=timezone.localdate())
    if due is None:
        return ""
    asked = amount(due.for_ground(getattr(record, "hectares", None)))
    return _("The schedule asks for %(amount)s %(currency)s.") % {"amount": asked, "currency": due.currency_id}


def open_to(record: Valid) -> list[str]:
    """What can be done with it as it stands today."""
    if record.revoked_on is not None:
        return []
    last = Step.objects.filter(case=record.pk).in_order().last()
    match last.what if last else What.GRANTED:
        case What.SURRENDERED:
            return []
        case What.SUSPENDED:
            return [What.RESUMED, What.SURRENDERED]
    ended: bool = record.ends_on < timezone.localdate()
    return [What.RENEWED] if ended else [What.RENEWED, What.SUSPENDED, What.SURRENDERED]
