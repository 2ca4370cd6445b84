"""Pull: a first load of the posting's registers in pages, then what changed since, by the journal's one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField
from django.utils import timezone

from apps.accounts.scope import anywhere_in
from apps.journal.models import Entry, Position
from apps.ledger.models import Production, Purchase
from apps.places.models import Region
from apps.registry.kinds import all_kinds
from apps.registry.models import Digger
from apps.statements.compiled import Among, Compiled, Slot
from apps.sync.asking import in_the_country, own_cases, slots, whose
from apps.sync.cursor import Cursor
from apps.sync.receipts import newest_head
from apps.sync.registers import BY_KIND, REGISTERS, Row
from apps.sync.sender import Sender
from apps.sync.tables import table

Change = dict[str, Any]
# `changes`, and `tables` where they were asked for.
Told = dict[str, list[dict[str, Any]]]
NATIONAL = ("licence", "buyer", "booklet")


class Page(NamedTuple):
    """Rows of one register, in the order of their ids."""

    kind: str
    rows: list[tuple[UUID, Row]]


def pull(sender: Sender, *, cursor: str, limit: int, tables: int = 0) -> dict[str, Any]:
    """
    The next page for this tablet: changes, the cursor after them, and whether more follow. Of a first load, up to
    `tables` rows in columns; where that is 0 in rows, like any change.

    The order is the sealer's: an entry whose transaction commits late gets a later position, so that no cursor ever
    skips it. The position is read before the registers are, so that what changes during the first load follows it;
    the newest act behind them, so that a server that has lost it tells the rows again.
    """
    head = newest_head()
    newest = head.size if head else 0
    place = Cursor.read(cursor, sender) if cursor else Cursor.of(sender, newest)
    loading = place.register < len(REGISTERS)
    told: Told
    if loading:
        pages, onward = first_load(sender, place, tables or limit)
        told = in_columns(pages) if tables else {"changes": [one for page in pages for one in in_rows(page)]}
    else:
        changes, onward = feed(sender, place, newest, limit)
        told = {"changes": changes}
    return {
        **told,
        # Said again, so that a tablet takes no answer to another question for its own.
        "after": cursor,
        "cursor": str(onward.behind_rows()),
        "more": onward.register < len(REGISTERS) or onward.position < newest,
        "fresh": not cursor,
        "server_time": timezone.now(),
        "head": head.as_json() if head else None,
    }


def first_load(sender: Sender, place: Cursor, limit: int) -> tuple[list[Page], Cursor]:
    """The next rows of the registers, a page of each, and where to go on."""
    pages, rows = [], 0
    while place.register < len(REGISTERS) and rows < limit:
        register, most = REGISTERS[place.register], limit - rows
        page = register.page(sender, after=place.after, most=most)
        pages.append(Page(register.kind, page))
        rows += len(page)
        onward = (place.register + 1, "") if len(page) < most else (place.register, str(page[-1][0]))
        place = place.within(register=onward[0], after=onward[1])
    return pages, place


def in_rows(page: Page) -> list[Change]:
    return [{"kind": page.kind, "id": pk, "row": row} for pk, row in page.rows]


def in_columns(pages: Iterable[Page]) -> Told:
    """The tablet's own cases stay rows: they change its records, and are no register."""
    filled = [page for page in pages if page.rows]
    registers = [table(page.kind, page.rows) for page in filled if page.kind != "case"]
    return {"tables": registers, "changes": [one for page in filled if page.kind == "case" for one in in_rows(page)]}


def feed(sender: Sender, place: Cursor, newest: int, limit: int) -> tuple[list[Change], Cursor]:
    """Each record that was touched after the cursor, once, as it is now; null where the posting no longer sees it."""
    if place.position >= newest:
        return [], place
    places, asking = len(sender.bounds()), whose(sender)
    elsewhere = [str(record) for (record,) in elsewhere_in(places).rows(**asking)]
    between = {"after": place.position, "upto": newest, "elsewhere": elsewhere, "most": limit}
    touched = touched_in(places).rows(**asking, **between)
    onward = place.at(touched[-1][0] if len(touched) == limit else newest)
    return list(changes_of(sender, touched)), onward


@cache
def touched_in(places: int) -> Compiled:
    position: Any = Position._meta.pk

    def entries() -> QuerySet[Any]:
        within = Position.objects.filter(position__gt=Slot("after", position), position__lte=Slot("upto", position))
        those = within.filter(concerning(places)).order_by("position")
        return those.values_list("position", "entry__kind", "entry__object_id")

    return Compiled(entries, in_pages=True)


@cache
def elsewhere_in(places: int) -> Compiled:
    """The tablet's own records outside its regions."""
    here = anywhere_in(slots(places), "region")
    return Compiled(lambda: own_cases().exclude(here).order_by().values_list("pk"))


def concerning(places: int) -> Q:
    """
    Entries on records that are or were in the posting's regions, on the country's licences and buyers, and on the
    tablet's own records elsewhere.
    """
    bounds = slots(places)
    here = Region.objects.filter(anywhere_in(bounds, "")).values("pk")
    country = Region.objects.filter(in_the_country(bounds)).values("pk")
    labels = {kind.code: kind.model._meta.label_lower for kind in all_kinds().values()}
    return (
        Q(entry__kind__in=labels.values()) & (Q(entry__region_after__in=here) | Q(entry__region_before__in=here))
        | Q(entry__kind__in=[labels[code] for code in NATIONAL], entry__region_after__in=country)
        | Q(Among("entry__object_id", "elsewhere", Entry._meta.get_field("object_id")))
    )


def of_one_person(entries: Sequence[str]) -> Iterator[str]:
    """What is told anew with these entries: whoever is merged into one of them, and into whom one of them is."""
    for pair in MERGED.rows(entries=entries):
        yield from map(str, pair)


def merged() -> QuerySet[Any]:
    of_these = Among("pk", "entries", UUIDField()) | Among("person", "entries", UUIDField())
    return Digger.objects.filter(of_these).exclude(person=None).order_by().values_list("pk", "person")


MERGED = Compiled(merged)


def weighed_under(ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The licences under which more or less is found or sold by these records, or by those that they correct."""
    for code, weighed in WEIGHED.items():
        pairs = weighed.rows(facts=ids[code]) if code in ids else []
        yield from dict.fromkeys(str(licence) for pair in pairs for licence in pair if licence)


def licences_of(model: type[Production] | type[Purchase]) -> Compiled:
    facts = Among("pk", "facts", UUIDField())
    return Compiled(lambda: model._default_manager.filter(facts).order_by().values_list("licence", "replaces__licence"))


WEIGHED = {"production": licences_of(Production), "purchase": licences_of(Purchase)}


def changes_of(sender: Sender, touched: Iterable[tuple[int, str, str]]) -> Iterator[Change]:
    ids: dict[str, list[str]] = {}
    codes = {kind.model._meta.label_lower: kind.code for kind in all_kinds().values()}
    for _, label, record in touched:
        ids.setdefault(codes[label], []).append(record)
    if "digger" in ids:
        ids["digger"] += of_one_person(ids["digger"])
    if weighed := list(weighed_under(ids)):
        ids["licence"] = [*ids.get("licence", []), *weighed]
    for code in (code for code in BY_KIND if code in ids):
        rows = BY_KIND[code].some(sender, set(ids[code]))
        yield from ({"kind": code, "id": record, "row": rows.get(record)} for record in dict.fromkeys(ids[code]))
    own = BY_KIND["case"].some(sender, {record for records in ids.values() for record in records})
    yield from ({"kind": "case", "id": record, "row": row} for record, row in own.items())
