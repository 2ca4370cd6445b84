"""What the desk does with a licence after its grant: suspend, resume, renew, take back; and its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.registry.models.renewals import Renewal
from apps.registry.models.steps import Step, What
from apps.registry.models.validity import Valid
from apps.registry.paying import DAY, FeeForm
from apps.review.desk import amount

# Not a step of the paper: what has to be there before it is renewed.
RENEWAL_FEE = "renewal_fee"


@dataclass(frozen=True)
class Turn:
    """An act at the desk: what the button, its page and the sentence after it say."""

    name: Any
    title: Any
    since: Any
    done: Any


TURNS: dict[str, Turn] = {
    RENEWAL_FEE: Turn(
        gettext_lazy("Write down the fee of a renewal"),
        gettext_lazy("Fee for the renewal of %(record)s"),
        gettext_lazy("Paid on"),
        gettext_lazy("The fee is written down. Somebody else may now renew %(record)s."),
    ),
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
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, what: str, record: Valid, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what, self.record = what, record
        self.initial["day"] = timezone.localdate()
        self.fields["day"].label = TURNS[what].since
        if what == What.RENEWED:
            ends = date_format(record.ends_on)
            self.fields["day"].help_text = _("Its present last day is %s. Days between the two stay without it.") % ends
        else:
            del self.fields["until"]

    def act(self, *, by: User) -> None:
        said = self.cleaned_data
        self.record.take(What(self.what), said["day"], by=by, reason=said["reason"], until=said.get("until"))


class RenewalFeeForm(FeeForm):
    def __init__(self, what: str, record: Valid, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.initial["day"] = record, timezone.localdate()
        self.expect(record.due_for_renewal(timezone.localdate()), getattr(record, "hectares", None))
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def act(self, *, by: User) -> None:
        self.record.pay_renewal(self.cleaned_data["day"], **self.paid(), by=by)


class TurnedAtTheDesk(ActingAdmin):
    """Adds these acts, and the steps that were taken, to a register of what is valid from a day to a day."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_turn"
        view = self.admin_site.admin_view(self.turn)
        return [path("<uuid:pk>/turn/<slug:what>/", view, name=name), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))
        if reader_of(request).may("license", left=record.region.left):
            tools += [
                {"name": TURNS[what].name, "url": self.address("turn", record.pk, what)} for what in open_to(record)
            ]
        return tools

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.seen(request, object_id)
        steps = list(Step.objects.of_paper(record.pk).in_order().select_related("by"))
        fees = [
            (fee, f"{amount(fee.amount)} {fee.currency_id}")
            for fee in Renewal.objects.filter(case=record.pk).select_related("paid_by", "step")
        ]
        seen_first = not any(step.what == What.GRANTED for step in steps)
        extra = {"steps": steps, "fees": fees, "paper": record if seen_first else None, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def turn(self, request: HttpRequest, pk: Any, what: str) -> HttpResponse:
        record: Valid = self.seen(request, pk)
        if what not in TURNS:
            raise Http404
        if not reader_of(request).may("license", left=record.region.left):
            raise PermissionDenied
        asked = RenewalFeeForm if what == RENEWAL_FEE else TurnForm
        form = asked(what, record, request.POST or None)
        return self.act_page(
            request,
            form,
            lambda: form.act(by=reader_of(request)),
            done=TURNS[what].done % {"record": record},
            back=self.address("change", pk),
            title=TURNS[what].title % {"record": record},
            submit=TURNS[what].name,
        )


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
    paid = Renewal.objects.waiting().filter(case=record.pk).exists()
    ended: bool = record.ends_on < timezone.localdate()
    return [What.RENEWED if paid else RENEWAL_FEE, *([] if ended else [What.SUSPENDED, What.SURRENDERED])]
