"""What a published table says twice: totals beside their parts, compared and never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.ledger.publishing.lines import Line
from apps.quantities.periods import Period


@dataclass(frozen=True)
class Group:
    """One channel of one period: the lines that count, what they add to, and the total that was printed for them."""

    period: Period
    channel: str
    entries: tuple[Line, ...]
    computed: Decimal
    printed: Line | None

    @property
    def difference(self) -> Decimal | None:
        """Computed less published; None where nothing was printed to compare with."""
        return None if self.printed is None else self.computed - self.printed.carats

    @property
    def differs(self) -> bool:
        return bool(self.difference)


def group(lines: Sequence[Line]) -> list[Group]:
    """The channels of each period in the order of the file; `all` last, since its parts are the other channels."""
    found: dict[tuple[Period, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.period, line.channel), []).append(line)
    groups = [channel_group(*key, its) for key, its in found.items() if key[1] != "all"]
    undivided = [
        undivided_group(period, its[0], groups) for (period, channel), its in found.items() if channel == "all"
    ]
    order = list(dict.fromkeys(line.period for line in lines))
    return sorted([*groups, *undivided], key=lambda group: order.index(group.period))


def channel_group(period: Period, channel: str, lines: Sequence[Line]) -> Group:
    parts = tuple(line for line in lines if not line.is_total)
    total = next((line for line in lines if line.is_total), None)
    # A total that has no parts beside it is the entry.
    entries = parts or tuple(lines)
    return Group(period, channel, entries, sum_of(entries), total if parts else None)


def undivided_group(period: Period, total: Line, groups: Sequence[Group]) -> Group:
    parts = [group for group in groups if group.period == period]
    if not parts:
        return Group(period, "all", (total,), total.carats, None)
    return Group(period, "all", (), sum((group.computed for group in parts), Decimal(0)), total)


def sum_of(lines: Sequence[Line]) -> Decimal:
    return sum((line.carats for line in lines), Decimal(0))
