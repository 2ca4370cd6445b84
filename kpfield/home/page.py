"""The desk's first page: the work, the tablets that hold records, and what one did last."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.accounts.models import Tablet, User
from apps.review.desk import state_cell
from apps.review.models import Decision
from kpfield.home.weeks import weeks_of
from kpfield.home.work import work_of


def morning(user: User) -> dict[str, Any]:
    """All that the page shows; as many questions to the database for one record as for a million."""
    if not user.may("read"):
        return {"work": [], "reads": False}
    return {
        "reads": True,
        "work": work_of(user),
        "chart": weeks_of(user),
        "holding": holding(user),
        "lately": lately(user),
        "now": timezone.localtime(),
    }


def holding(user: User) -> list[Any]:
    tablets = Tablet.objects.visible_to(user).holding()
    return list(tablets.select_related("office").order_by("last_seen_at")[:6])


def lately(user: User) -> list[dict[str, Any]]:
    decisions = Decision.objects.filter(by=user).select_related("case").order_by("-at")[:5]
    return [
        {"at": decision.at, "state": state_cell(decision.status, decision.get_status_display()), "case": decision.case}
        for decision in decisions
    ]
