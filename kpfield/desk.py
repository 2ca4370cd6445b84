"""The ministry's place of work: Django's admin under our name, in the order of the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.accounts.sessions import AGENT
from kpfield.certificates.page import certificate
from kpfield.contacts import contacts
from kpfield.flows.page import figures
from kpfield.flows.paper import figures_sheet
from kpfield.home import silence
from kpfield.home.line import Line
from kpfield.home.page import morning
from kpfield.looks.page import papers_of
from kpfield.map.page import ground_map
from kpfield.pairs import page as pairs
from kpfield.papers import page as papers
from kpfield.personal import page as personal
from kpfield.place import place_of
from kpfield.processing import page as processing
from kpfield.reviewing import page
from kpfield.signing_in import helping, second, sessions
from kpfield.signing_in.form import SignInForm
from kpfield.signing_in.seen import agent_of

# The registers in the order of the work; a model that no group names stands in the last.
GROUPS: list[tuple[Any, list[str]]] = [
    (_("Review"), ["review.case", "sync.submission", "sync.handedover", "files.attachment"]),
    (
        _("Registry"),
        [
            "registry.digger",
            "persons.resemblance",
            "persons.erasure",
            "persons.hold",
            "registry.application",
            "registry.licence",
            "registry.site",
            "places.zone",
            "registry.buyer",
        ],
    ),
    (_("Ledger"), ["ledger.production", "ledger.purchase", "ledger.resale", "ledger.stockcount", "ledger.transfer"]),
    (_("Supervision"), ["ledger.booklet", "inspections.inspection", "inspections.revisit", "inspections.infraction"]),
    (_("Inventories"), ["returns.nationalreturn", "columns.measure", "columns.column", "places.participant"]),
    (_("Field"), ["accounts.tablet", "accounts.user", "accounts.posting", "places.office"]),
    (_("Reference"), []),
]
# What a register is called where its model's own name would say little.
CALLED = {
    "review.case": _("Queue"),
    "sync.submission": _("Quarantine"),
    "sync.handedover": _("Handed over"),
    "accounts.user": _("People"),
}


class Desk(AdminSite):
    site_title = _("Field records")
    site_header = _("Field records")
    index_title = _("Work for today")
    site_url = None
    login_form = SignInForm
    # Two dots stand for what is not reported, a dash means an exact zero to some offices: a blank cell says nothing.
    empty_value_display = ""

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        user = request.user
        return {
            **super().each_context(request),
            "place": place_of(user),
            "languages": other_languages(),
            # The map and the figures are of records: whoever reads none finds no way there.
            "looks_over": isinstance(user, User) and user.may("read"),
        }

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second.has_passed(request)

    def get_urls(self) -> list[Any]:
        pages = [
            # Half way in, so not behind `admin_view`: they look themselves at who asks.
            path("second-factor/", second.second_factor, name="second_factor"),
            path("second-factor/new/", second.second_factor_new, name="second_factor_new"),
            path("second-factor/leave/", second.leave, name="second_factor_leave"),
            path("signed-in/", self.admin_view(sessions.signed_in), name="signed_in"),
            path("help/<int:pk>/", self.admin_view(helping.help_in), name="help_in"),
            path("forms/", self.admin_view(papers.forms), name="forms"),
            path("forms/<slug:code>/", self.admin_view(papers.paper), name="paper"),
            path("forms/<slug:code>/sheet/", self.admin_view(papers.sheet), name="blank_sheet"),
            path("certificates/<slug:kind>/<uuid:pk>/", self.admin_view(certificate), name="certificate"),
            path("figures/", self.admin_view(figures), name="figures"),
            path("figures/sheet/", self.admin_view(figures_sheet), name="figures_sheet"),
            path("map/", self.admin_view(ground_map), name="map"),
            path("offices/silent/", self.admin_view(silence.silent_offices), name="silent_offices"),
            path("tablets/<uuid:pk>/contacts/", self.admin_view(contacts), name="tablet_contacts"),
            path("processing/", self.admin_view(processing.processing), name="processing"),
            path("processing/sheet/", self.admin_view(processing.as_sheet), name="processing_sheet"),
            path("personal-file/<uuid:pk>/", self.admin_view(personal.personal_file), name="personal_file"),
            path("papers-of/<uuid:pk>/", self.admin_view(papers_of), name="papers_of"),
            path("pairs/<uuid:one>/<uuid:other>/", self.admin_view(pairs.pair), name="pair"),
            path("pairs/<uuid:one>/<uuid:other>/decide/", self.admin_view(pairs.decide), name="pair_decide"),
            path("review/<uuid:pk>/", self.admin_view(page.review), name="review"),
            path("review/<uuid:pk>/photos/<uuid:shown>/", self.admin_view(page.photo), name="review_photo"),
            path("sent/<uuid:pk>/photos/<uuid:shown>/", self.admin_view(page.photo_sent_with), name="sent_photo"),
            path("review/<uuid:pk>/decide/", self.admin_view(page.decide), name="review_decide"),
            path("review/<uuid:pk>/take-back/", self.admin_view(page.take_back), name="review_take_back"),
            path("review/<uuid:pk>/clear-flag/", self.admin_view(page.clear_flag), name="review_clear_flag"),
        ]
        return [*pages, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        # As Django's own, which makes the list of registers once more for a place where ours has the work.
        found = morning(reader_of(request))
        context = {**self.each_context(request), "title": self.index_title, **found, **(extra_context or {})}
        count_beside(context["available_apps"], found["work"])
        return TemplateResponse(request, "admin/index.html", context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if second.is_half_way(request):
            return second.to("admin:second_factor", request)
        response = super().login(request, extra_context)
        if isinstance(request.user, User):
            request.session[AGENT] = agent_of(request)
        speak_to(request, response)
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps)


def count_beside(groups: list[Any], work: Sequence[Line]) -> None:
    """Put what waits beside the register that lists it; on this page alone, where it is counted anyway."""
    waiting = Counter[str]()
    for line in work:
        waiting[line.register] += line.count
    for model in (model for group in groups for model in group["models"]):
        model["waits"] = waiting[model["model"]._meta.label_lower] or None


def speak_to(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever signs in is spoken to in the language of his account, unless he chose another on this machine."""
    if isinstance(request.user, User) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        codes = {code[:2]: code for code, _name in settings.LANGUAGES}
        chosen = codes.get(request.user.language, settings.LANGUAGE_CODE)
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, secure=secure, httponly=True, samesite="Lax")


def other_languages() -> list[tuple[str, str]]:
    """Each language but that of the page, by its own name."""
    names = []
    for code, name in settings.LANGUAGES:
        with override(code):
            names.append((code, str(name)))
    return [(code, name) for code, name in names if code != get_language()]


def grouped(apps: list[Any]) -> list[Any]:
    """Django's list by app, laid out again in our groups; a group without a register is left out."""
    models = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
    for label, name in CALLED.items():
        if label in models:
            models[label]["name"] = name
    named = [(name, [models.pop(label) for label in labels if label in models]) for name, labels in GROUPS]
    named[-1][1].extend(models.values())
    return [{"name": name, "app_label": f"group-{n}", "models": rows} for n, (name, rows) in enumerate(named) if rows]
