"""
`python -m bench.part peopling N`: a posting of N diggers who do not exist, each at the site of a village.

They are the crowd on which the matcher is measured, written by ninety tablets in the course of years. Prints, as JSON,
how some of them are spelled in one entry and in another: what an officer types, and the number that he looks for.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import orjson
from django.db import transaction

from apps.demo.crowd import Crowd
from apps.places.models import Region
from apps.quantities.numbers import with_check
from apps.registry.models import Digger, Site
from apps.review.models import Case, Status
from tests.browser.writing import TOWN

TABLETS = 90
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
STEP = 5_000
# The last of them wait for the office, so that something can change afterwards.
WAITING = 100


def ident(chance: Random, at: datetime) -> UUID:
    """As a tablet makes one: the time, then chance (UUIDv7)."""
    bits = chance.getrandbits(74)
    head = int(at.timestamp() * 1000) << 80 | 7 << 76 | (bits >> 62) << 64
    return UUID(int=head | 2 << 62 | bits & (1 << 62) - 1)


class Register:
    """Numbers and ids as ninety tablets would give them."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.chance = Random(7)
        self.given: Counter[int] = Counter()
        self.at = BEGAN

    def case(self, model: type[Digger] | type[Site], status: str) -> Case:
        tablet = 100 + self.chance.randrange(TABLETS)
        self.given[tablet] += 1
        self.at += timedelta(seconds=self.chance.randrange(1, 1200))
        number = with_check(f"{tablet}-{self.given[tablet]:05d}")
        return Case(
            id=ident(self.chance, self.at), kind=model._meta.label_lower, number=number, region=self.region,
            status=status, captured_at=self.at, version=1,
        )  # fmt: skip


def shared(case: Case, region: Region) -> dict[str, object]:
    return {
        "case": case, "number": case.number, "region": region, "status": case.status,
        "participant_id": region.participant_id,
    }  # fmt: skip


def fill(size: int) -> list[dict[str, str]]:
    region = Region.objects.get(participant="XA", code=TOWN)
    crowd, register = Crowd(1, size), Register(region)
    villages = crowd.villages.words
    cases = [register.case(Site, Status.ACCEPTED) for _ in villages]
    sites = [
        Site(**shared(case, region), name=village, place=village, state="active", search=f"{case.number} {village}")
        for case, village in zip(cases, villages, strict=True)
    ]
    site_of = dict(zip(villages, sites, strict=True))
    numbers: dict[str, str] = {}
    with transaction.atomic():
        Case.objects.bulk_create(cases)
        Site.objects.bulk_create(sites)
        for begin in range(0, len(crowd.people), STEP):
            people = crowd.people[begin : begin + STEP]
            left = len(crowd.people) - begin
            cases = [
                register.case(Digger, Status.ACCEPTED if left - at > WAITING else Status.PENDING)
                for at in range(len(people))
            ]
            Case.objects.bulk_create(cases)
            Digger.objects.bulk_create(
                Digger(
                    **shared(case, region), names=one.names, nickname=one.nickname, sex=one.sex,
                    birth_year=one.birth_year or 1980, birth_year_estimated=one.estimated, birthplace=one.place,
                    residence=one.place, roles=["digging"], site=site_of.get(one.place), legal_basis="legal_duty",
                )
                for case, one in zip(cases, people, strict=True)
            )  # fmt: skip
            numbers |= {one.id: case.number for case, one in zip(cases, people, strict=True)}
    names = {person.id: person.names for person in crowd.people}
    return [
        {"typed": names[double.second], "sought": numbers[double.first], "kind": double.kind}
        for double in crowd.doubles
    ]


def main(size: str) -> None:
    sys.stdout.write(orjson.dumps(fill(int(size))).decode() + "\n")
