"""Two amounts side by side, as bars from zero: a drawing without a medium, for a page as for a sheet of paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

# The drawing's own units; it scales with what it is drawn on.
WIDE, NAME, BAR, BETWEEN, LABELS = 720, 18, 13, 12, 150
TALL, ABOVE, BELOW, AXIS = 220, 14, 24, 92
# Of one among several.
NARROW, LOW = 240, 80
# What an axis may end at, and in how many parts it is then divided.
PARTS = {1: 5, 2: 4, 3: 3, 4: 4, 5: 5, 6: 3, 8: 4, 10: 5}


@dataclass(frozen=True)
class Pair:
    """What was found and what was bought of it; None where nobody reported, which is no zero."""

    name: str
    first: Decimal | None
    second: Decimal | None
    # As the reader's language writes them.
    first_said: str = ""
    second_said: str = ""
    # More may come: hatched.
    partial: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    wide: float
    high: float
    look: str


@dataclass(frozen=True)
class Words:
    x: float
    y: float
    said: str
    look: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Rule:
    x: float
    y: float
    to_x: float
    to_y: float
    look: str = ""


@dataclass
class Drawing:
    high: float
    wide: float = WIDE
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def across(pairs: Sequence[Pair]) -> Drawing:
    """One below the other, each with its name above and its figures at the end of the bars."""
    most = most_of(pairs)
    one = NAME + 2 * BAR + BETWEEN
    drawing = Drawing(len(pairs) * one)
    for place, pair in enumerate(pairs):
        top = place * one + NAME
        drawing.words.append(Words(0, top - 5, pair.name, "strong"))
        for row, (amount, said, look) in enumerate(both(pair)):
            y, wide = top + row * BAR, length(amount, most, WIDE - LABELS)
            if amount is not None:
                drawing.boxes.append(Box(0, y + 1, wide, BAR - 2, look))
            drawing.words.append(Words(wide + 6, y + BAR - 2, said))
        drawing.rules.append(Rule(0, top - 1, 0, top + 2 * BAR + 1, "base"))
    return drawing


def upright(pairs: Sequence[Pair], written: Callable[[Decimal], str]) -> Drawing:
    """One beside the other in the order of time, over an axis from zero."""
    top = even(most_of(pairs))
    drawing = Drawing(ABOVE + TALL + BELOW)
    base = ABOVE + TALL
    for line in lines(top):
        y = base - length(line, top, TALL)
        drawing.rules.append(Rule(AXIS, y, WIDE, y, "grid" if line else "base"))
        drawing.words.append(Words(AXIS - 8, y + 4, written(line), "quiet", "end"))
    room = (WIDE - AXIS) / max(1, len(pairs))
    bar = min(26.0, room * 0.4)
    for place, pair in enumerate(pairs):
        middle = AXIS + (place + 0.5) * room
        drawing.words.append(Words(middle, base + 18, pair.name, "quiet", "middle"))
        for side, (amount, _said, look) in enumerate(both(pair)):
            if amount is not None:
                high = length(amount, top, TALL)
                drawing.boxes.append(Box(middle - bar + side * bar, base - high, bar - 1, high, look))
    return drawing


def small(pairs: Sequence[Pair], most: Decimal, name: str) -> Drawing:
    """The first amounts alone, one of several drawings on one scale: their shapes are compared, the table is read."""
    drawing = Drawing(NAME + LOW + BELOW, NARROW)
    base, room = NAME + LOW, NARROW / max(1, len(pairs))
    drawing.words.append(Words(0, NAME - 6, name, "strong"))
    for place, pair in enumerate(pairs):
        if pair.first is not None:
            high = length(pair.first, most, LOW)
            look = "partial" if pair.partial else "first"
            drawing.boxes.append(Box(place * room + 1, base - high, room - 2, high, look))
    drawing.rules.append(Rule(0, base, NARROW, base, "base"))
    if pairs:
        drawing.words.append(Words(0, base + 16, pairs[0].name, "quiet"))
        drawing.words.append(Words(NARROW, base + 16, pairs[-1].name, "quiet", "end"))
    return drawing


def both(pair: Pair) -> Iterator[tuple[Decimal | None, str, str]]:
    yield pair.first, pair.first_said, "partial" if pair.partial else "first"
    yield pair.second, pair.second_said, "second"


def most_of(pairs: Sequence[Pair]) -> Decimal:
    return max((amount for pair in pairs for amount in (pair.first, pair.second) if amount), default=Decimal(0))


def length(amount: Decimal | None, most: Decimal, units: float) -> float:
    return round(float(amount / most) * units, 1) if amount and most else 0.0


def even(most: Decimal) -> Decimal:
    """The least of the figures that an axis is easily divided to, with noughts, that is not below it."""
    size = Decimal(1).scaleb(most.adjusted()) if most else Decimal(1)
    return next(size * times for times in PARTS if size * times >= most)


def lines(top: Decimal) -> list[Decimal]:
    """From zero on, at figures that are easily read."""
    first = int(top.scaleb(-top.adjusted()))
    return [top * n / PARTS[first] for n in range(PARTS[first] + 1)]
