"""The registers that a tablet carries: which rows its posting may know, and which columns of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet, UUIDField

from apps.accounts.scope import anywhere_in
from apps.forms.outlines import in_steps
from apps.ledger.balance import sold_and_found
from apps.ledger.models import Booklet
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.status import STANDING
from apps.statements.compiled import Among, Compiled, Slot
from apps.sync.asking import in_the_country, own_cases, slots, whose
from apps.sync.decisions import with_decisions
from apps.sync.sender import Sender

Row = dict[str, Any]
VALIDITY = ("starts_on", "ends_on", "revoked_on", "pauses", "status")
# What a licence of another region shows: that it is valid or not, and nothing of whose it is.
OWN_REGION_ONLY = {"holder": None, "holder_name": "", "site": None, "found": None, "sold": None}


# Before every id: from here a register is read.
START = UUID(int=0)


@dataclass(frozen=True)
class Register:
    """
    One kind of row: `columns` name what is read by what it is called on the wire, `visible` are those that a sender of
    so many postings may know.
    """

    kind: str
    columns: dict[str, str]
    visible: Callable[[int], QuerySet[Any]]
    finish: Callable[[list[Row], Sender], list[Row]]

    def page(self, sender: Sender, *, after: str, most: int) -> list[tuple[UUID, Row]]:
        """The next rows in the order of their ids."""
        behind = UUID(after) if after else START
        return self.told(
            page_of(self.kind, len(sender.bounds())).rows(**whose(sender), after=behind, most=most), sender
        )

    def some(self, sender: Sender, ids: Collection[str]) -> dict[str, Row]:
        """Those of these that the sender may know, by id."""
        if not ids:
            return {}
        rows = those_of(self.kind, len(sender.bounds())).rows(**whose(sender), ids=ids)
        return {str(pk): row for pk, row in self.told(rows, sender)}

    def told(self, read: Sequence[tuple[Any, ...]], sender: Sender) -> list[tuple[UUID, Row]]:
        names = list(self.columns)
        told = self.finish([dict(zip(names, values[1:], strict=True)) for values in read], sender)
        return [(values[0], row) for values, row in zip(read, told, strict=True)]

    def read(self, places: int) -> QuerySet[Any]:
        return self.visible(places).values_list("pk", *self.columns.values())


@cache
def page_of(kind: str, places: int) -> Compiled:
    behind = Q(pk__gt=Slot("after", UUIDField()))
    return Compiled(lambda: BY_KIND[kind].read(places).filter(behind).order_by("pk"), in_pages=True)


@cache
def those_of(kind: str, places: int) -> Compiled:
    return Compiled(lambda: BY_KIND[kind].read(places).filter(Among("pk", "ids", UUIDField())).order_by())


def same(names: Sequence[str]) -> dict[str, str]:
    return {name: name for name in names}


def as_read(rows: list[Row], sender: Sender) -> list[Row]:
    return rows


def with_outlines(rows: list[Row], sender: Sender) -> list[Row]:
    for row in rows:
        row["outline"] = in_steps(row["outline"])
    return rows


def of_the_region(model: type[Model]) -> Callable[[int], QuerySet[Any]]:
    return lambda places: model._default_manager.filter(anywhere_in(slots(places), "region"), status__in=STANDING)


def each_person_once(places: int) -> QuerySet[Any]:
    """
    Who was erased is taken off every tablet, as who moved away is, and so is an entry that is merged into another.

    Where the posting does not see that other one, it is by this entry that the person is known there.
    """
    apart = Q(person=None) | ~anywhere_in(slots(places), "person__region")
    return of_the_region(Digger)(places).filter(apart, erased_on=None)


OTHERS = Compiled(
    lambda: (
        Digger.objects.filter(Among("person", "people", UUIDField()), status__in=STANDING)
        .order_by("number")
        .values_list("person", "pk", "number")
    )
)


def with_others(rows: list[Row], sender: Sender) -> list[Row]:
    """Each person with the entries that are merged into this one: in lines, the id of each and its number."""
    lines = defaultdict(list)
    for person, pk, number in OTHERS.rows(people=[row["id"] for row in rows]):
        lines[person].append(f"{pk} {number}")
    for row in rows:
        row["others"] = "\n".join(lines[row.pop("id")])
    return rows


def of_the_country(model: type[Model]) -> Callable[[int], QuerySet[Any]]:
    return lambda places: model._default_manager.filter(in_the_country(slots(places)), status__in=STANDING)


def with_balances(rows: list[Row], sender: Sender) -> list[Row]:
    """Each licence with what was found and sold first-hand under it; of another region, valid or not and no more."""
    balance = sold_and_found([row["id"] for row in rows])
    for row in rows:
        row["sold"], row["found"] = map(str, balance[row.pop("id")])
    return without_holders_elsewhere(rows, sender)


def without_holders_elsewhere(rows: list[Row], sender: Sender) -> list[Row]:
    for row in rows:
        left = row.pop("left")
        if not any(bounds.left <= left <= bounds.right for bounds in sender.bounds()):
            row |= OWN_REGION_ONLY
    return rows


REGISTERS = (
    Register(
        "site",
        {
            **same(["number", "name", "place"]),
            **{"region": "region__code", "status": "state", "review": "status"},
            **same(["lat_e6", "lon_e6", "accuracy_m"]),
            **{"outline": "area", "closed": "closed"},
        },
        of_the_region(Site),
        with_outlines,
    ),
    Register(
        "digger",
        {
            "id": "pk",
            **same(["number", "names", "nickname", "sex", "birth_year", "birth_year_estimated", "birthplace"]),
            **{"site": "site_id", "status": "status"},
        },
        each_person_once,
        with_others,
    ),
    Register(
        "licence",
        {
            "id": "pk",
            **same(["number", "licence_class"]),
            "holder": "holder_id",
            "holder_name": "holder_name",
            "site": "site_id",
            **same(VALIDITY),
            "left": "region__left",
        },
        of_the_country(Licence),
        with_balances,
    ),
    Register("buyer", same(["number", "buyer_class", "names", *VALIDITY]), of_the_country(Buyer), as_read),
    # A slip may come from a booklet that another office issued; whoever else has one is not named.
    Register(
        "booklet",
        {
            **same(["number", "slips", "series", "first_number", "last_number", "buyer", "issued_on", "returned_on"]),
            **same(["cancelled", "lost"]),
        },
        of_the_country(Booklet),
        as_read,
    ),
    Register(
        "case",
        {"id": "pk", "record": "kind", **same(["number", "status", "version"]), "at": "submitted_at"},
        own_cases,
        with_decisions,
    ),
)
BY_KIND = {register.kind: register for register in REGISTERS}
# By which a tablet's rows are known to be of these columns; where they have changed since, it reads all of them anew.
COLUMNS = sha256(repr([(register.kind, register.columns) for register in REGISTERS]).encode()).hexdigest()[:8]
