"""Invented names that repeat, have no fixed order and are spelled in several ways, as in a real register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self

import orjson
from django.conf import settings

FILE: Path = settings.BASE_DIR / "fixtures" / "demo" / "names.json"


@dataclass(frozen=True)
class Names:
    women: Sequence[str]
    men: Sequence[str]
    families: Sequence[str]
    nicknames: Sequence[str]
    villages: Sequence[str]
    sites: Sequence[str]
    houses: Sequence[str]
    spellings: Sequence[Sequence[str]]

    @classmethod
    def read(cls) -> Self:
        file = orjson.loads(FILE.read_bytes())
        return cls(**{name: file[name] for name in cls.__annotations__})

    def person(self, chance: Random, *, woman: bool) -> str:
        """Given and family name, both from a short list of which the first entries are the most frequent."""
        return f"{frequent(self.women if woman else self.men, chance)} {frequent(self.families, chance)}"

    def respelled(self, name: str, chance: Random) -> str:
        """The same name as another officer would write it: other letters, the other order, or capitals."""
        written, instead = chance.choice(self.spellings)
        name = name.replace(written, instead)
        if chance.randrange(4) == 0:
            name = " ".join(reversed(name.split()))
        return name.upper() if chance.randrange(5) == 0 else name


def frequent(words: Sequence[str], chance: Random) -> str:
    return words[min(chance.randrange(len(words)), chance.randrange(len(words)))]
