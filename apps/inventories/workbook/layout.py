"""Where each column of a sheet stands: groups, their marks, and spans that fit on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from apps.columns.models import Column
from apps.inventories.matrix import Matrix
from apps.inventories.workbook.cells import width_of
from apps.inventories.workbook.paper import Paper, pixels

NAME, CODE = 0, 1
WIDTHS = (31.0, 5.0)
STATUS_WIDTH = 30.0
MARK_WIDTH = 2.5
NAMES = sum(pixels(width) for width in WIDTHS)


@dataclass(frozen=True)
class Place:
    """Where a column stands; its mark stands left of it, where any line has one. `opens` is first in its span."""

    column: Column
    at: int
    mark_at: int | None
    width: float
    opens: bool = False

    @property
    def first(self) -> int:
        return self.at if self.mark_at is None else self.mark_at

    @property
    def pixels(self) -> float:
        return pixels(self.width) + (0 if self.mark_at is None else pixels(MARK_WIDTH))


def lay_out(matrix: Matrix, columns: Sequence[Column], paper: Paper) -> list[list[Place]]:
    """The spans of a sheet from left to right: a group each, or the parts of a group that no page could hold."""
    places, at = [], len(WIDTHS)
    for column in columns:
        marked = any(line.mark(column.code) for line in matrix.lines)
        figures = [*(line.figure(column.code) for line in matrix.lines), matrix.summed(column) or None]
        places.append(Place(column, at + marked, at if marked else None, width_of(figures, column)))
        at += 1 + marked
    groups = groupby(places, key=lambda place: place.column.group)
    return [titled(span) for _group, its in groups for span in cut(list(its), paper.room - NAMES)]


def cut(group: list[Place], room: float) -> Iterator[list[Place]]:
    span: list[Place] = []
    for place in group:
        if span and sum(each.pixels for each in span) + place.pixels > room:
            yield span
            span = []
        span.append(place)
    yield span


def titled(span: list[Place]) -> list[Place]:
    """The span with its first column marked, and its last wide enough that the group's title is read whole."""
    title = len(span[0].column.group_title) * 0.95 + 2
    missing = max(0.0, title - sum(place.width for place in span))
    last = replace(span[-1], width=span[-1].width + missing)
    first, *rest = [*span[:-1], last]
    return [replace(first, opens=True), *rest]
