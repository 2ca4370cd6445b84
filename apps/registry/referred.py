"""What the records of a batch refer to, read once for all rules; what lies in the batch itself is not read at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, Model

from apps.places.models import Region
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.models import Case
from apps.review.reviewable import Reviewable
from apps.statements.compiled import ask
from apps.statements.journey import Row

Ask = Callable[..., list[list[Row]]]
# The columns that rules read of a record which another one names.
READ: dict[type[Any], tuple[str, ...]] = {
    Digger: (),
    Site: ("closed",),
    Licence: ("starts_on", "ends_on", "revoked_on", "pauses", "site"),
    Buyer: ("starts_on", "ends_on", "revoked_on", "pauses", "buyer_class", "participant"),
}


class Referred:
    def __init__(self, records: Sequence[Reviewable], ask: Ask = ask) -> None:
        # How a rule asks for more: where the records are not written yet, they are with the first question.
        self.ask = ask
        self.known: dict[UUID, Any] = {record.pk: record for record in records}
        self.wanted: dict[type[Model], set[UUID]] = defaultdict(set)
        self.regions: dict[int, Region] = {}
        self.batch = {record.pk: record.number for record in records}
        for record in records:
            for name, model in references_of(type(record)).items():
                self.wanted[model].add(getattr(record, f"{name}_id"))

    def get(self, record: Reviewable, name: str) -> Any:
        """The record that this one names in a column, or None where it names none that is here."""
        id = getattr(record, f"{name}_id")
        if id is not None and id not in self.known:
            self.read(references_of(type(record))[name])
        return self.known.get(id)

    def read(self, model: type[Any]) -> None:
        missing = self.wanted[model] - self.known.keys() - {None}
        columns = ("number", "region", "status", *READ[model])
        self.known |= model.objects.only(*columns).order_by().in_bulk(missing)

    @cached_property
    def bearers(self) -> dict[str, set[UUID]]:
        """By their table, the records outside the batch that bear the number of one in it; almost always none do."""
        found: dict[str, set[UUID]] = defaultdict(set)
        cases = Case.objects.filter(number__in=set(self.batch.values())).order_by()
        for pk, kind in cases.values_list("pk", "kind"):
            if pk not in self.batch:
                found[table_of(kind)].add(pk)
        return found

    def bearers_of(self, model: type[Model]) -> set[UUID]:
        return self.bearers[table_of(model._meta.label_lower)]

    def apart(self, one: Reviewable, other: Reviewable) -> bool:
        """Whether neither record's region holds the other's; a batch of one region reads none."""
        if one.region_id == other.region_id:
            return False
        if not {one.region_id, other.region_id} <= self.regions.keys():
            self.regions = Region.objects.order_by().in_bulk({record.region_id for record in self.known.values()})
        here, there = self.regions[one.region_id], self.regions[other.region_id]
        return not (here.holds(there) or there.holds(here))


@cache
def table_of(kind: str) -> str:
    """The kind whose table the records of this one stand in: two kinds may share one, and then its numbers."""
    concrete: type[Model] = apps.get_model(kind)._meta.concrete_model
    return concrete._meta.label_lower


@cache
def references_of(model: type[Model]) -> dict[str, type[Model]]:
    """The columns of a record that name an entry of the register; not the pointer between two entries of one person."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and field.name != "person"]
    return {key.name: key.related_model for key in keys if key.related_model in READ}
