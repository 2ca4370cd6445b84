"""Work that was handed over: what became of it, what is kept shut, and the page that takes in a file."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import orjson
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from apps.accounts.desk import ScopedAdmin, reader_of
from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.journal.sealing import settle
from apps.places.models import Region
from apps.review.desk import state_cell
from apps.review.filters import FirstChoiceFilter
from apps.sync.handing import MAY_BE_ALLOWED, Bringer, allow, bring
from apps.sync.models import HandedOver
from apps.sync.serializers import SealedPackageSerializer

MOST_BYTES = 100_000_000
ICONS = {"taken": "received", "kept": "held"}


class HandOverForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "As the tablet made it, under “Hand over”. Taking in the same file again doubles nothing."
        ),
    )

    def clean_file(self) -> list[dict[str, str]]:
        """The packages in the file, as far as they look like such."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 100 MB. Have it made without photos."))
        try:
            said = orjson.loads(file.read())
        except orjson.JSONDecodeError:
            said = None
        return packages_in(said)


def packages_in(said: Any) -> list[dict[str, str]]:
    kind = said.get("kind") if isinstance(said, dict) else None
    if kind == "kpfield/sealed":
        raise ValidationError(_("These are sealed copies. Only the ministry’s custodian can open them: open_sealed."))
    if kind != "kpfield/handover" or not isinstance(said.get("packages"), list):
        raise ValidationError(_("This is no file that a tablet made to hand over its work."))
    if said.get("version") != 1:
        raise ValidationError(_("This file was made by a newer app: update the server first."))
    read = [SealedPackageSerializer(data=one) for one in said["packages"]]
    whole = [dict(one.validated_data) for one in read if one.is_valid()]
    if len(whole) < len(read):
        raise ValidationError(_("This file is damaged. Have it made again on the tablet; nothing was taken in."))
    return whole


class StateFilter(FirstChoiceFilter):
    """What is kept shut comes first: somebody has to decide on it."""

    title = gettext_lazy("state")
    parameter_name = "handed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", gettext_lazy("All")), *HandedOver.State.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() in HandedOver.State else queryset


@admin.register(HandedOver)
class HandedOverAdmin(ScopedAdmin):
    """What tablets sealed and somebody else brought."""

    list_display = ["came_at", "tablet", "officer", "carrier", "standing", "outcome"]
    list_select_related = ["tablet", "officer", "brought_by", "carried_on"]
    list_filter = [StateFilter]
    change_list_template = "desk/handed_over_list.html"
    change_form_template = "desk/handed_over.html"
    nothing = gettext_lazy(
        "Nothing was handed over. What one tablet carries for another, or staff as a file, stands here."
    )
    fields = ["standing", "outcome", "tablet", "officer", "carrier", "region", "came_at"]
    readonly_fields = ["standing", "outcome", "carrier"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("take-in/", view(self.take_in), name="sync_handedover_take_in"),
            path("<str:pk>/allow/", view(require_POST(self.allow)), name="sync_handedover_allow"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        may = {"may_take_in": self.may(request, "review")}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        handed = self.get_queryset(request).filter(pk=object_id).first()
        may = {"may_allow": handed is not None and may_allow(handed, reader_of(request))}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **may})

    @admin.display(description=gettext_lazy("brought by"), ordering="brought_by")
    def carrier(self, handed: HandedOver) -> str:
        if handed.carried_on is None:
            return _("%(name)s, as a file") % {"name": handed.brought_by}
        return _("%(name)s, on tablet %(number)s") % {"name": handed.brought_by, "number": handed.carried_on}

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, handed: HandedOver) -> str:
        return state_cell(handed.state, handed.get_state_display(), icon=ICONS[handed.state])

    @admin.display(description=gettext_lazy("what became of it"))
    def outcome(self, handed: HandedOver) -> str:
        return str(handed.get_why_display()) if handed.why else in_words(Counter(handed.became))

    def take_in(self, request: HttpRequest) -> HttpResponse:
        """Take in a file that an officer brought; whoever may decide on records may."""
        reader = reader_of(request)
        if not reader.may("review"):
            raise PermissionDenied
        form = HandOverForm(request.POST or None, request.FILES or None)
        told: dict[str, Any] = {"title": _("Take in a tablet’s file"), "form": form}
        if request.method == "POST" and form.is_valid():
            bringer = Bringer(reader, region_of(reader))
            brought = [bring(package, bringer) for package in form.cleaned_data["file"]]
            settle()
            told["rows"] = rows_of(brought)
        return self.page(request, "desk/take_in.html", **told)

    def allow(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Take in what was kept shut."""
        handed = self.get_queryset(request).filter(pk=pk).first()
        if handed is None:
            raise Http404
        if not may_allow(handed, reader_of(request)):
            raise PermissionDenied
        taken = allow(handed, by=reader_of(request))
        settle()
        self.message_user(request, in_words(Counter(taken.became)), messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", handed.pk))


def may_allow(handed: HandedOver, reader: User) -> bool:
    """Whoever may decide on records in that very region, where it opens at all."""
    opens = handed.tablet_id is not None and handed.why in MAY_BE_ALLOWED
    return opens and reader.may("review", left=handed.region.left)


def region_of(reader: User) -> int:
    """Where what nobody can name is put: the widest of the regions that its bringer decides in."""
    regions = Region.objects.order_by("left")
    there = regions if reader.is_superuser else regions.filter(anywhere_in(reader.bounds_to("review"), ""))
    return there.values_list("pk", flat=True)[0]


def rows_of(brought: list[HandedOver]) -> list[tuple[str, str]]:
    """A line for each tablet and officer, and one for each reason why something stays shut."""
    became: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for handed in brought:
        whose = _("Tablet %(number)s, %(officer)s") % {"number": handed.tablet, "officer": handed.officer}
        named = whose if handed.tablet else _("Not known")
        became[named, str(handed.get_why_display())].update({"shut": 1} if handed.why else handed.became)
    return [(named, f"{why} {in_words(counts)}".strip()) for (named, why), counts in became.items()]


def in_words(became: Counter[str]) -> str:
    said = {
        "applied": ngettext("%d applied", "%d applied", became["applied"]),
        "duplicate": ngettext("%d here already", "%d here already", became["duplicate"]),
        "held": ngettext("%d waits for another record", "%d wait for another record", became["held"]),
        "conflict": ngettext("%d to be decided", "%d to be decided", became["conflict"]),
        "quarantined": ngettext("%d in quarantine", "%d in quarantine", became["quarantined"]),
        "shut": ngettext("%d package kept shut", "%d packages kept shut", became["shut"]),
    }
    parts = [words % became[name] for name, words in said.items() if became[name]]
    if became["bytes"]:
        parts.append(_("photos"))
    return " · ".join(parts)
