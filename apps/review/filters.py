"""How the queue is narrowed: by where a record stands, its kind, its age and its flags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import reader_of
from apps.review.models import Decision, Status
from apps.review.reviewable import Reviewable

Lookups = list[tuple[str, Any]]


class FirstChoiceFilter(admin.SimpleListFilter):
    """A filter whose first choice holds unless another is made: a work list shows the work, not the archive."""

    def value(self) -> str:
        return super().value() or str(self.lookup_choices[0][0])

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        counts = self.get_facet_queryset(changelist) if changelist.add_facets else {}
        for place, (lookup, title) in enumerate(self.lookup_choices):
            count = counts.get(f"{place}__c")
            yield {
                "selected": self.value() == lookup,
                "query_string": changelist.get_query_string({str(self.parameter_name): lookup}),
                "display": title if count is None else f"{title} ({count})",
            }


class StandingFilter(FirstChoiceFilter):
    title = _("review")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        closed = [(status.value, status.label) for status in Status if status != Status.PENDING]
        return [
            ("waiting", _("Waits for review")),
            ("second", _("Waits for a second reviewer")),
            ("back", _("Came back after a return")),
            *closed,
            ("all", _("All")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "all":
                return queryset
            case "waiting":
                return queryset.waiting_for(reader_of(request))
            case "second":
                return queryset.passed_on()
            case "back":
                return came_back(queryset)
            case status:
                return queryset.filter(status=status)


def came_back(cases: Any) -> Any:
    """Waiting again, after they were returned and corrected."""
    return cases.pending().filter(Exists(Decision.objects.filter(case=OuterRef("pk"), status=Status.RETURNED)))


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        kinds = [model._meta for model in apps.get_models() if issubclass(model, Reviewable)]
        return [(kind.label_lower, capfirst(kind.verbose_name_plural)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class AgeFilter(admin.SimpleListFilter):
    title = _("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("3", _("3 days or more")), ("7", _("7 days or more")), ("30", _("30 days or more"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        days = self.value() or ""
        return queryset.waiting_since(int(days)) if days.isdecimal() and len(days) < 5 else queryset


class FlagFilter(admin.SimpleListFilter):
    title = _("flags")
    parameter_name = "flags"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("no", _("Without a flag")), ("yes", _("With a flag"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "yes":
                return queryset.flagged()
            case "no":
                return queryset.without_flags()
        return queryset
