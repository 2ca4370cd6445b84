"""The review queue: what waits in your regions, oldest first."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.desk import ReferenceAdmin, ScopedAdmin, reader_of
from apps.accounts.listing import Counted
from apps.accounts.models import User
from apps.review.ages import waited
from apps.review.desk import RegionFilter, amount, standing_cell, state_cell
from apps.review.filters import AgeFilter, FlagFilter, KindFilter, StandingFilter
from apps.review.models import Case, Phrase, SecondReview, Status


class Queue(Counted):
    def url_for_result(self, result: Model) -> str:
        """A case opens where it is decided."""
        return reverse("admin:review", args=[result.pk])


@admin.register(Case)
class CaseAdmin(ScopedAdmin):
    list_display = ["named", "region", "recorded_by", "waits", "flagged", "standing"]
    list_select_related = ["region", "captured_by", "tablet"]
    list_filter = [StandingFilter, KindFilter, ("region", RegionFilter), AgeFilter, FlagFilter]
    search_fields = ["^number"]
    ordering = ["submitted_at", "id"]
    actions = ["accept"]
    change_list_template = "desk/list.html"
    nothing = _("Nothing waits here. What the tablets send to your regions will stand in this list.")

    def get_queryset(self, request: HttpRequest) -> Any:
        # A find made by its purchase is decided with it, and so does not wait beside it.
        return super().get_queryset(request).filter(together_with=None).with_number_of_flags()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("Queue"), **(extra_context or {})})

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
        return standing_cell(case)

    def has_review_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "review")

    @admin.action(description=_("Accept selected records that have no flag"), permissions=["review"])
    def accept(self, request: HttpRequest, queryset: Any) -> None:
        """One at a time, by the act that the review page calls: what one record meets leaves the others alone."""
        chosen = queryset.count()
        became = Counter(accepted_by(reader_of(request), case) for case in queryset.pending().without_flags())
        accepted, passed_on = became[Status.ACCEPTED], became[PASSED_ON]
        said = [ngettext("%d record is accepted.", "%d records are accepted.", accepted) % accepted]
        if passed_on:
            words = ngettext(
                "%d is passed on to a second reviewer.", "%d are passed on to a second reviewer.", passed_on
            )
            said.append(words % passed_on)
        left = chosen - accepted - passed_on
        self.message_user(
            request, " ".join(said + why_left(left, became)), messages.WARNING if left else messages.SUCCESS
        )


def why_left(left: int, became: Counter[str]) -> list[str]:
    """What was not accepted, and why: for a flag nobody has asked, else what the act itself said."""
    told = [
        ngettext("%(count)d was left as it is: %(why)s", "%(count)d were left as they are: %(why)s", count)
        % {"count": count, "why": why}
        for why, count in became.items()
        if why not in {Status.ACCEPTED, PASSED_ON}
    ]
    flagged = left - sum(count for why, count in became.items() if why not in {Status.ACCEPTED, PASSED_ON})
    if flagged:
        words = ngettext(
            "%d was left as it is: it has a flag, or waits no more.",
            "%d were left as they are: they have a flag, or wait no more.",
            flagged,
        )
        told.append(words % flagged)
    return told


PASSED_ON = "passed on"


def accepted_by(reader: User, case: Case) -> str:
    """What became of it; where it was refused, the sentence."""
    try:
        decision = case.decide(Status.ACCEPTED, by=reader, seen=case.version)
    except ValidationError as fault:
        return " ".join(fault.messages)
    return str(decision.status) if decision else PASSED_ON


@admin.register(SecondReview)
class SecondReviewAdmin(ReferenceAdmin):
    """Which records two decide on, and in which country."""

    list_display = ["code", "participant", "kind_named", "why", "from_carats", "asked"]
    list_select_related = ["participant"]
    list_filter = ["why"]

    @admin.display(description=_("kind"), ordering="kind")
    def kind_named(self, rule: SecondReview) -> str:
        return capfirst(apps.get_model(rule.kind)._meta.verbose_name_plural) if rule.kind else str(_("All"))

    @admin.display(description=_("from so many carats"), ordering="carats")
    def from_carats(self, rule: SecondReview) -> str:
        return "" if rule.carats is None else amount(rule.carats)


@admin.register(Phrase)
class PhraseAdmin(ReferenceAdmin):
    """The sentences that a reviewer chooses from when a record comes back or never counts."""

    list_display = ["code", "participant", "status", "en", "fr", "in_use"]
    list_select_related = ["participant"]
    list_filter = ["status"]
