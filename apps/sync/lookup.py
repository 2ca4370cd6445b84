"""Find all that a set of events refers to, in one journey to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Model, Q, QuerySet, UUIDField

from apps.registry.models import Buyer, Licence
from apps.registry.referred import READ, Referred, table_of
from apps.review.models import Case, Status
from apps.review.reviewable import Reviewable
from apps.review.status import STANDING
from apps.statements.compiled import Among, Compiled, Question, ask
from apps.statements.writing import Writing
from apps.sync.lists import Places
from apps.sync.models import Held

BY_THEIR_CASES = {model._meta.label_lower for model in READ if not READ[model]}


class There(NamedTuple):
    """A record that an event may name: its kind, and what settles who may change it."""

    pk: UUID
    kind: str
    number: str
    region_id: int
    left: int
    participant: str
    status: str = Status.PENDING
    captured_by: int | None = None


@dataclass
class Known:
    """What is here already of what a set of events names, and which of its records others wait for."""

    records: dict[UUID, There] = field(default_factory=dict)
    papers: dict[UUID, Model] = field(default_factory=dict)
    awaited: set[UUID] = field(default_factory=set)

    def numbered(self, label: str, number: str, participant: str) -> UUID | None:
        """
        The one record of this kind that bears this number.

        Of several the accepted one is meant; where none is, nobody can say which, and the number stays text.
        """
        bearers = [
            (pk, there.status)
            for pk, there in self.records.items()
            if (there.kind, there.number, there.participant) == (label, number, participant)
            and there.status in STANDING
        ]
        accepted = [bearer for bearer in bearers if bearer[1] == Status.ACCEPTED]
        meant = accepted or bearers
        return meant[0][0] if len(meant) == 1 else None

    def referred(self, records: Sequence[Reviewable], writing: Writing) -> Referred:
        """What the rules for these records read of others, as far as it was found here."""
        referred = Referred(records, ask=writing.ask)
        # Of diggers and sites the rules read no more than a case tells.
        named = {pk: there for pk, there in self.records.items() if there.kind in BY_THEIR_CASES}
        referred.known = {**self.papers, **named, **referred.known}
        numbers = set(referred.batch.values())
        referred.bearers = defaultdict(set)
        for pk, there in self.records.items():
            if there.number in numbers and pk not in referred.batch:
                referred.bearers[table_of(there.kind)].add(pk)
        return referred


def look_up(
    ids: Collection[UUID],
    numbers: Collection[str],
    *,
    places: Places,
    papers: Collection[UUID],
    makes: Collection[UUID],
) -> Known:
    """
    What is here under these ids and numbers.

    `papers` are those of the ids that name licences and buyers, of which the rules read the days; `makes` are records
    that this set makes, for which something may be waiting.
    """
    questions: list[Question] = [(CASES, {"ids": ids, "numbers": numbers}), (AWAITED, {"records": makes})]
    questions += [(compiled, {"ids": papers}) for compiled in PAPERS.values() if papers]
    cases, awaited, *of_papers = ask(*questions, by_keys=True)
    rows = zip(PAPERS, of_papers, strict=False)
    return Known(
        records={row[0]: there(places, *row) for row in cases},
        papers={
            row[0]: model(**dict(zip(attributes(model), row, strict=True))) for model, each in rows for row in each
        },
        awaited={record for (record,) in awaited},
    )


def there(places: Places, pk: UUID, kind: str, number: str, region: int, *rest: Any) -> There:
    place = places.at(region)
    return There(pk, kind, number, region, place.left, place.participant, *rest)


def cases() -> QuerySet[Any]:
    columns = ("pk", "kind", "number", "region_id", "status", "captured_by_id")
    asked = Q(Among("pk", "ids", UUIDField())) | Q(Among("number", "numbers", CharField()))
    return Case.objects.filter(asked).order_by().values_list(*columns)


def awaited() -> QuerySet[Any]:
    return Held.objects.filter(Among("waits_for", "records", UUIDField())).order_by().values_list("waits_for")


def attributes(model: type[Model]) -> list[str]:
    read = [model._meta.get_field(name) for name in ("case", "number", "region", "status", *READ[model])]
    return [getattr(column, "attname", column.name) for column in read]


def papers(model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.filter(Among("pk", "ids", UUIDField())).order_by()
    return rows.values_list(*attributes(model))


CASES = Compiled(cases)
AWAITED = Compiled(awaited)
PAPERS: dict[type[Model], Compiled] = {
    Licence: Compiled(lambda: papers(Licence)),
    Buyer: Compiled(lambda: papers(Buyer)),
}
