"""
Who of a Participant's register is like these entries: found by the database, weighed here.

The same scores as `likeness.People` gives to a register in memory. Two entries come to 0 only if what their names have
in common weighs enough, the more the further apart they were born. So each looks, among those born near and far, only
under so many of its sounds, the rarest first, that the others alone could not make up the weight; thousands who share
nothing but a common name are never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Count, QuerySet

from apps.persons.hearing import UNKNOWN, slips_of
from apps.persons.models import Heard, Slip, Sound
from apps.registry.likeness import WEIGHTS, Like, Weighing, sex_evidence, year_evidence
from apps.registry.likeness import Heard as Sounds
from apps.registry.sounds import a_slip_apart

# So many entries are compared in one statement.
BATCH = 50
# More years apart than any two people.
BEYOND = 9_999
# What place and sex say for one person at the most.
BESIDE = WEIGHTS.most_of_a_place + WEIGHTS.same_sex


class Band(NamedTuple):
    """Years apart, from and up to, and what such years say for one person at the most."""

    first: int
    last: int
    most: int


def bands() -> list[Band]:
    """Years that speak for one person, years that hardly do, and years that speak against it."""
    table = [*WEIGHTS.years, [BEYOND, *WEIGHTS.surely_other]]
    return [
        Band(first, last, max(max(years[1:]) for years in table if first <= years[0] <= last))
        for first, last in ((0, 3), (4, 10), (11, BEYOND))
    ]


class Look(NamedTuple):
    """
    Under which sound an entry looks, among those born in which years, and what those found have in common with it.

    Whoever has less than `least` in common with it under all its looks cannot be the same person; under the sounds that
    it passes over there may be `rest` more.
    """

    entry: int
    sound: int
    evidence: int
    low: int
    high: int
    least: int
    rest: int


class Found(NamedTuple):
    """Somebody found for an entry: what their names have in common at the most, and how he sounds."""

    entry: int
    digger: str
    most: int
    sounds: Sounds


@dataclass
class Counts:
    """What is counted over the whole of a Participant's register, once for as many batches as are compared."""

    participant: str
    at_place: dict[str, int] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        return Heard.objects.filter(participant=self.participant).count()

    def count_places(self, places: set[str]) -> None:
        new = places - self.at_place.keys()
        rows = Heard.objects.filter(participant=self.participant, place__in=new).order_by()
        self.at_place |= dict(rows.values_list("place").annotate(n=Count("pk")))


