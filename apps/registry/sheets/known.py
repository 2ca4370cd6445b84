"""What the rows of a sheet, or a page, may refer to or already are, read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import roles_that_may
from apps.accounts.scope import Scope, anywhere_in, scope_of
from apps.forms.cells import rows_in
from apps.forms.grammar import Field, Form
from apps.forms.grammar import Kind as Asked
from apps.forms.reading import read_number
from apps.places.models import Region
from apps.quantities.sheets import written
from apps.registry.kind import Kind, Reference, is_fact
from apps.registry.kinds import all_kinds
from apps.registry.locating import lies_in
from apps.registry.models import Digger, Licence
from apps.registry.referring import named_in
from apps.review.models import Status
from apps.review.status import STANDING

CHUNK = 500
LONGEST = 40
# What lets somebody write in a register at all.
EITHER = ("register", "license")
RECORDED = STANDING | {Status.REPLACED}


@dataclass
class Known:
    region: Region
    user: User
    may: str
    # By number: the records of this sheet's own kind, and the keys and regions of those that its rows name.
    records: dict[str, list[Any]] = field(default_factory=dict)
    named: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    regions: dict[UUID, int] = field(default_factory=dict)
    # By the number of a printed slip, what is recorded on it.
    slips: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kind: Kind,
        rows: Sequence[Mapping[str, Any]],
        user: User,
        *,
        may: str,
        region: Region | None = None,
    ) -> Self:
        """
        `rows` are raw cells or cleaned answers, by question. `may` is by what right they are written: what lies where
        this person has it not is unknown, but for what the whole country is to find by its number. `region` is that of
        the record which the rows are about, where there is one; else where this person writes.
        """
        known = cls(region or region_of(user, may), user, may)
        for refers_to, numbers in numbers_named(kind.form, rows).items():
            found = known.by_number(all_kinds()[refers_to], numbers, "region", within=may)
            known.named |= {(refers_to, number): each for number, each in found.items()}
            known.regions |= {each.pk: each.region_id for several in found.values() for each in several}
        numbers = {number_as_written(row.get("number")) for row in rows}
        if kind.sheet.slips:
            slips = {number_as_written(row.get("slip_number")) for row in rows}
            known.slips = kind.sheet.slips(slips, known.region.participant_id)
            numbers |= slips
        known.records = known.by_number(kind, numbers, *beside(kind), below=kind.sheet.below)
        return known

    def by_number(
        self, kind: Kind, numbers: Iterable[str], *related: str, below: Sequence[str] = (), within: str = ""
    ) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        wanted = sorted(number for number in set(numbers) if number)
        model: Any = kind.model
        rows = within_reach(model._default_manager.all(), self.user, within) if within else model._default_manager.all()
        # A fact has no Participant of its own: it is its region's.
        own = any(column.name == "participant" for column in model._meta.get_fields())
        country = {"participant" if own else "region__participant": self.region.participant_id}
        # Of the sales those of this stage. A fact that was corrected stays one that was recorded.
        there = rows.filter(
            **country, case__kind=model._meta.label_lower, status__in=RECORDED if is_fact(kind) else STANDING
        )
        rows = there.select_related(*related).prefetch_related(*below)
        for start in range(0, len(wanted), CHUNK):
            for record in rows.filter(number__in=wanted[start : start + CHUNK]):
                found[record.number].append(record)
        return found

    def facts(self, number: str, slip: str) -> list[Any]:
        """What is recorded already under this number, or on this slip, where this person keeps the register."""
        on_it = [self.slips[slip]] if slip in self.slips else []
        found = {fact.pk: fact for fact in (*self.records.get(number, ()), *on_it)}
        return [fact for fact in found.values() if self.user.may(self.may, left=fact.region.left)]

    def record(self, number: str) -> Any:
        """The one record behind a number; none for a new one. A number that several records have is for a person."""
        found = self.meant(self.records.get(number, []))
        if len(found) > 1:
            raise fault(_("Several records have the number %s. Settle that first.") % number)
        if found and not self.user.may(self.may, left=found[0].region.left):
            raise fault(_("%s belongs to another region.") % number)
        return found[0] if found else None

    def meant(self, found: Sequence[Any]) -> Sequence[Any]:
        return [each for each in found if each.status == Status.ACCEPTED] or found

    def references(self, form: Form, cleaned: Mapping[str, Any]) -> dict[str, Reference]:
        """What each reference names: the record behind the number, or the number as it was written."""
        given = {}
        for place, refers_to, answer in named_in(form, cleaned):
            number = str(answer["number"])
            found = self.meant(self.named.get((refers_to, number), []))
            given[place] = Reference(id=found[0].pk) if len(found) == 1 else Reference(written=number)
        return given

    def region_for(self, references: Mapping[str, Reference]) -> int:
        """Where a new record lies."""
        return lies_in(references, self.regions.get, self.region.pk)


def fault(sentence: str, code: str = "number") -> ValidationError:
    """At the question that it is about."""
    return ValidationError({code: [sentence]})


def beside(kind: Kind) -> list[str]:
    """The keys of a record that a sheet's row is held against."""
    columns = [asked.column or code for code, asked in kind.form.fields.items() if asked.kind == Asked.REFERENCE]
    named = [name for name in columns if name not in kind.sheet.apart]
    return ["case", "region", *(named if is_fact(kind) else ())]


def numbers_named(form: Form, rows: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The numbers of other records in these rows, by their kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for asked in form.fields.values():
        if asked.kind == Asked.REFERENCE and asked.refers_to:
            found[asked.refers_to] |= {number_as_written(bare(row.get(asked.code))) for row in rows}
        for part in asked.parts:
            if part.kind == Asked.REFERENCE and part.refers_to:
                within = [one for row in rows for one in rows_of(asked, row.get(asked.code))]
                found[part.refers_to] |= {number_as_written(bare(one.get(part.code))) for one in within}
    return found


def rows_of(asked: Field, answer: Any) -> Sequence[Mapping[str, Any]]:
    rows = rows_in(asked, written(answer)) if isinstance(answer, str | int | float) else answer
    return rows if isinstance(rows, list) else ()


def bare(answer: Any) -> Any:
    """The number in a cleaned reference; a raw cell is one."""
    return answer.get("number") if isinstance(answer, dict) else answer


def number_as_written(cell: Any) -> str:
    text = "" if cell is None else written(cell)
    try:
        return read_number(text, LONGEST) or ""
    except ValueError:
        return ""


def region_of(user: User, *may: str) -> Region:
    """The region of the posting that lets this person write in a register, by any of these rights."""
    roles = frozenset[str]().union(*map(roles_that_may, may or EITHER))
    for posting in user.postings_today:
        if posting.role in roles and posting.region:
            return posting.region
    raise ValidationError(_("You are posted nowhere today, so these records would have no region."))


def within_reach(rows: Any, user: User, may: str) -> Any:
    """
    Those where this person has the right; of what is found by the whole country, that country's.

    The number of a digger or a licence is good in every region or in none: what is sold under it elsewhere counts too.
    """
    if user.is_superuser or scope_of(rows.model) == Scope.NATIONAL:
        return rows.visible_to(user)
    near = anywhere_in(user.bounds_to(may), "region")
    return rows.filter(near | Q(status=Status.ACCEPTED) if issubclass(rows.model, Digger | Licence) else near)
