"""The whole picture: the land, zones, outlines of licences, what overlaps, and the marks on top."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from apps.forms.areas import Corner, corners_of
from apps.places.models import Zone
from apps.places.models.zones import ZoneStatus
from apps.registry.crossings import Crossing
from apps.registry.grounds import Dot
from apps.registry.overlaps import OPEN
from apps.review.desk import amount
from kpfield.map.land import Land
from kpfield.map.marks import Mark, Thing, marks_of
from kpfield.map.things import Found, Outline
from kpfield.map.view import HIGH, WIDE, View

# An outline as large as this can be touched beside the marks in it; a label needs room.
TOUCHED, LABELLED = 72, 40


@dataclass(frozen=True)
class Shape:
    """An outline in the units of the picture; `thing` where it is large enough to be a link."""

    points: str
    state: str
    said: str = ""
    thing: Thing | None = None


@dataclass(frozen=True)
class Ring:
    """A zone, with its name where there is room for it."""

    points: str
    status: str
    said: str
    name: str
    label: Dot | None


@dataclass(frozen=True)
class Shared:
    """What two have in common: its outlines, and a sign in its middle with its hectares where there is room."""

    paths: Sequence[str]
    at: Dot
    said: str
    label: str
    sign: Dot | None


@dataclass(frozen=True)
class Picture:
    land: Land
    zones: Sequence[Ring]
    shapes: Sequence[Shape]
    shared: Sequence[Shared]
    marks: Sequence[Mark]
    bar_metres: int
    bar_end: float
    wide: int = WIDE
    high: int = HIGH

    @property
    def bar_label(self) -> str:
        return f"{self.bar_metres} m" if self.bar_metres < 1_000 else f"{self.bar_metres // 1_000} km"


def picture_of(
    view: View,
    *,
    found: Found,
    land: Land,
    zones: Iterable[Any],
    crossings: Sequence[Crossing],
    link: Callable[[View], str],
) -> Picture:
    shapes = [shape(one, view) for one in found.outlines or ()]
    touched = {one.thing.number for one in shapes if one.thing}
    return Picture(
        land,
        [ring(zone, view) for zone in zones],
        shapes,
        list(shared(crossings, view)),
        list(marks_of(marked(found, touched), view, link)),
        view.bar_metres,
        16 + view.bar_metres * view.units_a_metre,
    )


def marked(found: Found, touched: Collection[str]) -> Iterator[Thing]:
    """All but the licences whose state their site's mark shows, or whose outline is large enough itself."""
    at_sites = {thing.key for thing in found.sites or () if thing.at}
    yield from found.sites or ()
    yield from found.applications or ()
    outlined = [one for one in found.outlines or () if one.site not in at_sites]
    yield from (one.thing for one in outlined if one.thing.number not in touched)


def points_of(corners: Sequence[Corner], view: View) -> tuple[str, list[Dot]]:
    dots = [view.place(corner) for corner in corners]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in dots), dots


def shape(outline: Outline, view: View) -> Shape:
    points, dots = points_of(outline.corners, view)
    large = all(side > TOUCHED for side in spans(dots))
    return Shape(points, outline.thing.state, outline.thing.said, outline.thing if large else None)


def spans(dots: Sequence[Dot]) -> tuple[float, float]:
    (left, right), (top, low) = ((min(axis), max(axis)) for axis in zip(*dots, strict=True))
    return right - left, low - top


def ring(zone: Any, view: View) -> Ring:
    points, dots = points_of(corners_of(zone.area), view)
    status = "open" if zone.kind == Zone.Kind.MINING and zone.status_then in OPEN else "shut"
    room = min(spans(dots)) > 3 * LABELLED
    x, y = min(dots, key=lambda dot: (dot[1], dot[0]))
    seen = 0 < x < WIDE - 120 and 0 < y < HIGH - 60
    return Ring(points, status, named(zone), str(zone), (x + 6, y + 18) if room and seen else None)


def named(zone: Any) -> str:
    status = f", {ZoneStatus.Status(zone.status_then).label}" if zone.status_then else ""
    return f"{zone}{status}"


def shared(crossings: Sequence[Crossing], view: View) -> Iterator[Shared]:
    """One sign where several would lie on each other; each keeps its line in the table."""
    taken: list[Dot] = []
    for crossing in crossings:
        drawn = [points_of(corners, view) for corners in crossing.shared]
        if not drawn:
            continue
        _points, dots = max(drawn, key=lambda one: sum(spans(one[1])))
        at = (sum(x for x, _y in dots) / len(dots), sum(y for _x, y in dots) / len(dots))
        if not (0 < at[0] < WIDE and 0 < at[1] < HIGH):
            continue
        hectares = f"{amount(crossing.hectares, 4)} ha"
        free = all(abs(at[0] - x) > 60 or abs(at[1] - y) > 20 for x, y in taken)
        room = free and min(spans(dots)) > LABELLED
        taken += [at] if free else []
        # Beside the mark of the site, which would hide what is small.
        sign = (at[0] + 11, at[1] - 13) if free and not room else None
        yield Shared([points for points, _dots in drawn], at, hectares, hectares if room else "", sign)
