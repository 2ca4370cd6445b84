"""
Who may already be registered: the people of a register that a newcomer is like, each with a score and the reasons.

A score is evidence in half bits: what two entries have in common, weighed by how rare it is in this register, less what
speaks against it, less what it takes to be more likely one person than two (the sum of Fellegi and Sunter, 1969, *A
theory for record linkage*). At 0 it is as likely as not; each two more make it twice as likely. Whole numbers only, so
that the tablet comes to the same scores (`likeness.ts`). It compares what a tablet carries of a person and no more: no
documents, no parents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import orjson

from apps.registry.sounds import a_slip_apart, sounds_of, without_one


class Weights(NamedTuple):
    """What speaks for one person and what against; the values stand in `likeness.json`, which the tablet reads too."""

    # How many times as many strangers as doubles there are for each person in the register, at the least.
    strangers: int
    # (years apart, evidence where both years are exact, where one is an estimate); beyond the last, `surely_other`.
    years: list[list[int]]
    surely_other: list[int]
    same_sex: int
    other_sex: int
    other_place: int
    # One place holds many: however rare its name, it says no more than this.
    most_of_a_place: int
    other_nickname: int
    # A name that has none like it on the other side; where a woman's family name may have changed by marriage.
    other_name: int
    married_name: int
    one_name_more: int


WEIGHTS = Weights(**orjson.loads(Path(__file__).with_suffix(".json").read_bytes())["weights"])
# What all but the names can say at the most.
MOST_BESIDE = WEIGHTS.most_of_a_place + WEIGHTS.same_sex + WEIGHTS.years[0][1]


class Person(NamedTuple):
    """What is compared of an entry; `sex` as in the form, `birth_year` None where it is not known."""

    id: str
    names: str
    nickname: str = ""
    sex: str = ""
    birth_year: int | None = None
    estimated: bool = False
    place: str = ""


class Heard(NamedTuple):
    """The same as it sounds."""

    names: tuple[str, ...]
    nickname: tuple[str, ...]
    place: str
    sex: str
    birth_year: int | None
    estimated: bool

    @classmethod
    def of(cls, person: Person) -> Heard:
        return cls(
            sounds_of(person.names), sounds_of(person.nickname), " ".join(sounds_of(person.place)),
            person.sex, person.birth_year, person.estimated,
        )  # fmt: skip

    def calls(self) -> set[str]:
        return {*self.names, *self.nickname}


class Like(NamedTuple):
    """Somebody of the register: how like, and what is alike (`names`, `nickname`, `birth_year`, `place`)."""

    id: str
    score: int
    reasons: tuple[str, ...]


class Weighing:
    """Two entries weighed against each other; how rare what they share is, whoever holds the register says."""

    heard: dict[str, Heard]
    # How many entries the register has.
    size: int

    def bearers(self, sound: str) -> int:
        """How many are called so."""
        raise NotImplementedError

    def born_at(self, place: str) -> int:
        """How many say that they come from there."""
        raise NotImplementedError

    @cached_property
    def needed(self) -> int:
        """What it takes to be as likely as not one person."""
        return half_bits(WEIGHTS.strangers * max(self.size, 1))

    def compared(self, one: Heard, key: str) -> Like:
        return Like(key, *self.weigh(one, self.heard[key]))

    def weigh(self, one: Heard, other: Heard) -> tuple[int, tuple[str, ...]]:
        """The score and what is alike."""
        names, nickname = self.name_evidence(one, other)
        year, place = year_evidence(one, other), self.place_evidence(one, other)
        score = names + nickname + year + place + sex_evidence(one, other) - self.needed
        said = {"names": names, "nickname": nickname, "birth_year": year, "place": place}
        return score, tuple(reason for reason, evidence in said.items() if evidence > 0)

    def name_evidence(self, one: Heard, other: Heard) -> tuple[int, int]:
        """Of the names in whatever order, and of the nickname, which somebody may have written as a name."""
        here, there = list(one.names), list(other.names)
        names = self.taken(here, there)
        nick_here, nick_there = list(one.nickname), list(other.nickname)
        had_nicknames = bool(nick_here and nick_there)
        nickname = self.taken(nick_here, nick_there)
        nickname += self.taken(here, nick_there) + self.taken(nick_here, there)
        if had_nicknames and nickname == 0:
            nickname = WEIGHTS.other_nickname
        against = min(len(here), len(there))
        married = min(against, 1) if one.sex == other.sex == "woman" else 0
        more = abs(len(here) - len(there))
        names += (against - married) * WEIGHTS.other_name + married * WEIGHTS.married_name
        return names + more * WEIGHTS.one_name_more, nickname

    def taken(self, here: list[str], there: list[str]) -> int:
        """What these have in common, which is taken out of both: first what sounds the same, then what nearly does."""
        evidence = 0
        for sound in list(here):
            if sound in there:
                evidence += self.rarity(sound)
                here.remove(sound)
                there.remove(sound)
        for sound in list(here):
            near = next((other for other in there if a_slip_apart(sound, other)), None)
            if near is not None:
                evidence += self.nearly(sound, near)
                here.remove(sound)
                there.remove(near)
        return evidence

    def place_evidence(self, one: Heard, other: Heard) -> int:
        if not one.place or not other.place:
            return 0
        if one.place == other.place:
            return min(half_bits(self.size, self.born_at(one.place)), WEIGHTS.most_of_a_place)
        if a_slip_apart(one.place, other.place):
            rarer = min(self.born_at(one.place) or 1, self.born_at(other.place))
            return min(half_bits(self.size, rarer), WEIGHTS.most_of_a_place) * 2 // 3
        return WEIGHTS.other_place

    def rarity(self, sound: str) -> int:
        return half_bits(self.size, self.bearers(sound))

    def nearly(self, sound: str, near: str) -> int:
        """Two names a slip apart may be two names: less than either says alone."""
        return min(self.rarity(sound), self.rarity(near)) * 2 // 3


class People(Weighing):
    """A register's people, made ready to be compared with; each is found by how he is called."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.heard = {person.id: Heard.of(person) for person in people}
        self.size = len(self.heard)
        self.called: dict[str, list[str]] = defaultdict(list)
        for key, heard in self.heard.items():
            for sound in heard.calls():
                self.called[sound].append(key)
        self.at_place = Counter(heard.place for heard in self.heard.values())

    @cached_property
    def slips(self) -> dict[str, list[str]]:
        """Every sound that people are called by, under each way of leaving out a letter."""
        return under_each_slip(self.called)

    @cached_property
    def places(self) -> dict[str, list[str]]:
        return under_each_slip(self.at_place)

    def bearers(self, sound: str) -> int:
        return len(self.called.get(sound, ()))

    def born_at(self, place: str) -> int:
        return self.at_place[place]

    def like(self, person: Person, *, most: int | None = None) -> list[Like]:
        """Those that are more likely than not this person, the likeliest first."""
        one = Heard.of(person)
        found = [self.compared(one, key) for key in self.shortlist(one) if key != person.id]
        return sorted((like for like in found if like.score >= 0), key=lambda like: (-like.score, like.id))[:most]

    def shortlist(self, one: Heard) -> Iterator[str]:
        """Whoever could come to 0: the names alone are added up for all who share one, or nearly."""
        shared: dict[str, int] = {}
        for sound in one.calls():
            for near in [sound, *self.near(sound, self.slips)]:
                evidence = self.rarity(near) if near == sound else self.nearly(sound, near)
                for key in self.called.get(near, ()):
                    shared[key] = shared.get(key, 0) + evidence
        places = {one.place, *self.near(one.place, self.places)}
        promising = [(key, evidence) for key, evidence in shared.items() if evidence + MOST_BESIDE >= self.needed]
        for key, evidence in promising:
            other = self.heard[key]
            beside = sex_evidence(one, other) + year_evidence(one, other)
            beside += WEIGHTS.most_of_a_place if other.place in places else 0
            if evidence + beside >= self.needed:
                yield key

    def near(self, sound: str, slips: dict[str, list[str]]) -> list[str]:
        """What is a slip apart from this sound, each once, in an order of their own."""
        found = {other for short in without_one(sound) for other in slips.get(short, ())}
        return sorted(other for other in found if a_slip_apart(sound, other))


def under_each_slip(sounds: Iterable[str]) -> dict[str, list[str]]:
    slips: dict[str, list[str]] = defaultdict(list)
    for sound in sounds:
        for short in without_one(sound):
            slips[short].append(sound)
    return slips


def half_bits(of: int, share: int = 1) -> int:
    """How rare one in `of / share` is: twice its binary logarithm, downwards."""
    return (of * of // max(share, 1) ** 2).bit_length() - 1 if of > share else 0


def year_evidence(one: Heard, other: Heard) -> int:
    if one.birth_year is None or other.birth_year is None:
        return 0
    apart = abs(one.birth_year - other.birth_year)
    which = 1 if one.estimated or other.estimated else 0
    return next((row[1 + which] for row in WEIGHTS.years if apart <= row[0]), WEIGHTS.surely_other[which])


def sex_evidence(one: Heard, other: Heard) -> int:
    stated = {"woman", "man"}
    if one.sex not in stated or other.sex not in stated:
        return 0
    return WEIGHTS.same_sex if one.sex == other.sex else WEIGHTS.other_sex
