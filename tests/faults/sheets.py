"""A ministry's sheet that is uploaded and confirmed more than once: only the first time makes records."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import tablib
from django.utils import timezone

from apps.accounts.models import User
from apps.registry.models import Digger
from apps.registry.resources import DiggerResource
from tests.faults.answers import NAMES, PLACES

HEADINGS = (
    "Register number",
    "Names",
    "Sex",
    "Year of birth",
    "Residence",
    "Work at the site",
    "Why the data are kept",
)
IN_A_REGISTER = 40


class Sheets:
    """The paper register of one province, of which somebody types some rows and brings them in."""

    def __init__(self, chance: Random, keeper: str) -> None:
        self.chance, self.keeper = chance, keeper
        self.rows: dict[str, tuple[object, ...]] = {}

    def written(self) -> list[tuple[object, ...]]:
        numbers = self.chance.sample(range(IN_A_REGISTER), self.chance.randint(2, 4))
        return [self.row(f"R-{number:03d}") for number in sorted(numbers)]

    def row(self, number: str) -> tuple[object, ...]:
        """A number stands for one person, whoever types the row."""
        if number not in self.rows:
            who = (self.chance.choice(NAMES), "Man", self.chance.randint(1950, 2004), self.chance.choice(PLACES))
            self.rows[number] = (number, *who, "Digging", "legal_duty")
        return self.rows[number]

    def bring(self, rows: Sequence[tuple[object, ...]], *, preview: bool = False) -> int:
        """How many records it says that it makes."""
        resource = DiggerResource(seen_at=timezone.now())
        sheet = tablib.Dataset(*rows, headers=HEADINGS)
        user = User.objects.get(username=self.keeper)
        result = resource.import_data(sheet, dry_run=preview, raise_errors=True, user=user)
        if result.has_validation_errors():
            raise AssertionError([str(row.error) for row in result.invalid_rows])
        return int(result.totals["new"] + result.totals["update"])


def records_of(rows: Sequence[tuple[object, ...]]) -> set[str]:
    found = Digger.objects.filter(number__in=[row[0] for row in rows]).values_list("pk", flat=True)
    return {str(pk) for pk in found}
