"""Blind re-visits at the desk: whom to send where, what he found, and how far the two agree."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.acting import tried
from apps.accounts.desk import ReferenceAdmin, ScopedAdmin, reader_of
from apps.accounts.models import User
from apps.forms.grammar import Form
from apps.inspections.comparing import compared
from apps.inspections.drawing import shares_for
from apps.inspections.models import DrawnShare, RepeatedAnswer, Revisit
from apps.quantities.rates import rate_of
from apps.registry.adding import DeclaredForm
from apps.registry.answers import Teller
from apps.registry.desk import identifier
from apps.registry.kinds import all_kinds
from apps.registry.spoken import spoken
from apps.review.desk import RegionFilter, amount, state_cell
from apps.review.filters import FirstChoiceFilter


def form_of(revisit: Revisit) -> Form:
    return next(kind.form for kind in all_kinds().values() if kind.model._meta.label_lower == revisit.case.kind)


class RepeatForm(DeclaredForm):
    """The questions that were asked again, as the second officer brings their answers on paper; none is a must."""

    day = forms.DateField(
        label=gettext_lazy("Repeated on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, revisit: Revisit, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(form_of(revisit), user, *args, may="review", region=revisit.case.region, **kwargs)
        self.revisit = revisit
        share = shares_for(revisit.case.region.participant_id).get(revisit.case.kind)
        self.codes = [code for code in (share.asked if share else []) if code in self.fields]
        for code in set(self.fields) - {*self.codes, "day"}:
            del self.fields[code]
        for code in self.codes:
            self.fields[code].required = False
            self.fields[code].initial = None
        self.order_fields(["day", *self.codes])

    def clean(self) -> dict[str, Any]:
        if (day := self.cleaned_data.get("day")) and day > timezone.localdate():
            self.add_error("day", _("This day has not come yet."))
        return self.cleaned_data

    def act(self, *, by: User) -> None:
        second = {code: self.cleaned_data[code] for code in self.codes}
        self.revisit.answer(compared(self.revisit.case.record(), second), day=self.cleaned_data["day"], by=by)


class SendForm(forms.Form):
    def __init__(self, revisit: Revisit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = cast(Any, revisit.may_go()).order_by("last_name", "first_name", "username")
        self.fields["officer"] = forms.ModelChoiceField(officers, label=gettext_lazy("Officer"))


class StandingFilter(FirstChoiceFilter):
    title = gettext_lazy("state")
    parameter_name = "revisit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draw", gettext_lazy("To hand out")),
            ("sent", gettext_lazy("Handed out")),
            ("answered", gettext_lazy("Answered")),
            ("all", gettext_lazy("All")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "draw":
                return queryset.to_hand_out()
            case "sent":
                return queryset.handed_out()
            case "answered":
                return queryset.answered()
        return queryset


@admin.register(Revisit)
class RevisitAdmin(ScopedAdmin):
    """Which records are to be repeated, and by whom; what the first officer wrote is not on these pages before."""

    list_display = ["named", "region", "drawn_at", "officer", "standing", "agreement"]
    list_select_related = ["case__region", "officer"]
    list_filter = [StandingFilter, ("case__region", RegionFilter)]
    search_fields = ["case__number"]
    change_list_template = "desk/revisits.html"
    nothing = gettext_lazy("Nothing here. Of what is accepted a share is drawn, for another officer to repeat unseen.")

    def get_queryset(self, request: HttpRequest) -> Any:
        same = Count("answers", filter=Q(answers__same=True))
        return super().get_queryset(request).annotate(asked_again=Count("answers__same"), agreeing=same)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("agreement/", view(self.agreement_view), name="inspections_revisit_agreement"),
            path("<uuid:pk>/send/", view(require_POST(self.send)), name="inspections_revisit_send"),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=gettext_lazy("record"), ordering="case__number")
    def named(self, revisit: Revisit) -> str:
        return capfirst(str(revisit.case))

    @admin.display(description=gettext_lazy("region"), ordering="case__region")
    def region(self, revisit: Revisit) -> str:
        return str(revisit.case.region)

    @admin.display(description=gettext_lazy("state"))
    def standing(self, revisit: Revisit) -> str:
        if revisit.answered_on:
            return state_cell("accepted", _("Answered"))
        return (
            state_cell("received", _("Handed out"), "sending")
            if revisit.officer_id
            else state_cell("held", _("To hand out"))
        )

    @admin.display(description=gettext_lazy("agree"))
    def agreement(self, revisit: Any) -> str:
        if not revisit.asked_again:
            return ""
        return _("%(same)d of %(asked)d") % {"same": revisit.agreeing, "asked": revisit.asked_again}

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Where to go, then what was found there, then both beside each other: never the first before the second."""
        revisit, reader = self.seen(request, object_id), reader_of(request)
        may = may_act(revisit, reader)
        keyed = None
        if revisit.officer_id and not revisit.answered_on and may:
            keyed = RepeatForm(revisit, reader, request.POST or None)
            if tried(keyed, partial(keyed.act, by=reader)):
                return HttpResponseRedirect(self.address("change", revisit.pk))
        context = {
            "revisit": revisit,
            "title": capfirst(str(revisit.case)),
            "standing": self.standing(revisit),
            "told": told_of(revisit, reader),
            "send": SendForm(revisit, initial={"officer": revisit.officer_id})
            if may and not revisit.answered_on
            else None,
            "form": keyed,
            "rows": rows_of(revisit, reader),
            "apart": signed(revisit.carats_apart),
            "submit": _("Keep what he found"),
        }
        return self.page(request, "desk/revisit.html", **context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = self.get_queryset(request).select_related("case__region", "officer", "first_officer")
        return found.filter(pk=identifier(object_id)).first()

    def send(self, request: HttpRequest, pk: Any) -> HttpResponse:
        revisit = self.seen(request, pk)
        form = SendForm(revisit, request.POST)
        if form.is_valid():
            try:
                revisit.hand_out(form.cleaned_data["officer"], by=reader_of(request))
            except ValidationError as fault:
                self.message_user(request, " ".join(fault.messages), messages.ERROR)
        else:
            self.message_user(request, _("Choose another officer of the region."), messages.ERROR)
        return HttpResponseRedirect(self.address("change", pk))

    def agreement_view(self, request: HttpRequest) -> HttpResponse:
        """How far the two agree, question by question, over all that was answered in the reader's regions."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        reader = reader_of(request)
        context = {
            "title": _("How far the two agree"),
            "kinds": agreement_of(reader),
            "weights": weights_of(reader),
        }
        return self.page(request, "desk/revisit_agreement.html", **context)


def may_act(revisit: Revisit, reader: User) -> bool:
    return reader.may("review", left=revisit.case.region.left) and reader.pk != revisit.first_officer_id


def told_of(revisit: Revisit, reader: User) -> list[tuple[str, str]]:
    """Where to go and whom to ask for, and nothing of what was answered."""
    share = shares_for(revisit.case.region.participant_id).get(revisit.case.kind)
    form = form_of(revisit)
    teller, language = Teller(form, revisit.case.record(), reader), get_language() or "en"
    asked = [form.fields[code] for code in (share.told if share else []) if code in form.fields]
    return [(field.label.in_language(language), teller.tell(field)) for field in asked]


def rows_of(revisit: Revisit, reader: User) -> list[dict[str, Any]]:
    if not revisit.answered_on:
        return []
    form, language, record = form_of(revisit), get_language() or "en", revisit.case.record()
    answers = list(revisit.answers.all())
    first = spoken(form, record, {one.code: one.first for one in answers}, reader)
    second = spoken(form, record, {one.code: one.second for one in answers}, reader)
    return [
        {
            "label": label_of(form, one.code, language),
            "first": first.get(one.code, ""),
            "second": second.get(one.code, ""),
            "same": one.same,
        }
        for one in answers
    ]


def label_of(form: Form | None, code: str, language: str) -> str:
    return form.fields[code].label.in_language(language) if form and code in form.fields else code


def agreement_of(reader: User) -> list[dict[str, Any]]:
    """By kind and question: asked how often, agreeing how often; one question to the database."""
    rows = (
        RepeatedAnswer.objects.visible_to(reader)
        .filter(same__isnull=False)
        .order_by()
        .values("revisit__case__kind", "code")
        .annotate(asked=Count("pk"), same=Count("pk", filter=Q(same=True)))
        .order_by("revisit__case__kind", "code")
    )
    forms_by_kind = {kind.model._meta.label_lower: kind for kind in all_kinds().values()}
    language = get_language() or "en"
    return [
        {
            "kind": capfirst(forms_by_kind[row["revisit__case__kind"]].model._meta.verbose_name_plural),
            "label": label_of(forms_by_kind[row["revisit__case__kind"]].form, row["code"], language),
            "asked": row["asked"],
            "same": row["same"],
            "share": amount(rate_of(Decimal(row["same"]), Decimal(row["asked"]), percent=True)),
        }
        for row in rows
    ]


def weights_of(reader: User) -> dict[str, Any]:
    found = Revisit.objects.visible_to(reader).filter(carats_apart__isnull=False).order_by()
    sums = found.aggregate(n=Count("pk"), together=Sum("carats_apart"))
    return {"n": sums["n"], "together": signed(sums["together"])}


def signed(carats: Any) -> str:
    return "" if carats is None else f"{'+' if carats > 0 else ''}{amount(carats)}"


@admin.register(DrawnShare)
class DrawnShareAdmin(ReferenceAdmin):
    """Which share is drawn; the seed is for whoever checks the draw, and for nobody whose work is drawn."""

    list_display = ["code", "participant", "kind", "percent"]
    list_select_related = ["participant"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            "code",
            "participant",
            "kind",
            "percent",
            "told",
            "asked",
            *(["seed"] if self.may(request, "audit") else []),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["seed"] if self.may(request, "audit") else []
