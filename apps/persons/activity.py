"""When people were last met, when their last licence ended, and why nothing of somebody may be forgotten yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.inspections.models import Infraction
from apps.inspections.models.choices import Outcome
from apps.journal.models import Entry
from apps.ledger.models import ProductionFinder
from apps.persons.models import Hold
from apps.registry.kinds import all_kinds
from apps.registry.models import Application, Digger, Licence
from apps.registry.referred import references_of
from apps.review.models import Case, Flag, Status
from apps.review.status import STANDING
from apps.sync.models import Submission

# Acts for which somebody was met or came by; what staff decide among themselves is none.
MET = ("created", "amended", "mended", "card_lost", "consent_withdrawn", "correction_refused", "repeated")

STAYS: dict[str, Any] = {
    "held": _("a legal hold"),
    "open": _("a record that waits for review"),
    "flagged": _("a flag that nobody has taken off"),
    "sent": _("something sent that is not taken in yet"),
    "applied": _("an application that is not decided"),
    "licensed": _("a valid licence"),
    "accused": _("an infraction that is not decided"),
}


def last_met(entries: Mapping[UUID, UUID]) -> dict[UUID, date]:
    """By person: the last day on which any entry of him was written, corrected or named in a record."""
    last: dict[UUID, date] = {}
    for entry, moment in days_of(list(entries)):
        if moment is not None:
            day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
            person = entries[UUID(str(entry))]
            last[person] = max(day, last.get(person, day))
    return last


def days_of(keys: Collection[UUID]) -> Iterator[tuple[Any, date | datetime | None]]:
    yield from Case.objects.filter(pk__in=keys).order_by().values_list("pk", "captured_on")
    acts = Entry.objects.filter(object_id__in=[str(key) for key in keys], verb__in=MET).order_by()
    yield from acts.values("object_id").annotate(last=Max("at")).values_list("object_id", "last")
    for rows, path in naming(keys):
        yield from rows.values(path).annotate(last=Max("case__captured_on")).values_list(path, "last")
    found = ProductionFinder.objects.filter(digger__in=keys).order_by().values("digger")
    yield from found.annotate(last=Max("production__case__captured_on")).values_list("digger", "last")
    asked = Application.objects.filter(holder__in=keys).order_by().values("holder")
    yield from asked.annotate(last=Max(Coalesce("refused_on", "issued_on", "applied_on"))).values_list("holder", "last")
    yield from ends_of(keys)


def naming(keys: Collection[UUID]) -> Iterator[tuple[Any, str]]:
    """The records of each kind that name one of these entries, and in which column."""
    for kind in all_kinds().values():
        for path in [name for name, model in references_of(kind.model).items() if model is Digger]:
            every: Any = kind.model._default_manager
            yield every.filter(**{f"{path}__in": keys}).order_by(), path


def ends_of(keys: Collection[UUID]) -> Iterator[tuple[Any, date]]:
    for licence in Licence.objects.filter(holder__in=keys).exclude(status=Status.REJECTED):
        yield licence.holder_id, licence.last_valid_day()


def last_licences(entries: Mapping[UUID, UUID]) -> dict[UUID, date]:
    """By person: the last day of the last licence that he held; who held none is not among them."""
    last: dict[UUID, date] = {}
    for entry, day in ends_of(list(entries)):
        person = entries[entry]
        last[person] = max(day, last.get(person, day))
    return last


def staying(entries: Mapping[UUID, UUID], day: date) -> dict[UUID, str]:
    """By person: what speaks on that day against forgetting anything of him, as a key of `STAYS`."""
    return {entries[entry]: why for entry, why in reasons_of(list(entries), day)}


def reasons_of(keys: Collection[UUID], day: date) -> Iterator[tuple[UUID, str]]:
    """The weightiest last."""
    flags = Flag.objects.filter(case__in=keys, cleared_at=None)
    yield from each(flags.values_list("case", flat=True), "flagged")
    sent = Submission.objects.filter(record__in=keys).exclude(status=Submission.Status.APPLIED)
    yield from each(sent.values_list("record", flat=True), "sent")
    yield from each(Case.objects.filter(pk__in=keys, status=Status.PENDING).values_list("pk", flat=True), "open")
    for rows, path in naming(keys):
        yield from each(rows.filter(status=Status.PENDING).values_list(path, flat=True), "open")
    found = ProductionFinder.objects.filter(digger__in=keys, production__status=Status.PENDING)
    yield from each(found.values_list("digger", flat=True), "open")
    yield from each(Application.objects.open().filter(holder__in=keys).values_list("holder", flat=True), "applied")
    valid = Licence.objects.accepted().valid_on(day).filter(holder__in=keys)
    yield from each(valid.values_list("holder", flat=True), "licensed")
    open_ones = Infraction.objects.filter(outcome=Outcome.OPEN, void=False, status__in=STANDING)
    accused = open_ones.filter(Q(digger__in=keys) | Q(licence__holder__in=keys))
    for digger, holder in accused.values_list("digger", "licence__holder"):
        yield from each([key for key in (digger, holder) if key in set(keys)], "accused")
    yield from each(Hold.objects.standing().filter(digger__in=keys).values_list("digger", flat=True), "held")


def each(keys: Iterable[UUID | None], why: str) -> Iterator[tuple[UUID, str]]:
    return ((key, why) for key in keys if key is not None)
