"""The register of applications: its list, the page of one with its history, and the pages of its acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import tried
from apps.accounts.desk import ScopedAdmin, reader_of
from apps.accounts.models import User
from apps.places.models import Participant
from apps.registry.answers import shown_to
from apps.registry.applying import ACTS, Act, ActForm, ApplicationForm, DrawForm, typed
from apps.registry.desk import CLASSES, identifier, paper_class_name
from apps.registry.grounding import in_words
from apps.registry.limits import beyond
from apps.registry.models import Application, Ground
from apps.registry.overlaps import overlaps_of
from apps.registry.plans import plan_of
from apps.review.desk import RegionFilter, amount, state_cell

PAGE = "admin:registry_application"


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("what it waits for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("inspection", gettext_lazy("inspection")),
            ("fee", gettext_lazy("fee")),
            ("grant", gettext_lazy("grant")),
            ("nothing", gettext_lazy("nothing: it is decided")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "inspection":
                return queryset.before_inspection()
            case "fee":
                return queryset.before_fee()
            case "grant":
                return queryset.ready()
            case "nothing":
                return queryset.exclude(granted=None, refused_on=None)
        return queryset


class ApplicationAdmin(ScopedAdmin):
    may_add = "license"
    list_display = ["number", "applicant", "paper", "region", "applied_on", "stands"]
    list_select_related = ["region", "holder", "granted"]
    list_filter = [StandingFilter, "right", ("region", RegionFilter)]
    search_fields = ["number", "holder_name", "holder__search"]
    change_list_template = "desk/list.html"
    nothing = gettext_lazy("No application is on file here yet. The button above puts the first one on file.")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(class_name=paper_class_name())

    @admin.display(description=gettext_lazy("right"), ordering="right")
    def paper(self, application: Any) -> str:
        return f"{application.get_right_display()} · {application.class_name}"

    @admin.display(description=gettext_lazy("stands"))
    def stands(self, application: Application) -> str:
        return state_cell(*standing_of(application))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.act)
        return [path("<uuid:pk>/act/<slug:what>/", view, name="registry_application_act"), *super().get_urls()]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        rows = self.get_queryset(request).select_related("region", "holder", "site", "written_by", "granted")
        return rows.filter(pk=identifier(object_id)).first()

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ApplicationForm(reader_of(request), request.POST or None)
        if tried(form, form.write_down):
            self.message_user(request, _("%s is on file.") % form.instance, messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", form.instance.pk))
        said = {"title": _("Application"), "submit": _("Put on file")}
        return self.page(request, "desk/add.html", form=form, **said)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        application, reader = self.seen(request, object_id), reader_of(request)
        told = {
            "original": application,
            "title": str(application),
            "standing": state_cell(*standing_of(application)),
            "rows": list(rows_of(application, reader)),
            **ground_seen(application, reader),
            "steps": list(application.steps.in_order().select_related("by")),
            "tools": list(tools_of(application, reader)),
        }
        return self.page(request, "desk/application.html", **told)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(self.address("change", self.seen(request, object_id).pk))

    def act(self, request: HttpRequest, pk: Any, what: str) -> HttpResponse:
        application, act = self.seen(request, pk), ACTS.get(what)
        if act is None:
            raise Http404
        if not act.is_for(reader_of(request), application):
            raise PermissionDenied
        form = act.form(application, *typed(request))
        back = self.address("change", pk)
        if tried(form, lambda: form.act(by=reader_of(request))):
            self.message_user(request, act.done % {"record": application}, messages.SUCCESS)
            return HttpResponseRedirect(back)
        said = {"title": act.title % {"record": application}, "submit": act.name, "form": form, "back": back}
        seen = seen_in(form, reader_of(request))
        template = "desk/draw.html" if "around" in seen else "desk/act_on_application.html"
        return self.page(request, template, **said, **seen)


def ground_seen(application: Application, reader: User) -> dict[str, Any]:
    """The plan of its ground, and what stands against a grant as long as it is not decided."""
    ground = Ground.objects.filter(application=application).first()
    open_ = not (application.granted_id or application.refused_on)
    warnings = list(beyond(application)) if open_ else []
    if ground is None:
        return {"warnings": warnings}
    found = overlaps_of(ground.area, participant=application.participant_id, besides=application.granted_id)
    return {"plan": plan_of(ground, found, reader=reader), "warnings": [*warnings, *(in_words(found) if open_ else [])]}


def seen_in(form: ActForm, reader: User) -> dict[str, Any]:
    """The plan to draw on; or what goes beyond the limits, with the term that was typed or is proposed."""
    if isinstance(form, DrawForm):
        return {"around": form.around(reader)}
    days = {
        name: form.cleaned_data.get(name) if form.is_bound else form.initial.get(name)
        for name in ("starts_on", "ends_on")
    }
    if "ends_on" not in form.fields:
        return {}
    ground = Ground.objects.filter(application=form.application).first()
    found = overlaps_of(ground.area, participant=form.application.participant_id) if ground else []
    return {"warnings": [*beyond(form.application, **days), *in_words(found)]}


def standing_of(application: Application) -> tuple[str, str]:
    """Its state as a cell shows it: what it waits for, or how it was decided."""
    if application.granted_id:
        return "accepted", _("granted")
    if application.refused_on:
        return "rejected", _("refused")
    if application.fit is False:
        return "returned", _("not fit as it was inspected")
    if not application.fit:
        return "pending", _("waits for the inspection")
    return ("pending", _("waits for the grant")) if application.paid_on else ("pending", _("waits for the fee"))


def tools_of(application: Application, reader: User) -> Iterator[dict[str, Any]]:
    """What can be done with it now; once granted, the paper that it became."""
    if application.granted_id and application.granted:
        model = application.granted.kind.partition(".")[2]
        yield {
            "name": application.granted,
            "url": reverse(f"admin:registry_{model}_change", args=[application.granted_id]),
        }
        return
    if application.refused_on:
        return
    for what, act in ACTS.items():
        if offered(act, application, reader):
            yield {"name": act.name, "url": reverse(f"{PAGE}_act", args=[application.pk, what])}


def offered(act: Act, application: Application, reader: User) -> bool:
    return act.open(application) and act.is_for(reader, application)


def rows_of(application: Application, reader: User) -> Iterator[tuple[Any, Any]]:
    """Label and answer, in the order of the paper."""
    label: Any = application._meta.get_field
    known = CLASSES[application.right].objects.filter(participant=application.participant_id)
    country = Participant.objects.filter(code=application.nationality).first()
    named = {
        "right": application.get_right_display(),
        "paper_class": known.filter(code=application.paper_class).first() or application.paper_class,
        "applied_on": date_format(application.applied_on),
        "holder_kind": application.get_holder_kind_display(),
        "holder": shown_to(reader, application.holder) if application.holder else "",
        "holder_name": application.holder_name,
        "address": application.address,
        "nationality": country or application.nationality,
        "site": shown_to(reader, application.site) if application.site else "",
        "area_text": application.area_text,
        "hectares": "" if application.hectares is None else f"{amount(application.hectares, 4)} ha",
        "supporter": application.supporter,
        "share_rule": application.share_rule,
        "fee": "" if application.fee is None else f"{amount(application.fee)} {application.fee_currency_id}",
        "treasury_receipt": application.treasury_receipt,
    }
    for name, said in named.items():
        if said:
            yield label(name).verbose_name, said
    if (due := application.due()) and application.fee is None:
        yield _("fee of the schedule"), f"{amount(due.for_ground(application.hectares))} {due.currency_id}"
