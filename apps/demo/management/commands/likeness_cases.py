"""
`manage.py likeness_cases`: the cases on which tablet and office must agree, from what apps/registry/likeness.py says.

For when a rule or a weight was changed on purpose; the difference is then read, and `likeness.ts` brought to the same.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand

from apps.demo.crowd import Crowd
from apps.demo.names import Names
from apps.registry.likeness import People, Person
from apps.registry.sounds import sounds_of

FILE: Path = settings.BASE_DIR / "fixtures" / "conformance" / "likeness" / "cases.json"
SEED, SIZE, CROWDED = 12, 400, 200
# Letters, marks and gaps that a keyboard or another language's spelling brings.
STRANGE = [
    ("", "", "not_stated", None, False, ""),
    ("’", "'", "", 1980, True, "-"),
    ("  N’Gandou   de la  KWASSI ", "", "woman", 1980, True, "Ézouli"),
    ("E\u0301zouli Kɔngɔ Mbɛlɛ", "", "man", 1979, False, "Béré-lo"),
    ("ﬁlipe SANTOS Conceição", "Zé", "man", 1990, False, "Cuango"),
    ("محمد Ali 3", "", "man", 2001, False, "😀"),
    ("Mama Mama Mama", "Mama", "woman", 1960, True, "Mama"),
    ("İssa Straße", "", "man", 1999, False, ""),
]
WORDS = [
    "Kassandou", "Cassandu", "KASANDOU", "N’Dorani", "Ndorani", "Gwandolé", "Gouandole", "Chiamé", "Shiame", "Tchiamé",
    "Djibril", "Gibril", "Jibril", "Ouédraogo", "Wedraogo", "Philippe", "Filipe", "Guéla", "Ngoma", "N’goma", "Mbemba",
    "Quassi", "Kwassi", "Gnassé", "Nyassé", "Nhasse", "Guilherme", "Guillaume", "Zacharie", "Th", "H", "Eau", "e",
]  # fmt: skip


def crowded() -> list[Person]:
    """People of few names, villages and years, so that many are like one."""
    names, chance = Names.read(), Random(SEED)  # noqa: S311  a story, not a secret
    people = []
    for at in range(CROWDED):
        woman = chance.randrange(3) == 0
        name = names.respelled(names.person(chance, woman=woman), chance)
        nickname, sex = chance.choice([*names.nicknames, "", ""]), "woman" if woman else "man"
        year, estimated = chance.choice([None, *range(1970, 1986)]), chance.randrange(2) == 0
        village = chance.choice(names.villages)
        people.append(Person(f"crowded-{at:03}", name, nickname, sex, year, estimated, village))
    return people


def cases() -> dict[str, object]:
    crowd = Crowd(SEED, SIZE)
    second = {double.second for double in crowd.doubles}
    people = [person for person in crowd.people if person.id not in second]
    strange = [Person(f"strange-{at}", *row) for at, row in enumerate(STRANGE)]
    dense = crowded()
    newcomers = [*(person for person in crowd.people if person.id in second), *dense[:60], *strange]
    people += [*dense, *strange]
    register = People(people)
    return {
        "sounds": [{"names": word, "sounds": sounds_of(word)} for word in [*WORDS, *(row[0] for row in STRANGE)]],
        "people": [person._asdict() for person in people],
        "cases": [
            {"newcomer": person._asdict(), "like": [like._asdict() for like in register.like(person)]}
            for person in newcomers
        ],
    }


class Command(BaseCommand):
    """Write them to fixtures/conformance/likeness/."""

    help = "Write the cases on which the tablet's and the office's search for doubles must agree."

    def handle(self, *_: Any, **__: Any) -> None:
        FILE.write_bytes(orjson.dumps(cases(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        self.stdout.write(f"Written: {FILE}")
