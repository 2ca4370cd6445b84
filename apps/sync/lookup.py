"""Find what a set of events refers to: every id in one statement, every written number in one a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, QuerySet, UUIDField

from apps.registry.kind import Kind
from apps.registry.kinds import all_kinds
from apps.registry.models.registered import Registered
from apps.review.models import Case, Status
from apps.review.status import STANDING
from apps.sync.compiled import Among, Compiled, Slot


class There(NamedTuple):
    """A record that an event may name: its kind, and what settles who may change it."""

    kind: str
    left: int
    region_id: int
    status: str = Status.PENDING
    captured_by: int | None = None
    tablet: UUID | None = None


@dataclass
class Known:
    """What is here already, by id, and by kind and number where the number says which one is meant."""

    records: dict[UUID, There] = field(default_factory=dict)
    numbers: dict[tuple[str, str], UUID] = field(default_factory=dict)


def look_up(ids: Iterable[UUID], numbers: Mapping[str, set[str]], *, participant: str) -> Known:
    known = Known(records_by_id(set(ids)))
    for code, written in numbers.items():
        kind = all_kinds()[code]
        for number, found in named(kind, written, participant).items():
            known.numbers[code, number] = found[0]
            known.records[found[0]] = found[1]
    return known


def records_by_id(ids: set[UUID]) -> dict[UUID, There]:
    return {row[0]: There(*row[1:]) for row in BY_ID.rows(ids=ids)} if ids else {}


def cases() -> QuerySet[Any]:
    columns = ("pk", "kind", "region__left", "region_id", "status", "captured_by_id", "tablet_id")
    return Case.objects.filter(Among("pk", "ids", UUIDField())).order_by().values_list(*columns)


BY_ID = Compiled(cases)


def named(kind: Kind, written: set[str], participant: str) -> dict[str, tuple[UUID, There]]:
    """
    The one record behind each number.

    Of several under one number the accepted one is meant; where none is, nobody can say which, and the number stays
    text.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    for number, *row in by_number(kind).rows(numbers=written, participant=participant):
        found[number].append(row)
    label = kind.model._meta.label_lower
    return {number: (meant[0], There(label, *meant[1:])) for number, each in found.items() if (meant := chosen(each))}


@cache
def by_number(kind: Kind) -> Compiled:
    at_home = "participant" if issubclass(kind.model, Registered) else "region__participant"
    home = {at_home: Slot("participant", CharField())}
    standing = kind.model._default_manager.filter(
        Among("number", "numbers", CharField()), status__in=sorted(STANDING), **home
    )
    columns = ("number", "pk", "region__left", "region_id", "status")
    return Compiled(lambda: standing.order_by().values_list(*columns))


def chosen(rows: Sequence[Any]) -> Any:
    accepted = [row for row in rows if row[3] == Status.ACCEPTED]
    return (accepted or rows)[0] if len(accepted or rows) == 1 else None
