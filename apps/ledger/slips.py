"""Rules about printed slips: each is torn from a booklet that was issued and is not said to be spoilt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, IntegerField, OuterRef, Q, QuerySet

from apps.ledger.models import Booklet, Slips, SpoiltSlip, Transfer
from apps.ledger.models.purchase import Stage
from apps.places.models import Region
from apps.registry.referred import Referred
from apps.registry.rules import Found
from apps.statements.compiled import Among, Compiled, Question, Slot
from apps.statements.journey import Row

# A Participant, a series, a number.
Place = tuple[str, str, int]


@dataclass(frozen=True)
class Issued:
    """A booklet as the rules read it."""

    pk: UUID
    participant: str
    series: str
    first: int
    last: int
    issued_on: date
    number: str

    def holds(self, place: Place, day: date) -> bool:
        participant, series, number = place
        of_it = (self.participant, self.series) == (participant, series) and self.first <= number <= self.last
        return of_it and self.issued_on <= day


@dataclass
class Issues:
    """Booklets near the slips of a batch, their spoilt slips, and the Participant of each region that issues any."""

    issuers: dict[int, str] = field(default_factory=dict)
    booklets: list[Issued] = field(default_factory=list)
    spoilt: set[tuple[UUID, int]] = field(default_factory=set)

    @classmethod
    def told(cls, issuers: Iterable[Row] = (), booklets: Iterable[Row] = (), spoilt: Iterable[Row] = ()) -> Issues:
        return cls(dict(row for row in issuers), [Issued(*row) for row in booklets], {(pk, n) for pk, n in spoilt})


def kind_of_slips(fact: Any) -> str:
    if isinstance(fact, Transfer):
        return Slips.TRANSFER
    return Slips.PURCHASE if fact.stage == Stage.FIRST else Slips.RESALE


def issues_for(facts: Sequence[Any]) -> Sequence[Question]:
    """The questions for what `Issues` tells of facts of one kind; none where no slip is named."""
    if not any(fact.slip_number for fact in facts):
        return ()
    places = [fact.slip_place for fact in facts if fact.slip_place is not None]
    given = {
        "slips": kind_of_slips(facts[0]),
        "regions": {fact.region_id for fact in facts if fact.slip_number},
        "series": {fact.slip_series for fact in facts if fact.slip_place is not None},
        "least": min(places, default=0),
        "most": max(places, default=0),
    }
    return (
        (ISSUERS, {name: given[name] for name in ("slips", "regions")}),
        (BOOKLETS, given),
        (SPOILT, {"slips": given["slips"], "series": given["series"], "places": set(places)}),
    )


def issues_of(facts: Sequence[Any], referred: Referred) -> Issues:
    asked = issues_for(facts)
    return Issues.told(*(referred.ask(*asked) if asked else ()))


def day_of(fact: Any) -> date:
    day: date = fact.moved_on if isinstance(fact, Transfer) else fact.bought_on
    return day


def slips_flags(facts: Sequence[Any], issues: Issues) -> Found:
    """
    A slip of no booklet that was issued by that day, and one that is said to be cancelled or missing.

    Of a Participant that has issued no booklet of this kind, nothing is said here.
    """
    for fact in facts:
        participant = issues.issuers.get(fact.region_id)
        if participant is None or not fact.slip_number or fact.void:
            continue
        booklets = [one for one in issues.booklets if is_of(fact, one, participant)]
        if not booklets:
            yield fact.flag("slip_outside_booklet", number=fact.slip_number)
        elif all((one.pk, fact.slip_place) in issues.spoilt for one in booklets):
            yield fact.flag("slip_spoilt", number=fact.slip_number, booklet=booklets[0].number)


def is_of(fact: Any, booklet: Issued, participant: str) -> bool:
    place = fact.slip_place
    return place is not None and booklet.holds((participant, fact.slip_series, place), day_of(fact))


def issuers() -> QuerySet[Any]:
    issued = Booklet.objects.standing().filter(participant=OuterRef("participant"), slips=Slot("slips", CharField()))
    asked = Region.objects.filter(Among("pk", "regions", IntegerField())).filter(Exists(issued))
    return asked.order_by().values_list("pk", "participant")


def near() -> Q:
    """Booklets that may hold one of these numbers: those of a push lie beside each other."""
    series = Q(Among("series_key", "series", CharField()))
    least, most = Slot("least", IntegerField()), Slot("most", IntegerField())
    return series & Q(slips=Slot("slips", CharField()), first_number__lte=most, last_number__gte=least)


def booklets() -> QuerySet[Any]:
    participants = Region.objects.filter(Among("pk", "regions", IntegerField())).values("participant")
    rows = Booklet.objects.standing().filter(near(), participant__in=participants).order_by("first_number", "pk")
    columns = ("pk", "participant", "series_key", "first_number", "last_number", "issued_on", "number")
    return rows.values_list(*columns)


def spoilt() -> QuerySet[Any]:
    asked = Among("booklet__series_key", "series", CharField()), Among("place", "places", IntegerField())
    rows = SpoiltSlip.objects.filter(*asked, booklet__slips=Slot("slips", CharField())).order_by()
    return rows.values_list("booklet", "place")


ISSUERS = Compiled(issuers)
BOOKLETS = Compiled(booklets)
SPOILT = Compiled(spoilt)
