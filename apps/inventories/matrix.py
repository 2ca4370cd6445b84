"""The consolidated matrix of inventories: every Participant's return side by side (63/134 §17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from apps.columns.models import Column
from apps.inventories.lines import Line, segments_in
from apps.places.models import Participant
from apps.places.naming import fold
from apps.quantities.periods import Period
from apps.quantities.rates import rate_of
from apps.returns.format import NOT_APPLICABLE, Json, canonical, digest
from apps.returns.models import NationalReturn, last_revisions

# Printed on every sheet: how complete the line is.
QUALITY = "quality"
SHEETS = (Column.Sheet.CONTROLS, Column.Sheet.AREAS, Column.Sheet.STOCKS, Column.Sheet.FLOWS)


@dataclass(frozen=True)
class Matrix:
    """Lines by columns. What adds is added here, once; whoever prints only writes."""

    period: Period
    columns: Sequence[Column]
    lines: Sequence[Line]

    def columns_of(self, sheet: str) -> list[Column]:
        """The columns of one sheet, then how complete each line is."""
        own = [column for column in self.columns if column.sheet == sheet and column.group != QUALITY]
        return own + [column for column in self.columns if column.group == QUALITY]

    def reported(self, column: Column) -> int:
        """How many Participants gave an answer."""
        return sum(line.figure(column.code) is not None for line in self.asked)

    def summed(self, column: Column) -> Any:
        """
        The sum of those that reported; "" where a sum would say nothing, None where nobody reported.

        Distinct counts are not added. A rate is worked out from the sums of its two totals.
        """
        figures = [line.figure(column.code) for line in self.asked]
        given = [figure for figure in figures if figure not in (None, NOT_APPLICABLE)]
        if column.kind == Column.Kind.SUM:
            return str(sum(Decimal(str(figure)) for figure in given)) if given else None
        if column.kind == Column.Kind.RATE:
            return rate_over(given, percent=column.unit == Column.Unit.PERCENT) if given else None
        return ""

    @cached_property
    def asked(self) -> list[Line]:
        return [line for line in self.lines if line.is_asked]

    @cached_property
    def as_of(self) -> date:
        """The day of the last decision that any figure rests on; where there is none, the period's last day."""
        days = [line.figure("last_update") for line in self.asked]
        return max((date.fromisoformat(day) for day in days if day), default=self.period.ends_on)

    @property
    def method_version(self) -> str:
        return max((column.method_version for column in self.columns), default="")

    @property
    def is_provisional(self) -> bool:
        return any(line.its_return is None or not line.its_return.is_final for line in self.asked)

    def canonical(self) -> bytes:
        """Every return that is printed, as canonical JSON: what the printed SHA-256 is over."""
        codes = {column.code for column in self.columns}
        returns = {line.participant.code: travelling(line.its_return, codes) for line in self.lines if line.its_return}
        return canonical({"period": self.period.code, "method_version": self.method_version, "returns": returns})

    @cached_property
    def digest(self) -> str:
        return digest(self.canonical())


def travelling(its_return: NationalReturn, codes: set[str]) -> Json:
    """What of a return leaves its country: the columns of the matrix, in total and by region."""

    def of(figures: Json) -> Json:
        return {code: figure for code, figure in figures.items() if code in codes}

    return {
        "revision": its_return.revision,
        "status": its_return.status,
        "total": of(its_return.figures["total"]),
        "regions": [{**line, "figures": of(line["figures"])} for line in its_return.figures["regions"]],
        "coverage": of(its_return.coverage),
        "checks": [check for check in its_return.checks if check["column"] in codes],
        "method_version": its_return.method_version,
    }


def consolidate(period: Period) -> Matrix:
    """Lay the last returns of a period side by side; reads returns, places and columns and nothing else."""
    latest = last_revisions(period.code)
    before = {
        (each.participant_id, each.revision): each
        for each in NationalReturn.objects.filter(period=period.code).exclude(
            pk__in=[one.pk for one in latest.values()]
        )
    }
    segments = segments_in(period)
    # Everybody who mines artisanally or belongs to the working group has a line, return or not.
    asked = Q(artisanal=True, demo=False) | Q(member_of_working_group=True) | Q(pk__in=latest)
    lines = [
        Line(
            participant=participant,
            its_return=latest.get(participant.code),
            before=before.get((participant.code, latest[participant.code].revision - 1))
            if participant.code in latest
            else None,
            segments=segments.get(participant.code, []),
        )
        for participant in Participant.objects.filter(asked)
    ]
    return Matrix(
        period=period,
        # What is national never leaves the country, and the matrix does.
        columns=list(Column.objects.exclude(level=Column.Level.NATIONAL).select_related("measure")),
        lines=sorted(lines, key=lambda line: fold(line.participant.name)),
    )


def rate_over(given: Sequence[Any], *, percent: bool) -> Any:
    over, under = (sum((Decimal(figure[end]) for figure in given), Decimal(0)) for end in ("over", "under"))
    value = rate_of(over, under, percent=percent)
    return {"value": NOT_APPLICABLE if value is None else str(value), "over": str(over), "under": str(under)}
