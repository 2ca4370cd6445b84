"""How a record's state and figures look at the desk, and the filters that every register of records has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.review.models import Status

ICONS: dict[str, str] = {Status.PENDING: "received"}


def state_cell(state: str, word: Any, icon: str = "") -> str:
    """A state is never colour alone: its shape and its word."""
    shape = icon or ICONS.get(state, state)
    return get_template("desk/state.html").render({"state": state, "icon": shape, "word": word})


def standing_cell(case: Any) -> str:
    """Where a case stands; of one that waits, for which of its two reviewers."""
    word = _("Pending, second review") if case.first_by_id else case.get_status_display()
    return state_cell(case.status, word)


def amount(value: Decimal | None, places: int = 2) -> str:
    """A figure as the reader's language writes it; not reported is two dots, never a zero."""
    return ".." if value is None else number_format(value, places, use_l10n=True, force_grouping=True)


class RegionFilter(admin.RelatedFieldListFilter):
    """The regions that the reader may see; the others' names are no secret, but their counts would be."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        form_field = model_admin.formfield_for_foreignkey(field, request)
        return [(region.pk, str(region)) for region in form_field.queryset.filter(level__gt=0)]
