"""`manage.py match_report --seed N`: how well doubles are found, on an invented register."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.demo.crowd import KINDS, Crowd
from apps.registry.likeness import People

SIZE = 100_000
SAID_EVERY = 10_000

Pair = tuple[str, str]


class Command(BaseCommand):
    """
    Every entry of the register is compared with all others.

    Recall is the share of the people entered twice whose two entries are found to be one person; precision the share of
    the pairs found that are one. docs/likeness.md says how the register is made and how likeness is weighed.
    """

    help = "Measure on an invented register how well people who were entered twice are found."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--size", type=int, default=SIZE, help="How many entries the register has.")

    def handle(self, *_: Any, seed: int, size: int, **__: Any) -> None:
        crowd = Crowd(seed, size)
        started = time.monotonic()
        found = self.found(crowd)
        seconds = time.monotonic() - started
        kinds = {pair(double.first, double.second): double.kind for double in crowd.doubles}
        self.stdout.write(f"{size:,} entries, {len(kinds):,} people entered twice; seed {seed}; {seconds:.0f} s")
        entered, right = Counter(kinds.values()), Counter(kinds[one] for one in found & kinds.keys())
        for kind in KINDS:
            self.stdout.write(
                f"{kind:14} {right[kind]:6,} of {entered[kind]:6,} found  {share(right[kind], entered[kind])}"
            )
        self.stdout.write(f"recall    {share(right.total(), len(kinds))}")
        self.stdout.write(f"precision {share(right.total(), len(found))}  of {len(found):,} pairs found")

    def found(self, crowd: Crowd) -> set[Pair]:
        register = People(crowd.people)
        pairs: set[Pair] = set()
        for at, person in enumerate(crowd.people, start=1):
            pairs.update(pair(person.id, like.id) for like in register.like(person))
            if at % SAID_EVERY == 0:
                self.stderr.write(f"{at:,} of {len(crowd.people):,} compared")
        return pairs


def pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"
