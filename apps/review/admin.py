"""The review queue: what waits in your regions, oldest first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Count, Model, Q
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.desk import ScopedAdmin, reader_of
from apps.accounts.models import User
from apps.review.ages import waited
from apps.review.desk import RegionFilter, state_cell
from apps.review.filters import AgeFilter, FlagFilter, KindFilter, StandingFilter
from apps.review.models import Case, Status


class Queue(ChangeList):
    def url_for_result(self, result: Model) -> str:
        """A case opens where it is decided."""
        return reverse("admin:review", args=[result.pk])


@admin.register(Case)
class CaseAdmin(ScopedAdmin):
    list_display = ["named", "region", "recorded_by", "waits", "flagged", "standing"]
    list_select_related = ["region", "captured_by", "tablet"]
    list_filter = [StandingFilter, KindFilter, ("region", RegionFilter), AgeFilter, FlagFilter]
    search_fields = ["number"]
    ordering = ["submitted_at", "id"]
    actions = ["accept"]
    change_list_template = "desk/list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        # A find made by its purchase is decided with it, and so does not wait beside it.
        cases = super().get_queryset(request).filter(together_with=None)
        return cases.annotate(standing_flags=Count("flags", filter=Q(flags__cleared_at=None)))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        nothing = _("Nothing waits here. What the tablets send to your regions will stand in this list.")
        return super().changelist_view(request, {"title": _("Queue"), "nothing": nothing, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        return HttpResponseRedirect(reverse("admin:review", args=[object_id]))

    @admin.display(description=_("record"), ordering="number")
    def named(self, case: Case) -> str:
        return capfirst(str(case))

    @admin.display(description=_("recorded by"), ordering="captured_by__last_name")
    def recorded_by(self, case: Case) -> str:
        who = case.captured_by.get_full_name() or case.captured_by.username if case.captured_by else ""
        return who if case.tablet is None else _("%(who)s, tablet %(number)s") % {"who": who, "number": case.tablet}

    @admin.display(description=_("waits"), ordering="submitted_at")
    def waits(self, case: Case) -> str:
        return waited(case.age()) if case.status == Status.PENDING else ""

    @admin.display(description=_("flags"), ordering="-standing_flags")
    def flagged(self, case: Any) -> str:
        return state_cell("flag", case.standing_flags) if case.standing_flags else ""

    @admin.display(description=_("review"), ordering="status")
    def standing(self, case: Case) -> str:
        return state_cell(case.status, case.get_status_display())

    def has_review_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "review")

    @admin.action(description=_("Accept selected records that have no flag"), permissions=["review"])
    def accept(self, request: HttpRequest, queryset: Any) -> None:
        chosen = queryset.count()
        accepted = sum(accepted_by(reader_of(request), case) for case in queryset.pending().without_flags())
        said = ngettext("%d record is accepted.", "%d records are accepted.", accepted) % accepted
        left = chosen - accepted
        if left:
            why = ngettext(
                "%d was left as it is: it has a flag, or you recorded it yourself.",
                "%d were left as they are: they have a flag, or you recorded them yourself.",
                left,
            )
            said = f"{said} {why % left}"
        self.message_user(request, said, messages.WARNING if left else messages.SUCCESS)


def accepted_by(reader: User, case: Case) -> bool:
    try:
        case.decide(Status.ACCEPTED, by=reader, seen=case.version)
    except ValidationError:
        return False
    return True
