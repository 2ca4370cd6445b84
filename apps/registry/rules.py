"""Rules that hold for any kind of record, each over a whole batch: numbers, days, regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.registry.referred import Referred
from apps.review.models import Flag

Found = Iterable[Flag]
NOTHING: Mapping[UUID, str] = MappingProxyType({})


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


def other_regions(records: Sequence[Any], referred: Referred, *names: str) -> Found:
    """Records that name one of a region which is neither theirs, nor above, nor below."""
    for record in records:
        others = [other for name in names if (other := referred.get(record, name)) is not None]
        apart = [other.number for other in others if referred.apart(record, other)]
        if apart:
            yield record.flag("reference_of_another_region", numbers=", ".join(apart))


def entered_before(entries: Sequence[Any], referred: Referred) -> Found:
    """Numbers of the register that another standing entry of the same Participant bore first."""
    register: type[Any] = type(entries[0])
    bearers = referred.bearers_of(register)
    for entry, first in written_before(entries, bearers, register.objects.standing, "participant_id", "number"):
        day = first.case.captured_on.isoformat()
        yield entry.flag("duplicate_number", number=entry.number, first_day=day)


def written_before(
    records: Sequence[Any], bearers: Collection[UUID], among: Callable[[], QuerySet], *names: str
) -> list[tuple[Any, Any]]:
    """
    Records that bear a number which another bore before, each with the first one; the last of the names is the number.

    Of two that bear one number the second is the odd one, in whatever order they are looked at.
    """
    numbered = [record for record in records if getattr(record, names[-1])]
    others = among().filter(pk__in=bearers).select_related("case") if bearers else ()
    same: dict[Any, list[Any]] = defaultdict(list)
    for row in sorted([*numbered, *others], key=arrival):
        same[tuple(getattr(row, name) for name in names)].append(row)
    firsts = [(record, same[tuple(getattr(record, name) for name in names)][0]) for record in numbered]
    return [(record, first) for record, first in firsts if first is not record]


def arrival(record: Any) -> tuple[Any, str]:
    return record.case.submitted_at, str(record.pk)
