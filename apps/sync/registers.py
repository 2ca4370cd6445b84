"""The registers that a tablet carries: which rows its posting may know, and which columns of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from apps.accounts.scope import anywhere_in
from apps.forms.outlines import in_steps
from apps.ledger.balance import sold_and_found
from apps.ledger.models import Booklet
from apps.registry.kinds import all_kinds
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.models import Case, Decision
from apps.review.status import STANDING
from apps.sync.models import Submission, said
from apps.sync.sender import Sender

Row = dict[str, Any]
VALIDITY = ("starts_on", "ends_on", "revoked_on", "pauses", "status")
# What a licence of another region shows: that it is valid or not, and nothing of whose it is.
OWN_REGION_ONLY = {"holder": None, "holder_name": "", "site": None, "found": None, "sold": None}


@dataclass(frozen=True)
class Register:
    """One kind of row: `columns` name what is read by what it is called on the wire."""

    kind: str
    columns: dict[str, str]
    visible: Callable[[Sender], QuerySet[Any]]
    finish: Callable[[list[Row], Sender], list[Row]]

    def page(self, sender: Sender, *, after: str, most: int) -> list[tuple[UUID, Row]]:
        """The next rows in the order of their ids."""
        rows = self.visible(sender).order_by("pk")
        return self.told(rows.filter(pk__gt=UUID(after))[:most] if after else rows[:most], sender)

    def some(self, sender: Sender, ids: Collection[str]) -> dict[str, Row]:
        """Those of these that the sender may know, by id."""
        return {str(pk): row for pk, row in self.told(self.visible(sender).filter(pk__in=ids), sender)} if ids else {}

    def told(self, rows: QuerySet[Any], sender: Sender) -> list[tuple[UUID, Row]]:
        names = list(self.columns)
        read = list(rows.values_list("pk", *self.columns.values()))
        told = self.finish([dict(zip(names, values[1:], strict=True)) for values in read], sender)
        return [(values[0], row) for values, row in zip(read, told, strict=True)]


def same(names: Sequence[str]) -> dict[str, str]:
    return {name: name for name in names}


def as_read(rows: list[Row], sender: Sender) -> list[Row]:
    return rows


def with_outlines(rows: list[Row], sender: Sender) -> list[Row]:
    for row in rows:
        row["outline"] = in_steps(row["outline"])
    return rows


def of_the_region(model: type[Model]) -> Callable[[Sender], QuerySet[Any]]:
    return lambda sender: model._default_manager.filter(anywhere_in(sender.bounds(), "region"), status__in=STANDING)


def of_the_country(model: type[Model]) -> Callable[[Sender], QuerySet[Any]]:
    return lambda sender: model._default_manager.filter(
        participant__in={bounds.participant for bounds in sender.bounds()}, status__in=STANDING
    )


def own_cases(sender: Sender) -> QuerySet[Any]:
    return Case.objects.filter(tablet=sender.tablet, captured_by=sender.officer)


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


def with_decisions(rows: list[Row], sender: Sender) -> list[Row]:
    """Each case with the decision that stands on it: its reason, its hour, who decided."""
    decisions = Decision.objects.filter(case__in=[row["id"] for row in rows]).select_related("by").order_by("version")
    last = {decision.case_id: decision for decision in decisions}
    settled = settled_for([row["id"] for row in rows], sender)
    codes = {kind.model._meta.label_lower: kind.code for kind in all_kinds().values()}
    for row in rows:
        row |= {"settled": settled[row["id"]]} if row["id"] in settled else {}
        decision = last.get(row.pop("id"))
        standing = decision if decision and decision.status == row["status"] else None
        row["record"] = codes[row["record"]]
        row |= {
            "reason": standing.reason if standing else "",
            "at": standing.at if standing else row.pop("at"),
            "by": (standing.by.get_full_name() or standing.by.username) if standing and standing.by else "",
        }
    return rows


def settled_for(cases: Sequence[UUID], sender: Sender) -> dict[UUID, str]:
    """What the office decided on answers of this officer's that two have changed, in the language of his tablet."""
    own = Submission.objects.filter(record__in=cases, tablet=sender.tablet, officer=sender.officer)
    rows = own.filter(reason__code="settled").order_by("seq").values_list("record", "reason")
    language = get_language() or sender.officer.language
    return {record: said(reason, language)["sentence"] for record, reason in rows if record and reason}


REGISTERS = (
    Register(
        "site",
        {
            **same(["number", "name", "place"]),
            **{"region": "region__code", "status": "state", "review": "status"},
            **same(["lat_e6", "lon_e6", "accuracy_m"]),
            "outline": "area",
        },
        of_the_region(Site),
        with_outlines,
    ),
    Register(
        "digger",
        {
            **same(["number", "names", "nickname", "sex", "birth_year", "birth_year_estimated", "birthplace"]),
            **{"site": "site_id", "status": "status"},
        },
        of_the_region(Digger),
        as_read,
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
