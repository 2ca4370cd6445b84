"""A Participant's figures in a period: by region, in total, how complete, and what does not add up (63/134 §17)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apps.columns.models import Column
from apps.figures import stocks
from apps.figures.checks import Check, counted_twice, totals_that_differ, without_rate
from apps.figures.columns import COLUMNS, QUERIES
from apps.figures.ground import hectares_licensed
from apps.figures.rollup import roll_up
from apps.figures.values import Figure, Row
from apps.places.models import Region
from apps.quantities.periods import Period

Figures = Mapping[str, Figure]
# What an expected report, a tablet lent out or an earlier period gives by itself.
UNREPORTED = {
    "offices_expected",
    "offices_reporting",
    "records_pending",
    "tablets_holding_records",
    "carats_pending",
    *(f"stock_{who}_opening_carats" for who in stocks.HELD_BY),
}


@dataclass(frozen=True)
class RegionFigures:
    """What one child of the Participant reported; `expected` says that a report of it is due in the period."""

    region: Region
    expected: bool
    figures: Figures


@dataclass(frozen=True)
class NationalFigures:
    """All that the records say; None is not reported. Distinct counts and rates are worked out for each line anew."""

    root: Region
    period: Period
    total: Figures
    regions: list[RegionFigures]
    checks: list[Check]

    @property
    def is_heard_of(self) -> bool:
        return says_anything(self.total)


def says_anything(figures: Figures) -> bool:
    """Whether anything came from there; that an office is expected to report is not a report."""
    said = (figure for code, figure in figures.items() if code not in UNREPORTED)
    return bool(figures.get("records_pending")) or any(figure is not None for figure in said)


def national_figures(period: Period, *, within: Region | None = None) -> dict[str, NationalFigures]:
    """The figures of every Participant, or of the one whose root region is `within`, by its code."""
    rows = rows_of(period, within)
    columns = [code for code in Column.objects.values_list("code", flat=True) if code in COLUMNS]
    differing = totals_that_differ(period)
    trees: dict[str, list[Region]] = {}
    for region in (within.subtree() if within else Region.objects.all()).filter(level__lte=1):
        trees.setdefault(region.participant_id, []).append(region)
    return {
        code: assemble(period, tree, rows, columns, differing.get(code, [])) for code, tree in sorted(trees.items())
    }


def rows_of(period: Period, within: Region | None = None) -> dict[int, Row]:
    """Every sum of every column group, by region."""
    rows: dict[int, Row] = {}
    groups = (roll_up(query(period), within=within) for query in QUERIES)
    for group in (*groups, hectares_licensed(period, within=within)):
        for key, found in group.items():
            rows.setdefault(key, Row()).update(found)
    return rows


def assemble(
    period: Period, tree: list[Region], rows: Mapping[int, Row], columns: list[str], differing: list[Check]
) -> NationalFigures:
    root, *children = tree
    total = rows.get(root.pk, Row())
    heard = [(child, rows[child.pk]) for child in children if child.pk in rows]
    checks = [*differing, *counted_twice(total, heard), *without_rate(total)]
    return NationalFigures(root, period, worked_out(total, columns), list(lines(heard, columns)), checks)


def lines(heard: list[tuple[Region, Row]], columns: list[str]) -> Iterator[RegionFigures]:
    """A line for each region that reported or is expected to."""
    for region, row in heard:
        figures, expected = worked_out(row, columns), bool(row["offices_expected"])
        if expected or says_anything(figures):
            yield RegionFigures(region, expected, figures)


def worked_out(row: Row, columns: list[str]) -> Figures:
    return {code: COLUMNS[code](row) for code in columns}
