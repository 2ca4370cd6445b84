"""What every register of records at the desk shares: its list, its page in the order of the paper, its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.accounts.desk import MOST_SOUGHT, ScopedAdmin, reader_of
from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.registry.answers import told
from apps.registry.grounds import ground_of
from apps.registry.models import BuyerClass, Digger, LicenceClass, Right
from apps.registry.seeking import sought
from apps.registry.sheets.desk import SheetInAdmin
from apps.review.desk import RegionFilter, amount, state_cell
from apps.review.looking import NEEDED
from apps.review.models import Decision, Flag, Status
from apps.review.reviewable import Reviewable
from apps.review.story import story_of

CLASSES: dict[str, type[Any]] = {Right.DIG: LicenceClass, Right.BUY: BuyerClass}


def seen_name(path: str, name: str, user: User) -> Any:
    """The name of a record that this one refers to, blank where it belongs to a region that its reader does not see."""
    if user.is_superuser:
        return F(f"{path}__{name}")
    there = anywhere_in(user.bounds(), f"{path}__region")
    return Case(When(there, then=F(f"{path}__{name}")), default=Value(""), output_field=CharField())


def class_name(classes: type[BuyerClass | LicenceClass], field: str) -> Any:
    """What a class is called, in the reader's language; one that the country's list does not know stands as written."""
    name = "name_fr" if (get_language() or "").startswith("fr") else "name_en"
    every: Any = classes._default_manager
    known = every.filter(participant=OuterRef("participant"), code=OuterRef(field))
    return Coalesce(Subquery(known.values(name)[:1]), F(field))


def paper_class_name() -> Any:
    """The same for rows that may ask for a paper of either right."""
    return Case(*(When(right=right, then=class_name(classes, "paper_class")) for right, classes in CLASSES.items()))


class RecordAdmin(SheetInAdmin, ScopedAdmin):
    """A register of records under review: read here, decided in the queue, changed by acts and brought in as sheets."""

    # Fields to add up at the foot of the list, with their unit.
    sums: ClassVar[dict[str, str]] = {}
    nothing = gettext_lazy("Nothing here yet. Records come from the tablets.")
    change_list_template = "desk/list.html"
    object_history_template = "desk/history.html"
    list_select_related: ClassVar[Any] = ["region"]
    list_filter: ClassVar[Any] = ["status", ("region", RegionFilter)]
    search_fields: ClassVar[Any] = ["search"]

    @admin.display(description=gettext_lazy("review"), ordering="status")
    def standing(self, record: Reviewable) -> str:
        return state_cell(record.status, record.get_status_display())

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return sought(queryset, search_term[:MOST_SOUGHT], self.get_search_fields(request)), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response = super().changelist_view(request, {"sums": self.sums, **(extra_context or {})})
        found = getattr(response, "context_data", None) or {}
        if "cl" in found and found["cl"].in_full:
            found["totals"] = self.totals(found["cl"].queryset)
        return response

    def totals(self, rows: QuerySet) -> list[str]:
        """The sums of the whole filtered list, not of the page."""
        found = rows.order_by().aggregate(**{f"sum_{name}": Sum(name) for name in self.sums}) if self.sums else {}
        return [f"{amount(found[f'sum_{name}'])} {unit}" for name, unit in self.sums.items()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.seen(request, object_id)
        context = {
            "original": record,
            "title": str(record),
            "standing": self.standing(record),
            "case": record.case,
            "blocks": told(self.form_declared, record, reader=reader_of(request)),
            "ground": ground_of(record),
            "flags": list(Flag.objects.filter(case=record.pk).standing()),
            "decisions": list(Decision.objects.filter(case=record.pk).select_related("by", "first_by")),
            "tools": self.tools(request, record),
            **(extra_context or {}),
        }
        return self.page(request, "desk/record.html", **context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = self.get_queryset(request).select_related("region", "case__captured_by", "case__tablet")
        return found.filter(pk=identifier(object_id)).first()

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = [{"name": _("History"), "url": self.address("history", record.pk)}]
        if record.status == Status.PENDING and reader_of(request).may("review"):
            tools.insert(0, {"name": _("Review"), "url": reverse("admin:review", args=[record.pk])})
        return tools

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.seen(request, object_id)
        return super().history_view(request, object_id, {"story": story_of(record.pk), **(extra_context or {})})


def papers_tool(record: Any, reader: User) -> list[dict[str, str]]:
    """To the numbers of somebody's papers, for whoever needs them and where there are any."""
    if not isinstance(record, Digger) or not reader.may(NEEDED, left=record.region.left):
        return []
    if not record.documents.exclude(number="").exists():
        return []
    return [{"name": _("Papers’ numbers"), "url": reverse("admin:papers_of", args=[record.pk])}]


def identifier(written: str) -> UUID | None:
    try:
        return UUID(written.replace("_2D", "-"))
    except ValueError:
        return None
