"""What a sheet's rows may refer to or already are, read once for the whole sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import roles_that_may
from apps.forms.grammar import Form
from apps.forms.grammar import Kind as Asked
from apps.forms.reading import read_number
from apps.places.models import Region
from apps.quantities.sheets import written
from apps.registry.kind import Kind, Reference
from apps.registry.kinds import all_kinds
from apps.review.models import Status
from apps.review.status import STANDING

CHUNK = 500
LONGEST = 40


@dataclass
class Known:
    region: Region
    user: User
    # By number: the records of this sheet's own kind, and the keys and regions of those that its rows name.
    records: dict[str, list[Any]] = field(default_factory=dict)
    named: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    regions: dict[UUID | None, int] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: Kind, rows: Sequence[Mapping[str, Any]], user: User) -> Self:
        known = cls(region_of(user), user)
        numbers = {known.number_in(row) for row in rows}
        known.records = known.by_number(kind, numbers, "case", "region")
        for asked in kind.form.fields.values():
            if asked.kind == Asked.REFERENCE and asked.refers_to:
                names = {number_as_written(row.get(asked.code)) for row in rows}
                found = known.by_number(all_kinds()[asked.refers_to], names, "region")
                known.named |= {(asked.refers_to, number): each for number, each in found.items()}
                known.regions |= {each.pk: each.region_id for several in found.values() for each in several}
        return known

    def number_in(self, row: Mapping[str, Any]) -> str:
        return number_as_written(row.get("number"))

    def by_number(self, kind: Kind, numbers: Iterable[str], *related: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        wanted = sorted(number for number in set(numbers) if number)
        model: Any = kind.model
        # A fact has no Participant of its own: it is its region's.
        own = any(column.name == "participant" for column in model._meta.get_fields())
        country = {"participant" if own else "region__participant": self.region.participant_id}
        standing = model._default_manager.filter(**country, status__in=STANDING)
        for start in range(0, len(wanted), CHUNK):
            for record in standing.filter(number__in=wanted[start : start + CHUNK]).select_related(*related):
                found[record.number].append(record)
        return found

    def record(self, number: str) -> Any:
        """The one record behind a number; none for a new one. A number that several records have is for a person."""
        found = self.meant(self.records.get(number, []))
        if len(found) > 1:
            raise ValidationError(_("Several records have the number %s. Settle that first.") % number)
        if found and not self.user.may("register", left=found[0].region.left):
            raise ValidationError(_("%s belongs to another region.") % number)
        return found[0] if found else None

    def meant(self, found: Sequence[Any]) -> Sequence[Any]:
        return [each for each in found if each.status == Status.ACCEPTED] or found

    def references(self, form: Form, cleaned: Mapping[str, Any]) -> dict[str, Reference]:
        """What each reference names: the record behind the number, or the number as it was written."""
        given = {}
        for code, answer in cleaned.items():
            if form.fields[code].kind == Asked.REFERENCE:
                number = str(answer["number"])
                found = self.meant(self.named.get((form.fields[code].refers_to or "", number), []))
                given[code] = Reference(id=found[0].pk) if len(found) == 1 else Reference(written=number)
        return given

    def region_for(self, references: Mapping[str, Reference]) -> int:
        """A record lies where its site lies, else where whoever writes it is posted."""
        return self.regions.get(references.get("site", Reference()).id, self.region.pk)


def number_as_written(cell: Any) -> str:
    text = "" if cell is None else written(cell)
    try:
        return read_number(text, LONGEST) or ""
    except ValueError:
        return ""


def region_of(user: User) -> Region:
    """The region of the posting that lets this person write in the register."""
    may = roles_that_may("register") | roles_that_may("license")
    for posting in user.postings_today:
        if posting.role in may and posting.region:
            return posting.region
    raise ValidationError(_("You are posted nowhere today, so these records would have no region."))
