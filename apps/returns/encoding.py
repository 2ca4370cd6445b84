"""A country's figures on their way into its return."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from apps.columns.models import Column
from apps.figures.checks import Check
from apps.figures.national import Figures, NationalFigures
from apps.figures.values import Figure, NotApplicable, Rate
from apps.returns.format import NOT_APPLICABLE, Content, Json

# How complete the figures are stands beside them, under a heading of its own.
QUALITY = "quality"


def content_of(national: NationalFigures) -> Content:
    """What a Participant's figures become in its return."""
    columns = list(Column.objects.values_list("code", "group", "method_version"))
    quality = {code for code, group, _version in columns if group == QUALITY}
    lines = [
        {
            "code": line.region.code,
            "name": line.region.name,
            "expected": line.expected,
            "figures": encoded(line.figures),
        }
        for line in national.regions
    ]
    total = encoded(national.total)
    return Content(
        figures={"total": {code: figure for code, figure in total.items() if code not in quality}, "regions": lines},
        coverage={code: figure for code, figure in total.items() if code in quality},
        checks=[check_of(check) for check in national.checks],
        method_version=max((version for _code, _group, version in columns), default=""),
    )


def encoded(figures: Figures) -> Json:
    return {code: encode(figure) for code, figure in figures.items()}


def encode(figure: Figure) -> Any:
    if isinstance(figure, Rate):
        return {"value": encode(figure.value), "over": encode(figure.over), "under": encode(figure.under)}
    if isinstance(figure, Decimal):
        return format(figure, "f")
    if isinstance(figure, NotApplicable):
        return NOT_APPLICABLE
    return figure.isoformat() if isinstance(figure, date) else figure


def check_of(check: Check) -> Json:
    return {"code": check.code, "column": check.column, "region": check.region, "numbers": dict(check.numbers)}
