"""The lines of a published table: read for certain, or refused with a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar
from unicodedata import normalize

from django.utils.translation import gettext as _

from apps.ledger.publishing.files import Cells
from apps.places.naming import fold
from apps.quantities.fields import CaratsField
from apps.quantities.periods import Period
from apps.quantities.reading import FORMULA, read_amount, shown

CHANNELS = {
    "artisanal": "artisanal",
    "semi industrial": "semi_industrial",
    "industrial": "industrial",
    "all": "all",
}
TOTAL = "total"
T = TypeVar("T")
SUMS = {"total", "totals", "totaux", "subtotal", "soustotal", "ensemble"}
LONGEST_NAME = 80
LARGEST = 10 ** (CaratsField.max_digits - CaratsField.decimal_places)


@dataclass(frozen=True)
class Line:
    """One line that can be used; the name is a province, a company or TOTAL."""

    at: int
    period: Period
    channel: str
    name: str
    carats: Decimal

    @property
    def is_total(self) -> bool:
        return fold(self.name) == TOTAL

    @property
    def key(self) -> tuple[str, str, str]:
        return self.period.code, self.channel, fold(self.name)


@dataclass(frozen=True, order=True)
class Fault:
    """Why a line cannot be used; line 0 is the file as a whole."""

    at: int
    sentence: str

    def __str__(self) -> str:
        return (
            _("Line %(line)d: %(sentence)s") % {"line": self.at, "sentence": self.sentence}
            if self.at
            else self.sentence
        )


def read_lines(rows: Sequence[Cells]) -> tuple[list[Line], list[Fault]]:
    """Every line that can be read, and every reason why another cannot: all of them, not the first only."""
    lines: list[Line] = []
    faults: list[Fault] = []
    for row in rows:
        found = Reader(row)
        line = found.line()
        faults += found.faults
        if line:
            lines.append(line)
    return lines, faults


class Reader:
    """Reads the four cells of one row; each cell may have a fault of its own."""

    def __init__(self, row: Cells) -> None:
        self.at, self.cells = row.at, row.cells
        self.faults: list[Fault] = []

    def line(self) -> Line | None:
        if len(self.cells) != 4:
            self.refuse(
                _("it has %d columns, not 4. A number with a comma goes between quotation marks.") % len(self.cells)
            )
            return None
        period = self.read(Period.parse, self.cells[0].strip())
        channel = self.read(read_channel, self.cells[1])
        name = self.read(read_name, self.cells[2])
        carats = self.read(read_carats, self.cells[3])
        if channel == "all" and name and fold(name) != TOTAL:
            self.refuse(_("the channel “all” takes a TOTAL only, so that nothing is counted twice."))
        if period is None or channel is None or name is None or carats is None or self.faults:
            return None
        return Line(at=self.at, period=period, channel=channel, name=name, carats=carats)

    def read(self, reader: Callable[[str], T], text: str) -> T | None:
        try:
            return reader(text)
        except ValueError as fault:
            self.refuse(str(fault))
            return None

    def refuse(self, sentence: str) -> None:
        self.faults.append(Fault(self.at, sentence))


def read_channel(text: str) -> str:
    channel = CHANNELS.get(fold(text))
    if channel is None:
        raise ValueError(_("“%s” is not a channel: write artisanal, semi-industrial, industrial or all.") % shown(text))
    return channel


def read_name(text: str) -> str:
    """The third column's text, which goes into sheets later on and so may not be a formula."""
    name = " ".join(normalize("NFC", text).strip(" \u00a0").split(" "))
    if text.startswith(FORMULA) or name.startswith(FORMULA):
        raise ValueError(_("“%s” is a formula, not a name.") % shown(text))
    words = fold(name).split()
    if not words:
        raise ValueError(_("the third column is blank: write a province, a company or TOTAL."))
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(_("“%s” is not a name.") % shown(text))
    # A subtotal that passed as a company would count its parts twice.
    if words != [TOTAL] and SUMS & set(words):
        raise ValueError(_("“%s” looks like a sum: the total of a channel is written TOTAL.") % shown(text))
    return name


def read_carats(text: str) -> Decimal:
    carats = read_amount(text)
    if carats >= LARGEST:
        raise ValueError(_("“%s” is too large to be an amount.") % shown(text))
    return carats


def repeated(lines: Sequence[Line]) -> Iterator[Fault]:
    """A province or company that stands twice under one period and channel would count twice."""
    first: dict[tuple[str, str, str], int] = {}
    for line in lines:
        if line.key in first:
            yield Fault(line.at, _("it repeats line %d.") % first[line.key])
        first.setdefault(line.key, line.at)


def overlapping(lines: Sequence[Line]) -> Iterator[Fault]:
    """Two periods of one file that share days and a channel would count those days twice."""
    first: dict[tuple[Period, str], int] = {}
    for line in lines:
        first.setdefault((line.period, line.channel), line.at)
    groups = sorted(first.items(), key=lambda item: item[1])
    for place, ((period, channel), at) in enumerate(groups):
        for (other, its_channel), its_line in groups[:place]:
            if period != other and period.overlaps(other) and shares(channel, its_channel):
                yield Fault(
                    at,
                    _("%(period)s shares days with %(other)s of line %(line)d: they would count twice.")
                    % {"period": period, "other": other, "line": its_line},
                )


def shares(channel: str, other: str) -> bool:
    return channel == other or "all" in {channel, other}
