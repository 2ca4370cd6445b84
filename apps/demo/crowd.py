"""
A register of people who do not exist, in which some are entered twice, and it is known who.

What it is for: `manage.py match_report` measures on it how well doubles are found. Its names are invented from
syllables, a few that many bear and many that few bear; brothers and sisters share a family name and a village. How a
name comes to be written in two ways is in `fixtures/demo/crowd.json`, and knows nothing of the matcher's own rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

import orjson
from django.conf import settings

from apps.registry.likeness import Person

FILE: Path = settings.BASE_DIR / "fixtures" / "demo" / "crowd.json"
FAMILY_NAMES, MENS_NAMES, WOMENS_NAMES, VILLAGES, NICKNAMES = 6000, 900, 600, 600, 300
# How somebody comes to stand in the register twice, the same number of each.
KINDS = ("spelling", "order", "nickname", "birth_year", "married_name")


class Double(NamedTuple):
    """Two entries of one person, and what mainly sets them apart."""

    first: str
    second: str
    kind: str


class Vocabulary:
    """Words of which the first is borne by most: the n-th by about an n-th of them."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.weights = list(accumulate(1 / (rank + 12) for rank in range(len(words))))

    def one(self, chance: Random) -> str:
        [word] = chance.choices(self.words, cum_weights=self.weights)
        return word


class Crowd:
    """`size` people, of whom one in twenty is entered a second time."""

    def __init__(self, seed: int, size: int = 100_000) -> None:
        self.chance = Random(seed)  # noqa: S311  a story, not a secret
        self.syllables = orjson.loads(FILE.read_bytes())
        self.families, self.men, self.women, self.villages, self.nicknames = (
            Vocabulary(self.invented(number))
            for number in (FAMILY_NAMES, MENS_NAMES, WOMENS_NAMES, VILLAGES, NICKNAMES)
        )
        twice = size // 20
        first: list[Person] = []
        for number in range(size - twice):
            first.append(self.somebody(number, first))
        again = [
            self.again(person, kind, len(first) + at) for at, (person, kind) in enumerate(self.chosen(first, twice))
        ]
        self.people = [*first, *(person for person, _ in again)]
        self.doubles = [double for _, double in again]
        self.chance.shuffle(self.people)

    def invented(self, number: int) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < number:
            syllables = [self.of("openings"), self.of("endings")]
            if self.percent(55):
                syllables.insert(1, self.of("middles"))
            words["".join(syllables).capitalize()] = None
        return list(words)

    def of(self, which: str) -> str:
        return str(self.chance.choice(self.syllables[which]))

    def percent(self, share: int) -> bool:
        return self.chance.randrange(100) < share

    def somebody(self, number: int, before: Sequence[Person]) -> Person:
        woman = self.percent(18)
        given = (self.women if woman else self.men).one(self.chance)
        own = [self.families.one(self.chance)] if self.percent(70) else []
        family, village = self.families.one(self.chance), self.villages.one(self.chance)
        if before and self.percent(15):
            kin = self.chance.choice(before)
            family, village = kin.names.split()[-1], kin.place
        born, estimated = self.chance.randint(1950, 2008), self.percent(35)
        return Person(
            id=f"{number:06}",
            names=" ".join([given, *own, family]),
            nickname=self.nicknames.one(self.chance) if self.percent(25) else "",
            sex="woman" if woman else "man",
            birth_year=5 * round(born / 5) if estimated else born,
            estimated=estimated,
            place=village,
        )

    def chosen(self, people: Sequence[Person], number: int) -> list[tuple[Person, str]]:
        """Who is entered twice, nobody a third time: those who married are women, those of a nickname have one."""
        waiting = list(people)
        self.chance.shuffle(waiting)
        chosen: list[tuple[Person, str]] = []
        taken: set[str] = set()
        for kind in KINDS:
            fitting = (one for one in waiting if one.id not in taken and fits(one, kind))
            for person, _ in zip(fitting, range(number // len(KINDS)), strict=False):
                taken.add(person.id)
                chosen.append((person, kind))
        return chosen

    def again(self, person: Person, kind: str, number: int) -> tuple[Person, Double]:
        """The same person as another officer would enter him, who did not know that he was entered."""
        entry = self.as_told_again(person)._replace(id=f"{number:06}")
        if kind == "nickname":
            entry = entry._replace(nickname=person.nickname)
        changed = getattr(self, f"by_{kind}")(entry)
        return changed, Double(person.id, changed.id, kind)

    def as_told_again(self, person: Person) -> Person:
        """What differs whatever else does: a year that is no better known, a village, a nickname not asked for."""
        year = person.birth_year
        if year is not None and self.percent(30):
            year += self.chance.choice((-1, 1))
        place = person.place
        if self.percent(10):
            place = ""
        elif self.percent(5):
            place = self.villages.one(self.chance)
        elif self.percent(15):
            place = self.respelled(place)
        nickname = "" if self.percent(50) else person.nickname
        return person._replace(birth_year=year, place=place, nickname=nickname)

    def by_spelling(self, person: Person) -> Person:
        names = person.names.split()
        for at in self.chance.sample(range(len(names)), k=self.chance.randint(1, 2)):
            names[at] = self.respelled(names[at])
        return person._replace(names=" ".join(names))

    def by_order(self, person: Person) -> Person:
        names = person.names.split()
        mixed = names[:]
        while mixed == names:
            self.chance.shuffle(mixed)
        return person._replace(names=" ".join(mixed).upper() if self.percent(30) else " ".join(mixed))

    def by_nickname(self, person: Person) -> Person:
        """Entered by the name he goes by, in place of the one he was given."""
        return person._replace(names=" ".join([person.nickname, *person.names.split()[1:]]), nickname="")

    def by_birth_year(self, person: Person) -> Person:
        year = person.birth_year
        return person._replace(birth_year=None if year is None else year + self.chance.choice((-3, 3)))

    def by_married_name(self, person: Person) -> Person:
        return person._replace(names=" ".join([*person.names.split()[:-1], self.families.one(self.chance)]))

    def respelled(self, name: str) -> str:
        """Heard and written otherwise, or, one time in four, a slip of the pen."""
        ways = [(written, instead) for written, instead in self.syllables["spellings"] if written in name.lower()]
        if not ways or self.percent(25):
            return self.with_a_slip(name)
        written, instead = self.chance.choice(ways)
        return str(name.lower().replace(written, instead, 1).capitalize())

    def with_a_slip(self, name: str) -> str:
        at = self.chance.randrange(1, len(name))
        letter = self.chance.choice(self.syllables["slips"])
        return self.chance.choice(
            (name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :],
             name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :])
        )  # fmt: skip


def fits(person: Person, kind: str) -> bool:
    if kind == "married_name":
        return person.sex == "woman"
    return kind != "nickname" or bool(person.nickname)
