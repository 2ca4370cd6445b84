"""What a figure may be: an amount, a count, a day, a rate with its totals, not applicable, or None: not reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.quantities.rates import rate_of

Sum = Decimal | int | date | None


class NotApplicable:
    """The question does not arise here; that is an answer, unlike None."""

    def __repr__(self) -> str:
        return "n/a"


NOT_APPLICABLE = NotApplicable()


@dataclass(frozen=True)
class Rate:
    """One total over another, worked out once and for the whole: rates are never averaged."""

    over: Decimal
    under: Decimal
    percent: bool = False

    @property
    def value(self) -> Decimal | NotApplicable:
        value = rate_of(self.over, self.under, percent=self.percent)
        return NOT_APPLICABLE if value is None else value


Figure = Decimal | int | date | Rate | NotApplicable | None


class Row(dict[str, Sum]):
    """The sums of one region by name; what no query gave is not reported."""

    def __missing__(self, name: str) -> None:
        return None

    def amount(self, name: str) -> Decimal:
        """An amount that was reported; ask `row[name]` first whether it was."""
        value = self[name]
        if not isinstance(value, Decimal):
            raise TypeError(f"{name} was not reported.")
        return value

    def count(self, name: str, *, known: str) -> int | None:
        """How many; not reported where nothing of the kind is known, since 0 would be a statement."""
        value = self[name]
        return (value if isinstance(value, int) else 0) if self[known] else None

    def rate(self, over: str, under: str, *, percent: bool = False) -> Rate | None:
        """Over a total that was reported; nothing of it is a share of 0, but of no total there is no share."""
        part, whole = self[over], self[under]
        if not isinstance(whole, Decimal):
            return None
        return Rate(part if isinstance(part, Decimal) else Decimal("0.00"), whole, percent)


Columns = Mapping[str, Callable[[Row], Figure]]