@dataclass
class Register(Weighing):
    """What it takes of a Participant's register to weigh some entries against all others."""

    counts: Counts
    heard: dict[str, Sounds]
    # Of each sound that these entries are called by, and of each a slip from it: its row and how many bear it.
    borne: dict[str, tuple[int, int]]
    near: dict[str, list[str]]

    @classmethod
    def around(cls, counts: Counts, entries: Sequence[Heard]) -> Register:
        heard = {str(entry.digger_id): sounds_of(entry) for entry in entries}
        own = {call for one in heard.values() for call in one.calls()}
        return cls(counts, heard, *vocabulary(counts.participant, own))

    @property
    def size(self) -> int:  # type: ignore[override]
        return self.counts.size

    def bearers(self, sound: str) -> int:
        return self.borne[sound][1] if sound in self.borne else 0

    def born_at(self, place: str) -> int:
        return self.counts.at_place.get(place, 0)

    @cached_property
    def rarities(self) -> dict[str, int]:
        """Each worked out once: an entry looks under the same few sounds among all years."""
        return {sound: self.rarity(sound) for one in self.heard.values() for sound in one.calls()}

    @cached_property
    def alike(self) -> dict[str, list[tuple[int, int]]]:
        """Under which rows each sound is looked for, and what is in common with whoever is found there."""
        return {
            sound: [
                (self.borne[other][0], rarity if other == sound else self.nearly(sound, other))
                for other in [sound, *self.near.get(sound, ())]
            ]
            for sound, rarity in self.rarities.items()
        }

    def looks(self, entry: Heard) -> Iterator[Look]:
        own = self.heard[str(entry.digger_id)].calls()
        rarest = sorted(own, key=lambda sound: (-self.rarities[sound], sound))
        for most, windows in self.windows(entry.birth_year):
            yield from self.looks_among(entry, list(rarest), self.needed - most - BESIDE, windows)

    def windows(self, year: int | None) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """What the years say at the most, and the years; whoever's is not known says nothing for or against."""
        if year is None:
            yield 0, [(UNKNOWN, BEYOND)]
            return
        near, *further = bands()
        yield near.most, [(year - near.last, year + near.last)]
        for band in further:
            earlier = max(year - band.last, UNKNOWN + 1), year - band.first
            yield band.most, [earlier, (year + band.first, year + band.last)]
        yield 0, [(UNKNOWN, UNKNOWN)]

    def looks_among(self, entry: Heard, own: list[str], least: int, windows: list[tuple[int, int]]) -> Iterator[Look]:
        """Without the commonest sounds, as many as weigh less than enough together."""
        rest = 0
        while own and self.rarities[own[-1]] < least - rest:
            rest += self.rarities[own.pop()]
        for sound in own:
            for row, evidence in self.alike[sound]:
                for low, high in windows:
                    yield Look(entry.pk, row, evidence, low, high, least - rest, rest)

    def likes(self, found: Iterable[Found], digger_of: Mapping[int, str]) -> dict[str, list[Like]]:
        """Of each entry those that are more likely than not the same person."""
        hopeful = [one for one in found if self.could_be(self.heard[digger_of[one.entry]], one)]
        self.counts.count_places(
            {place for one in hopeful for place in shared_places(self.heard[digger_of[one.entry]], one)}
        )
        likes: dict[str, list[Like]] = defaultdict(list)
        for one in hopeful:
            key = digger_of[one.entry]
            like = self.weighed(self.heard[key], one)
            if like.score >= 0:
                likes[key].append(like)
        return likes

    def could_be(self, one: Sounds, found: Found) -> bool:
        other = found.sounds
        beside = sex_evidence(one, other) + year_evidence(one, other)
        beside += WEIGHTS.most_of_a_place if shared_places(one, found) else 0
        return found.most + beside >= self.needed

    def weighed(self, one: Sounds, found: Found) -> Like:
        """Whoever of the two is looked at first."""
        here, there = self.weigh(one, found.sounds), self.weigh(found.sounds, one)
        score, reasons = max(here, there, key=lambda said: said[0])
        return Like(found.digger, score, reasons)


def shared_places(one: Sounds, found: Found) -> set[str]:
    """Both birthplaces, where they sound alike or nearly."""
    both = {one.place, found.sounds.place}
    return both if len(both) == 1 or a_slip_apart(*both) else set()


def likes_of(counts: Counts, entries: Sequence[Heard], *, later_only: bool = False) -> dict[str, list[Like]]:
    """
    By digger, whoever of the Participant's register is more likely than not the same person.

    With `later_only` each pair of the whole register comes up once: with whichever of the two was heard first.
    """
    register = Register.around(counts, entries)
    digger_of = {entry.pk: str(entry.digger_id) for entry in entries}
    looks = [look for entry in entries for look in register.looks(entry)]
    return register.likes(found_by(looks, register.needed, later_only=later_only), digger_of)


def year_in_sql() -> str:
    """`likeness.year_evidence` of two rows of `persons_heard`."""
    apart, guessed = "abs(one.birth_year - other.birth_year)", "one.estimated OR other.estimated"
    exact = " ".join(f"WHEN {apart} <= {years} THEN {says}" for years, says, _ in WEIGHTS.years)
    rough = " ".join(f"WHEN {apart} <= {years} THEN {says}" for years, _, says in WEIGHTS.years)
    surely, roughly = WEIGHTS.surely_other
    return (
        f"CASE WHEN one.birth_year IS NULL OR other.birth_year IS NULL THEN 0 WHEN {guessed} "
        f"THEN CASE {rough} ELSE {roughly} END ELSE CASE {exact} ELSE {surely} END END"
    )


