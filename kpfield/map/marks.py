"""The marks of the map: a site, licence or application each; many that lie close together as one, with their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot, sqrt
from typing import Any

from django.db.models import Count, F, IntegerField, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.forms.areas import Corner
from apps.places.ground import Box
from apps.registry.grounds import Dot
from kpfield.map.standing import Held
from kpfield.map.view import HIGH, WIDE, View

# So many are drawn each for itself; more are counted in squares.
MOST = 250
# Marks that are closer to each other could not be told apart, nor touched.
APART = 26
SQUARES = 12
# Inside each mark, around its middle: a state is never colour alone.
SIGNS: Mapping[str, str] = {
    Held.VALID: "M-4 0l3 3 5-6",
    Held.SUSPENDED: "M-2.5-4v8M2.5-4v8",
    Held.NOT_YET: "M0-4.5V0h3.5",
    Held.EXPIRED: "M-5-5L5 5",
    Held.SURRENDERED: "M-4 0h8",
    Held.REVOKED: "M-3.5-3.5l7 7M3.5-3.5l-7 7",
}


@dataclass(frozen=True)
class Thing:
    """A site, licence or application that lies somewhere: in the picture a mark, below it a line of the table."""

    kind: str
    called: Any
    number: str
    name: str
    words: str
    url: str
    at: Corner | None
    state: str = ""
    resting: bool = False
    key: Any = None

    @property
    def sign(self) -> str:
        return SIGNS.get(self.state, "")

    @property
    def said(self) -> str:
        return ", ".join(filter(None, (f"{self.called} {self.number}", self.name, self.words)))


@dataclass(frozen=True)
class Mark:
    """What is drawn at a place: one thing, or the number of those that lie there."""

    dot: Dot
    said: str
    url: str
    thing: Thing | None = None
    many: int = 0
    radius: float = 0


@dataclass
class Heap:
    dot: Dot
    things: list[Thing] = field(default_factory=list)


def marks_of(things: Iterable[Thing], view: View, link: Any) -> Iterator[Mark]:
    """One for each thing that lies apart from the others; a heap opens the map closer, or the table where it cannot."""
    for heap in heaps([thing for thing in things if thing.at], view):
        first = heap.things[0]
        if len(heap.things) == 1:
            yield Mark(heap.dot, first.said, first.url, first)
        else:
            url = "#there" if view.is_closest or not first.at else link(view.around(first.at, times=0.25))
            yield mark_of_many(heap.dot, len(heap.things), heaped(len(heap.things)), url)


def heaped(many: int) -> str:
    return ngettext("%d here: come closer", "%d here: come closer", many) % many


def mark_of_many(dot: Dot, many: int, said: str, url: str, most: int = 100) -> Mark:
    return Mark(dot, said, url, many=many, radius=round(12 + 9 * sqrt(min(1, many / most)), 1))


def heaps(things: Sequence[Thing], view: View) -> list[Heap]:
    """Each joins the first that lies close enough; looked for only among its neighbours."""
    near: dict[tuple[int, int], list[Heap]] = {}
    made = []
    for thing in things:
        x, y = dot = view.place(thing.at or (0, 0))
        square = (int(x // APART), int(y // APART))
        beside = [heap for a in (-1, 0, 1) for b in (-1, 0, 1) for heap in near.get((square[0] + a, square[1] + b), ())]
        heap = next((one for one in beside if hypot(one.dot[0] - x, one.dot[1] - y) < APART), None)
        if heap is None:
            made.append(heap := Heap(dot))
            near.setdefault(square, []).append(heap)
        heap.things.append(thing)
    return made


def squares_of(rows: Any, every: Any, view: View, link: Any) -> Iterator[Mark]:
    """Sites counted by the database in squares of the picture: as many marks for a thousand as for a million."""
    box, side = view.box, max(1, view.tall_e6 // SQUARES)
    wide = max(1, int(side / view.shrunk))
    valid = every.valid_on(timezone.localdate()).exclude(site=None).values("site")
    found = (
        rows.order_by()
        .annotate(
            row=(F("lat_e6") - Value(box.south_e6, IntegerField())) / Value(side, IntegerField()),
            column=(F("lon_e6") - Value(box.west_e6, IntegerField())) / Value(wide, IntegerField()),
        )
        .values("row", "column")
        .annotate(n=Count("pk"), licensed=Count("pk", filter=Q(pk__in=valid)))
        .order_by("row", "column")
    )
    counted = list(found)
    most = max((each["n"] for each in counted), default=1)
    for each in counted:
        place = middle_of(box, each["row"], each["column"], side, wide)
        said = ngettext("%d site", "%d sites", each["n"]) % each["n"]
        held = ngettext("%d with a licence valid today", "%d with a licence valid today", each["licensed"])
        words = f"{said}, {held % each['licensed']}"
        yield mark_of_many(
            inside(view.place(place)), each["n"], words, link(view.around(place, times=1 / SQUARES)), most
        )


def middle_of(box: Box, row: int, column: int, side: int, wide: int) -> Corner:
    return box.south_e6 + row * side + side // 2, box.west_e6 + column * wide + wide // 2


def inside(dot: Dot) -> Dot:
    """The squares at the edge reach over it."""
    return min(max(dot[0], 22), WIDE - 22), min(max(dot[1], 22), HIGH - 22)


def at_of(record: Any) -> Corner | None:
    return None if record is None or record.lat_e6 is None else (record.lat_e6, record.lon_e6)


def joined(*words: Any) -> str:
    return ", ".join(str(word) for word in words if word)


def in_review(record: Any) -> str:
    return "" if record.status == "accepted" else _("in review: %s") % record.get_status_display().lower()
