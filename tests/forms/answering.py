"""Valid answers to any form, made up from its declaration and a seed: as varied as the form lets them be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from apps.forms.agreeing import is_met
from apps.forms.checking import as_answers, validate
from apps.forms.grammar import Field, Form, Kind
from apps.forms.reading import PLACES, limits_of

WORDS = ["Koné", "N’Guessan", "=1+1", "Awa, Sow; Touré", "x", "1.50", "Œuvre", "-", "2026-11-01", "oui", "Bemba 7"]
# No tablet is asked for the first two here: a picture is a file, and what is drawn needs one.
NOT_MADE = {Kind.PHOTO, Kind.SIGNED}
FIRST_DAY, DAYS = date(2026, 2, 1), 280
TRIES = 2000


class Answering:
    """
    Somebody who answers one form again and again.

    `numbers` are those of records that are here, by kind; `codes` those of the server's choice lists. Of a list that is
    not named here any code is one.
    """

    def __init__(
        self, form: Form, seed: int, *, numbers: Mapping[str, Sequence[str]], codes: Mapping[str, Sequence[str]]
    ) -> None:
        self.form, self.chance = form, Random(f"{form.code} {seed}")
        self.numbers, self.codes = numbers, codes
        self.made = 0

    def answers(self) -> dict[str, Any]:
        """As a tablet sends them; what the form would refuse is thought over."""
        self.made += 1
        for _try in range(TRIES):
            said = validate(self.form, self.attempt(), today=date(2026, 11, 24), sources=self.codes)
            if not said.faults:
                return as_answers(said.cleaned)
        raise AssertionError(f"No valid answers to {self.form.code}")

    def attempt(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for field in self.form.fields.values():
            asked = field.kind not in NOT_MADE and (field.show_if is None or is_met(field.show_if, said))
            if asked and (field.required or self.chance.random() < 0.7):
                said[field.code] = self.answer(field)
        return said

    def answer(self, field: Field) -> Any:
        if field.code == "number":
            return f"{self.form.code[0].upper()}{self.chance.choice('-/ ')}{1000 + self.made}"
        if field.kind in PLACES:
            return self.amount(field)
        return getattr(self, field.kind.value)(field)

    def amount(self, field: Field) -> str:
        unit = Decimal(1).scaleb(-PLACES[field.kind])
        least = Decimal(limits_of(field)["min"])
        return f"{least + self.chance.randrange(10 ** self.chance.randint(2, 7)) * unit:.{PLACES[field.kind]}f}"

    def text(self, field: Field) -> str:
        return " ".join(self.chance.sample(WORDS, 2))[: limits_of(field)["max_length"]].strip()

    def choice(self, field: Field) -> str:
        assert field.choices is not None
        own = [option.code for option in field.choices.options]
        return self.chance.choice(own or self.codes.get(field.choices.source or "", ["any"]))

    def choices(self, field: Field) -> list[str]:
        assert field.choices is not None
        return self.chance.sample([option.code for option in field.choices.options], 2)

    def integer(self, field: Field) -> int:
        least, most = limits_of(field)["min"], limits_of(field)["max"]
        return self.chance.randint(least, min(most, least + 10 ** self.chance.randint(1, 3)))

    def year(self, field: Field) -> int:
        return self.chance.randint(1940, 2005)

    def date(self, field: Field) -> str:
        return (FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))).isoformat()

    def flag(self, field: Field) -> bool:
        return self.chance.random() < 0.5

    def reference(self, field: Field) -> dict[str, str]:
        return {"number": self.chance.choice([*self.numbers[field.refers_to or ""], "X-404"])}

    def point(self, field: Field) -> dict[str, int]:
        lat, lon = self.chance.randint(-90, 90) * 1_000_000, self.chance.randint(-(10**8), 10**8)
        return {"lat_e6": lat, "lon_e6": lon, "accuracy_m": self.chance.randint(0, 200)}

    def area(self, field: Field) -> dict[str, Any]:
        wide, known = self.chance.randint(300, 4000), self.chance.choice([{"accuracy_m": 6}, {}])
        places = [(0, 0), (wide, 1), (wide, wide), (wide // 2, wide // 3)][: self.chance.randint(3, 4)]
        return {"corners": [{"lat_e6": -4_361_000 + lat, "lon_e6": 18_555_000 + lon, **known} for lat, lon in places]}

    def identifier(self, field: Field) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def number(self, field: Field) -> str:
        return f"G-{self.made}"

    def paper_number(self, field: Field) -> str:
        return f"{self.chance.choice(['BRL', 'KO/'])} {self.chance.randint(1, 10**6):06d}"

    def rows(self, field: Field) -> list[dict[str, Any]]:
        rows = [self.row(field) for _ in range(self.chance.randint(1, 3))]
        if not field.each_once:
            return rows
        return list({str(row[field.each_once]): row for row in rows}.values())

    def row(self, field: Field) -> dict[str, Any]:
        asked = [part for part in field.parts if part.required or self.chance.random() < 0.5]
        return {part.code: self.answer(part) for part in asked}