SEX = (
    "CASE WHEN one.sex NOT IN ('woman', 'man') OR other.sex NOT IN ('woman', 'man') THEN 0 "
    f"WHEN one.sex = other.sex THEN {WEIGHTS.same_sex} ELSE {WEIGHTS.other_sex} END"
)
# Two places a slip apart are nearly as long, and begin or end alike; which of them are is seen afterwards.
PLACE = (
    "CASE WHEN one.place = other.place OR abs(length(one.place) - length(other.place)) <= 1 "
    "AND (substr(one.place, 1, 1) = substr(other.place, 1, 1) "
    "OR substr(one.place, length(one.place) - 1) = substr(other.place, length(other.place) - 1)) "
    f"THEN {WEIGHTS.most_of_a_place} ELSE 0 END"
)
# What is looked for is read out of its text once, and not again for each who is found.
# Of those whose names have enough in common, those who could come to 0 with all else that is written of them.
FOUND = """
    WITH look AS MATERIALIZED (SELECT {columns})
    SELECT near.entry, near.most, other.digger_id, other.names, other.nickname, other.place, other.sex,
        other.birth_year, other.estimated
    FROM (
        SELECT look.entry, called.heard_id, SUM(look.evidence) + MAX(look.rest) AS most
        FROM look JOIN persons_called called ON called.sound_id = look.sound
            AND called.birth_year BETWEEN look.low AND look.high AND called.heard_id {compare} look.entry
        GROUP BY look.entry, called.heard_id HAVING SUM(look.evidence) >= MAX(look.least)
    ) near
    JOIN persons_heard other ON other.id = near.heard_id
    JOIN persons_heard one ON one.id = near.entry
    WHERE near.most + {beside} >= %s
"""


def kind_of(name: str) -> str:
    """Keys may be large; what is summed is small, and PostgreSQL adds small numbers as such."""
    return "bigint" if name in {"entry", "sound"} else "int"


BESIDES = f"{SEX} + {year_in_sql()} + {PLACE}"
COLUMNS = {
    "sqlite": ", ".join(f"value ->> {at} AS {name}" for at, name in enumerate(Look._fields)) + " FROM json_each(%s)",
    "postgresql": ", ".join(f"(value -> {at})::{kind_of(name)} AS {name}" for at, name in enumerate(Look._fields))
    + " FROM jsonb_array_elements(%s) AS value",
}


def found_by(looks: Sequence[Look], needed: int, *, later_only: bool) -> list[Found]:
    statement = FOUND.format(columns=COLUMNS[connection.vendor], beside=BESIDES, compare=">" if later_only else "<>")
    with connection.cursor() as cursor:
        cursor.execute(statement, [orjson.dumps([[*look] for look in looks]).decode(), needed])
        return [found_in(row) for row in cursor.fetchall()]


def found_in(row: Sequence[Any]) -> Found:
    entry, most, digger, names, nickname, place, sex, year, estimated = row
    sounds = Sounds(tuple(names.split()), tuple(nickname.split()), place, sex, year, bool(estimated))
    return Found(entry, str(UUID(str(digger))), most, sounds)


def sounds_of(entry: Heard) -> Sounds:
    return Sounds(
        tuple(entry.names.split()), tuple(entry.nickname.split()), entry.place, entry.sex, entry.birth_year,
        entry.estimated,
    )  # fmt: skip


def vocabulary(participant: str, own: set[str]) -> tuple[dict[str, tuple[int, int]], dict[str, list[str]]]:
    """Of these sounds, and of those a slip from one of them, the row and the number of bearers; and which are near."""
    by_slip: dict[str, list[str]] = defaultdict(list)
    for sound in own:
        for short in slips_of(sound):
            by_slip[short].append(sound)
    borne, near = rows_of(Sound.objects.filter(text__in=own), participant), defaultdict(set)
    slips = Slip.objects.filter(short__in=by_slip).values_list(
        "short", "sound", "sound__text", "sound__bearers", "sound__participant"
    )
    for short, pk, text, bearers, whose in slips:
        # Asked of the database, it would read all sounds of the Participant and only then their slips.
        if whose == participant:
            borne[text] = (pk, bearers)
            for sound in by_slip[short]:
                near[sound].add(text)
    return borne, {sound: sorted(t for t in texts if a_slip_apart(sound, t)) for sound, texts in near.items()}


def rows_of(sounds: QuerySet[Sound], participant: str) -> dict[str, tuple[int, int]]:
    rows = sounds.filter(participant=participant).values_list("text", "pk", "bearers")
    return {text: (pk, bearers) for text, pk, bearers in rows}
