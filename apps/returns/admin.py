"""Returns at the desk: a country's figures as drafted or signed, and their columns. Nothing is typed here."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import ReferenceAdmin, reader_of
from apps.accounts.models import User
from apps.columns.models import Column, Measure
from apps.quantities.periods import Period
from apps.returns.format import printed
from apps.returns.models import NationalReturn
from apps.returns.sentences import sentence

NOT_REPORTED = ".."
# A figure that has more of them would be cut off and not rounded.
PLACES: dict[str, int] = {Column.Unit.COUNT: 0, Column.Unit.HECTARES: 4}


def returns_of(rows: Any, user: User) -> Any:
    """The returns of whoever reads: the plenary desk sees every Participant's, others their own country's."""
    postings = user.postings_today
    if user.is_superuser or any(posting.region is None for posting in postings):
        return rows
    return rows.filter(participant__in={posting.region.participant_id for posting in postings if posting.region})


def written(figure: Any, unit: str) -> str:
    """A figure as the reader's language writes it; nothing is worked out here."""
    if figure is None:
        return NOT_REPORTED
    text = printed(figure)
    try:
        return number_format(Decimal(text), PLACES.get(unit, 2), use_l10n=True, force_grouping=True)
    except InvalidOperation:
        return text


@admin.register(NationalReturn)
class NationalReturnAdmin(ReferenceAdmin):
    list_display = ["period", "participant", "revision", "status", "method_version"]
    list_select_related = ["participant"]
    list_filter = ["status", "period"]
    search_fields = ["period", "participant__name_en", "participant__name_fr"]

    def get_queryset(self, request: HttpRequest) -> Any:
        # Its rows are no persons', so scope is the country and not the posting.
        return returns_of(admin.ModelAdmin.get_queryset(self, request), reader_of(request))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        country = self.get_object(request, object_id)
        if not self.has_view_permission(request) or country is None:
            raise Http404
        context = {
            "original": country,
            "title": f"{country.participant.name} · {country.period}",
            "period": Period.parse(country.period),
            "groups": groups_of(country),
            "checks": [sentence(check, country.participant.name) for check in country.checks],
        }
        return self.page(request, "desk/return.html", **context)


def groups_of(country: NationalReturn) -> list[dict[str, Any]]:
    """The return's figures under the headings of the matrix, in the order of print."""
    figures = {**country.figures["total"], **country.coverage}
    groups: dict[str, list[Any]] = {}
    for column in Column.objects.filter(code__in=figures):
        row = {
            "title": column.title,
            "unit": column.get_unit_display(),
            "figure": written(figures[column.code], column.unit),
        }
        groups.setdefault(column.group_title, []).append(row)
    return [{"title": title, "rows": rows} for title, rows in groups.items()]


@admin.register(Column)
class ColumnAdmin(ReferenceAdmin):
    list_display = ["position", "sheet", "group_title", "title", "unit", "kind", "level"]
    list_display_links = ["title"]
    list_filter = ["sheet", "kind", "level"]
    search_fields = ["code", "title_en", "title_fr"]

    @admin.display(description=_("group"))
    def group_title(self, column: Column) -> str:
        return column.group_title

    @admin.display(description=_("title"))
    def title(self, column: Column) -> str:
        return column.title


@admin.register(Measure)
class MeasureAdmin(ReferenceAdmin):
    list_display = ["code", "title", "evidence", "ours"]
    search_fields = ["code", "title_en", "title_fr"]

    @admin.display(description=_("title"))
    def title(self, measure: Measure) -> str:
        return measure.title

    @admin.display(description=_("evidence"))
    def evidence(self, measure: Measure) -> str:
        return measure.evidence
