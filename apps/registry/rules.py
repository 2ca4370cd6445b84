"""Rules that hold for any kind of record, each over a whole batch: numbers, days, regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Self
from uuid import UUID

from django.db.models import Model, QuerySet

from apps.places.models import Region
from apps.review.models import Flag
from apps.review.reviewable import Reviewable

Found = Iterable[Flag]
NOTHING: Mapping[UUID, str] = MappingProxyType({})


class Regions:
    """The regions that a batch touches, read once; a batch of one region reads nothing."""

    def __init__(self, known: dict[int, Region]) -> None:
        self.known = known

    @classmethod
    def of(cls, records: Iterable[Reviewable | None]) -> Self:
        ids = {record.region_id for record in records if record is not None}
        return cls(Region.objects.in_bulk(ids) if len(ids) > 1 else {})

    def apart(self, one: Reviewable, other: Reviewable | None) -> bool:
        """Whether neither record's region holds the other's."""
        if other is None or one.region_id == other.region_id:
            return False
        here, there = self.known[one.region_id], self.known[other.region_id]
        return not (here.holds(there) or there.holds(here))


def referred(records: Sequence[Any], name: str, *columns: str) -> dict[UUID | None, Any]:
    """The records that a column of these refers to, by id; with these columns beside number, region and status."""
    ids = {getattr(record, f"{name}_id") for record in records} - {None}
    if not ids:
        return {}
    model: type[Any] = records[0]._meta.get_field(name).related_model
    return dict(model.objects.only("number", "region", "status", *columns).in_bulk(ids))


def unknown_numbers(records: Sequence[Any], *names: str, besides: Mapping[UUID, str] = NOTHING) -> Found:
    """Numbers that were typed from a paper and are in no register; `besides` are those kept below a record."""
    for record in records:
        numbers = [*(getattr(record, f"{name}_written") for name in names), besides.get(record.pk, "")]
        written = [number for number in numbers if number]
        if written:
            yield record.flag("unknown_number", numbers=", ".join(written))


def future_days(records: Sequence[Any], name: str) -> Found:
    """Days that had not come yet where and when they were written."""
    for record in records:
        day: date | None = getattr(record, name)
        if day is not None and day > record.case.captured_on:
            yield record.flag("future_day", day=day.isoformat(), written_day=record.case.captured_on.isoformat())


def other_regions(records: Sequence[Reviewable], *referred_to: tuple[str, Mapping[UUID | None, Any]]) -> Found:
    """Records that name one of a region which is neither theirs, nor above, nor below."""
    regions = Regions.of([*records, *(other for _, found in referred_to for other in found.values())])
    for record in records:
        others = [found.get(getattr(record, f"{name}_id")) for name, found in referred_to]
        apart = [other.number for other in others if other is not None and regions.apart(record, other)]
        if apart:
            yield record.flag("reference_of_another_region", numbers=", ".join(apart))


def written_before(records: Sequence[Any], earlier: QuerySet, name: str) -> dict[UUID, Any]:
    """
    For each record the first one of `earlier` that bears the same number, where it came before this one.

    Of two that bear one number the second is the odd one, in whatever order they are looked at.
    """
    numbers = {getattr(record, name) for record in records} - {""}
    same: dict[Any, list[Any]] = defaultdict(list)
    if numbers:
        others = earlier.filter(**{f"{name}__in": numbers}).exclude(pk__in=[record.pk for record in records])
        for row in sorted([*others.select_related("case"), *records], key=arrival):
            same[getattr(row, name)].append(row)
    firsts = {record.pk: next(iter(same[getattr(record, name)]), record) for record in records}
    return {record.pk: first for record in records if arrival(first := firsts[record.pk]) < arrival(record)}


def arrival(record: Any) -> tuple[Any, str]:
    return record.case.submitted_at, str(record.pk)


def entered_before(records: Sequence[Any]) -> Found:
    """Numbers of the register that another record of the same Participant bore first."""
    if not records:
        return
    model: type[Model] = type(records[0])
    participants = {record.participant_id for record in records}
    standing = model._default_manager.filter(participant__in=participants).standing()  # type: ignore[attr-defined]
    for participant in participants:
        own = [record for record in records if record.participant_id == participant]
        firsts = written_before(own, standing.filter(participant=participant), "number")
        for record in own:
            if first := firsts.get(record.pk):
                day = first.case.captured_on.isoformat()
                yield record.flag("duplicate_number", number=record.number, first_day=day)
