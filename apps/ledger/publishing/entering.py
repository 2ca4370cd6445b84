"""Enter a published table: all of it or nothing, each line a record that counts at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.journal.sealing import settle_on_commit
from apps.journal.writing import Act, write_all
from apps.ledger.models import Basis, Production, PublishedTotal
from apps.ledger.publishing.files import read_cells
from apps.ledger.publishing.lines import Fault, Line, overlapping, read_lines, repeated
from apps.ledger.publishing.provinces import place
from apps.ledger.publishing.totals import Group, group
from apps.places.models import Participant, Region
from apps.quantities.periods import Period
from apps.review.models import Case, Decision, Status


class TableError(ValueError):
    """A table of which nothing was entered, with every reason why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class Entered:
    """What a table became: its channels, and how many entries of earlier tables it replaced."""

    groups: list[Group]
    replaced: dict[str, int]


def enter(content: bytes, participant: Participant, *, source: str, replace: bool = False) -> Entered:
    """
    Enter the table as accepted records of basis *published aggregate* (domain.md §8).

    A period that shares days with one entered before raises `TableError`, unless it is to be replaced: the earlier
    entries are then kept as replaced and count no more. Any other fault raises `TableError` with all of them.
    """
    root = Region.objects.roots().get(participant=participant)
    lines, faults = read(content)
    places, unplaced = place(lines, root)
    with transaction.atomic():
        # One table of a Participant at a time, so that two cannot both find the period free.
        Participant.objects.select_for_update().get(pk=participant.pk)
        earlier = entered_before({line.period for line in lines}, root)
        faults += [*unplaced, *([] if replace else taken(lines, earlier))]
        if faults:
            raise TableError(faults)
        replaced = make_way(earlier, participant, source)
        groups = group(lines)
        keep_entries([line for each in groups for line in each.entries], places, source)
        keep_totals(groups, participant, source)
        settle_on_commit()
    return Entered(groups, replaced)


def read(content: bytes) -> tuple[list[Line], list[Fault]]:
    """The lines that stand for certain, with every fault that can be found without the database."""
    try:
        rows = read_cells(content)
    except ValueError as fault:
        raise TableError([Fault(0, str(fault))]) from None
    lines, faults = read_lines(rows)
    return lines, [*faults, *repeated(lines), *overlapping(lines)]


def entered_before(periods: Iterable[Period], root: Region) -> list[Production]:
    """The published entries of this Participant that share days with one of the periods."""
    days = Q(pk__in=[])
    for period in periods:
        days |= Q(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    published = Production.objects.published().accepted().filter(region__in=root.subtree())
    return list(published.filter(days).select_related("case").order_by("starts_on", "number"))


def taken(lines: Sequence[Line], earlier: Sequence[Production]) -> Iterable[Fault]:
    first = {line.period: line.at for line in reversed(lines)}
    for period, at in first.items():
        codes = {entry.period for entry in earlier if period.overlaps(Period.parse(entry.period))}
        if codes:
            yield Fault(
                at,
                _("%(period)s was loaded before, as %(earlier)s. Say --replace to replace it.")
                % {"period": period, "earlier": ", ".join(sorted(codes))},
            )


def make_way(earlier: Sequence[Production], participant: Participant, source: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for entry in earlier:
        entry.case.move_to(Status.REPLACED, by=None, reason=source)
        counts[entry.period] = counts.get(entry.period, 0) + 1
    totals = PublishedTotal.objects.standing().filter(participant=participant, period__in=counts)
    write_all([act_on_total("replaced", total) for total in totals])
    totals.update(standing=False)
    return counts


def keep_entries(lines: Sequence[Line], places: Mapping[Line, Region], source: str) -> None:
    at = timezone.now()
    entries = [entry_of(line, places[line]) for line in lines]
    for entry in entries:
        entry.case.captured_at = entry.case.submitted_at = at
    Case.objects.bulk_create([entry.case for entry in entries])
    Production.objects.bulk_create(entries)
    Decision.objects.bulk_create(
        Decision(case=entry.case, status=Status.ACCEPTED, reason=source, at=at, version=entry.case.version)
        for entry in entries
    )
    write_all(act_on_entry(entry, line, source) for entry, line in zip(entries, lines, strict=True))


def entry_of(line: Line, region: Region) -> Production:
    number = f"{region.participant_id}-{line.period}-{line.at:03}"
    case = Case(kind="ledger.production", number=number, region=region, status=Status.ACCEPTED)
    return Production(
        case=case, number=number, region=region, status=Status.ACCEPTED, basis=Basis.PUBLISHED,
        starts_on=line.period.starts_on, ends_on=line.period.ends_on, period=line.period.code, channel=line.channel,
        company="" if line.is_total or line.channel == "artisanal" else line.name, carats=line.carats,
    )  # fmt: skip


def keep_totals(groups: Sequence[Group], participant: Participant, source: str) -> None:
    totals = PublishedTotal.objects.bulk_create(
        PublishedTotal(
            participant=participant, period=each.period.code, starts_on=each.period.starts_on,
            ends_on=each.period.ends_on, channel=each.channel, carats=each.printed.carats, source=source,
        )
        for each in groups if each.printed
    )  # fmt: skip
    write_all([act_on_total("published", total) for total in totals])


def act_on_entry(entry: Production, line: Line, source: str) -> Act:
    words = {"source": source, "line": line.at, "name": line.name, "carats": str(line.carats), "channel": line.channel}
    return Act(
        verb="published", kind="ledger.production", object_id=str(entry.pk), version=1,
        region_before=entry.region_id, region_after=entry.region_id, payload=orjson.dumps(words),
    )  # fmt: skip


def act_on_total(verb: str, total: PublishedTotal) -> Act:
    words = {"period": total.period, "channel": total.channel, "carats": str(total.carats), "source": total.source}
    return Act(verb=verb, kind="ledger.publishedtotal", object_id=str(total.pk), version=1, payload=orjson.dumps(words))
