"""The reckoning: what officers were told is safe, held against what the server has and what the tablets show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import F, Q

from apps.forms.dictionary import all_forms
from apps.inspections.models import Infraction, Inspection
from apps.journal.models import Entry, Head, Unsealed
from apps.journal.verifying import Walk
from apps.ledger.models import (
    Production,
    ProductionFinder,
    ProductionSize,
    Purchase,
    PurchaseSize,
    Resale,
    Stage,
    StockCount,
    Transfer,
)
from apps.review.models import Case
from apps.sync.models import SealedReport, Submission
from apps.sync.opening import report_in
from tests.faults.albums import Seen, on_closed, pictures_lost, pictures_unexplained
from tests.faults.book import Book, Saved
from tests.faults.cast import CUSTODIAN, READER
from tests.faults.devices import Device
from tests.faults.handling import CONFIDED
from tests.faults.kept import Kept, Rows
from tests.faults.witness import Witness

SHOWN = {
    "pending": "received",
    "accepted": "accepted",
    "returned": "returned",
    "rejected": "rejected",
    "replaced": "replaced",
}
FACTS: dict[str, Any] = {
    "production": Production.objects.all(),
    "purchase": Purchase.objects.filter(stage=Stage.FIRST),
    "resale": Resale.objects.all(),
    "stock_count": StockCount.objects.all(),
    "transfer": Transfer.objects.all(),
}
Fresh = Callable[[Device], dict[tuple[str, str], Any]]


@dataclass
class Verdict:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    # How many events of an earlier version of their form were applied.
    upcast: int = 0

    def all(self) -> list[str]:
        named = {"lost": self.lost, "doubled": self.doubled, "unexplained": self.unexplained}
        return [f"{name}: {what}" for name, faults in named.items() for what in faults]


def check(book: Book, devices: Sequence[Device], seen: Seen, witness: Witness, fresh: Fresh) -> Verdict:
    kept = Kept()
    verdict = Verdict(rows=kept.rows(), upcast=written_once(book, kept))
    on_tablets = {event["sha256"]: event for look in seen for event in look["events"]}
    shut = {device.place for device, look in zip(devices, seen, strict=True) if look["closed"]}
    closed_doors = shut | {device.place for device in devices if device.is_revoked()}
    verdict.lost += [
        *events_lost(book, kept, on_tablets, closed_doors, shut),
        *confided_lost(book),
        *records_lost(book, kept),
        *rows_lost(book, kept),
        *drafts_lost(book, devices, seen, closed_doors),
        *held_forgotten(kept),
        *acts_lost(book, kept),
        *pictures_lost(book, kept, on_closed(seen, closed_doors - shut)),
        *journal_broken(witness),
        *totals_differ(book, kept),
        *registers_differ(devices, seen, closed_doors, fresh),
    ]
    verdict.doubled += [
        *confided_doubled(),
        *events_doubled(book, kept),
        *records_doubled(book, kept),
        *numbers_doubled(seen),
    ]
    verdict.unexplained += [
        *book.faults,
        *shut_by_nobody(book, devices, shut),
        *confided_unexplained(book),
        *(fault for device in devices for fault in device.failures),
        *pictures_unexplained(devices, seen, closed_doors),
        *states_unexplained(book, kept, devices, seen, closed_doors),
    ]
    return verdict


# -- nothing lost ----------------------------------------------------------------------------------------------------


def events_lost(book: Book, kept: Kept, on_tablets: dict[str, Any], closed: set[int], shut: set[int]) -> Iterator[str]:
    """
    Each event is on the server, as it was made; of a tablet that was closed it may still be on that tablet.

    Where such a tablet has given up its keys (`shut`), the custodian has opened its copies: there is no other place.
    """
    for saved in book.saved.values():
        submission, here = kept.of(saved), on_tablets.get(saved.sha256)
        if submission is None:
            # Of a tablet that was closed the office opens the sealed copies; what it carries for others it keeps.
            carriers = book.carriers[saved.sha256]
            kept_there = (here is not None and saved.device in closed) or (carriers and carriers <= closed)
            if not kept_there and saved.sha256 not in book.gone:
                yield f"event {saved.seq} of tablet {saved.device} is not on the server"
        elif bytes(submission.body).decode() != saved.bytes:
            yield f"event {saved.seq} of tablet {saved.device} is not what its officer saved"
        elif not (here or saved.device in shut or saved.sha256 in book.wiped or saved.record in kept.once_closed):
            yield f"event {saved.seq} was deleted from tablet {saved.device}"


def confided() -> list[str]:
    """What the reader of reports in confidence reads, and nobody else can."""
    said = [report_in(one.sealed, READER) for one in SealedReport.objects.order_by("pk")]
    return [str(one and one["words"]) for one in said]


def confided_lost(book: Book) -> Iterator[str]:
    """Of a report that is on no tablet any more its reader has to have it."""
    lost = book.confided.keys() - set(confided()) - book.confided_gone
    yield from (f"the report of tablet {book.confided[one]} did not reach its reader" for one in sorted(lost))


def confided_doubled() -> Iterator[str]:
    yield from (f"{words} came {times} times" for words, times in Counter(confided()).items() if times > 1)


def confided_unexplained(book: Book) -> Iterator[str]:
    yield from (f"{words} was reported by nobody" for words in confided() if words not in book.asked)
    for one in SealedReport.objects.all():
        if report_in(one.sealed, CUSTODIAN):
            yield "the custodian of records can read a report in confidence"
    if any(CONFIDED in file for file in book.files):
        yield "a report in confidence can be read in a file that was handed over"


def drafts_lost(book: Book, devices: Sequence[Device], seen: Seen, closed: set[int]) -> Iterator[str]:
    """A form that was left half-filled is there, with every answer that stood on the screen."""
    for draft, (place, answers) in book.drafts.items():
        here = dict(seen[place]["drafts"])
        if place not in closed and here.get(draft) != answers:
            yield f"a form left on tablet {devices[place].number} {'is changed' if draft in here else 'is gone'}"


def applied(book: Book, kept: Kept) -> Iterator[Saved]:
    for saved in book.saved.values():
        submission = kept.of(saved)
        if submission is not None and submission.status == Submission.Status.APPLIED:
            yield saved


def records_lost(book: Book, kept: Kept) -> Iterator[str]:
    standing = {str(pk): status for model in models_of(kept) for pk, status in model.values_list("pk", "status")}
    for saved in applied(book, kept):
        for record in saved.makes():
            case = kept.cases.get(record)
            if case is None:
                yield f"record {record} was applied and has no case"
            elif standing.get(record) != case.status:
                yield f"record {record} does not stand as its case does"


def rows_lost(book: Book, kept: Kept) -> Iterator[str]:
    """Below each find and sale stand as many size classes and finders as its officer wrote."""
    there: dict[str, Counter[str]] = {"sizes": Counter(), "finders": Counter()}
    for code, rows in (("sizes", ProductionSize), ("finders", ProductionFinder), ("sizes", PurchaseSize)):
        of = "purchase" if rows is PurchaseSize else "production"
        there[code].update(str(pk) for pk in rows.objects.values_list(of, flat=True))
    for saved in applied(book, kept):
        # A record that only ends another repeats nothing of it.
        written = saved.said["answers"] if saved.said["act"] != "void" else {}
        for code, counted in there.items():
            if counted[saved.record] != len(written.get(code) or ()):
                yield f"{code} of record {saved.record} are {counted[saved.record]}, and others were written"


def models_of(kept: Kept) -> list[Any]:
    kinds = sorted({case.kind for case in kept.cases.values()})
    return [apps.get_model(kind)._default_manager for kind in kinds]


def held_forgotten(kept: Kept) -> Iterator[str]:
    """What is held waits for something, and that has not come."""
    waits: dict[Any, list[str]] = {}
    for submission, record in kept.waits:
        waits.setdefault(submission, []).append(str(record))
    for submission in kept.submissions:
        if submission.status == Submission.Status.HELD and not any(
            record not in kept.cases for record in waits.get(submission.pk, [])
        ):
            yield f"event {submission.seq} is held, and what it waits for is here"


def written_once(book: Book, kept: Kept) -> int:
    return sum(saved.said["version"] < all_forms()[saved.said["form"]].version for saved in applied(book, kept))


def acts_lost(book: Book, kept: Kept) -> Iterator[str]:
    """What the desk wrote and decided stands, unless the record was changed since or gave way to its correction."""
    yield from (f"record {record} of a sheet is gone" for record in sorted(book.entered - kept.cases.keys()))
    amended = {saved.record for saved in applied(book, kept) if saved.said["act"] == "amend"}
    for record, (status, reason) in book.decisions.items():
        case, decision = kept.cases.get(record), kept.decisions.get(record)
        stands = case is not None and (case.status in {status, "replaced"} or record in amended)
        told = decision is not None and (decision.status == "replaced" or decision.reason == reason)
        if not (stands and told):
            yield f"the desk's decision {status} on {record} does not stand"


def journal_broken(witness: Witness) -> Iterator[str]:
    yield from Walk().faults()
    yield from witness.check()
    if Unsealed.objects.exists():
        yield "entries of the journal wait for a sealer that was there"
    last = Head.objects.last()
    if last is not None and last.size != Entry.objects.count():
        yield f"the journal has {Entry.objects.count()} entries, and its head counts {last.size}"


def totals_differ(book: Book, kept: Kept) -> Iterator[str]:
    """Carats and money of what was applied, added up from what officers saved and from what the server holds."""
    said: Counter[str] = Counter()
    for saved in applied(book, kept):
        answers = saved.said["answers"]
        # A tablet takes back a fact in the fact's own words, of which the server repeats no amount.
        if saved.said["act"] == "void":
            continue
        if saved.said["form"] in FACTS:
            said[saved.said["form"]] += cents(answers.get("carats"))
            said["price"] += cents(answers.get("price"))
            said["production"] += cents(answers.get("carats")) if answers.get("find_id") else 0
        said["seized"] += cents(answers.get("carats_seized"))
        said["gravel"] += cents(answers.get("gravel_stockpiled"))
    held = {
        form: sum(cents(carats) for carats in rows.values_list("carats", flat=True)) for form, rows in FACTS.items()
    } | {
        "price": sum(cents(price) for price in Purchase.objects.values_list("price", flat=True)),
        "seized": sum(cents(carats) for carats in Infraction.objects.values_list("carats_seized", flat=True)),
        "gravel": sum(cents(heap) for heap in Inspection.objects.values_list("gravel_stockpiled", flat=True)),
    }
    for name, total in held.items():
        if total != said[name]:
            yield f"{name}: officers saved {said[name]}, the server holds {total}"


def cents(amount: Any) -> int:
    return int(Decimal(str(amount or 0)) * 100)


def registers_differ(devices: Sequence[Device], seen: Seen, closed: set[int], fresh: Fresh) -> Iterator[str]:
    """What a tablet shows of the register is what one that begins today would be told."""
    for device, look in zip(devices, seen, strict=True):
        if device.place in closed or look["trouble"]:
            continue
        crossed = named_from_elsewhere()
        shown = {(kind, record): balanced(record, row, crossed) for kind, record, row in look["registers"]}
        told = {(kind, record): balanced(record, row, crossed) for (kind, record), row in fresh(device).items()}
        for kind, record in sorted(told.keys() | shown.keys()):
            if told.get((kind, record)) != shown.get((kind, record)):
                what = (
                    "is missing" if (kind, record) not in shown else "is stale" if (kind, record) in told else "is left"
                )
                yield f"{kind} {record} {what} in the register of tablet {device.number}"


def named_from_elsewhere() -> set[str]:
    """
    Licences under which something is found or sold in a region that is not theirs.

    A tablet hears of that only when the licence itself is told again: the feed of a region is of that region.
    """
    elsewhere = ~Q(region=F("licence__region")) & Q(licence__isnull=False)
    crossed = [model.objects.filter(elsewhere).values_list("licence", flat=True) for model in (Production, Purchase)]
    return {str(licence) for licences in crossed for licence in licences}


def balanced(record: str, row: Any, crossed: set[str]) -> Any:
    return {**row, "found": None, "sold": None} if record in crossed and row else row


# -- nothing doubled -------------------------------------------------------------------------------------------------


def events_doubled(book: Book, kept: Kept) -> Iterator[str]:
    for name, submissions in kept.by_hash.items():
        if len(submissions) > 1:
            yield f"event {submissions[0].seq} was kept {len(submissions)} times"
        if name not in book.saved:
            yield f"event {submissions[0].seq} was saved by no officer"


def records_doubled(book: Book, kept: Kept) -> Iterator[str]:
    made = Counter(record for saved in applied(book, kept) for record in saved.makes())
    made.update(book.entered)
    for record, case in kept.cases.items():
        if made[record] != 1:
            yield f"{case.kind} {record} stands for {made[record]} saved events"
    for record, created in Counter(Entry.objects.filter(verb="created").values_list("object_id", flat=True)).items():
        if created != 1:
            yield f"{record} was created {created} times in the journal"


def numbers_doubled(seen: Seen) -> Iterator[str]:
    for place, look in enumerate(seen):
        ids = Counter(event["id"] for event in look["events"])
        yield from (f"event {one} stands twice on tablet {place}" for one, times in ids.items() if times > 1)


# -- nothing unexplained ---------------------------------------------------------------------------------------------


def shut_by_nobody(book: Book, devices: Sequence[Device], shut: set[int]) -> Iterator[str]:
    """After a restore the server may know nothing any more of what the office has closed."""
    for device in (devices[place] for place in sorted(shut)):
        if not (device.is_withdrawn() or (book.restored and device.number in book.closed)):
            yield f"tablet {device.number} is shut, and nobody has closed it"


def states_unexplained(
    book: Book, kept: Kept, devices: Sequence[Device], seen: Seen, closed: set[int]
) -> Iterator[str]:
    for device, look in zip(devices, seen, strict=True):
        if device.place in closed:
            if look["trouble"] != "revoked" and any(event["state"] == "waiting" for event in look["events"]):
                yield f"tablet {device.number} was closed and does not say so"
            continue
        if look["trouble"]:
            yield f"tablet {device.number} still says {look['trouble']}"
        last = {saved.record: saved for saved in sorted(book.of(device.place), key=lambda one: one.seq)}
        for record in look["records"]:
            if saved := last.get(record["id"]):
                yield from (
                    f"tablet {device.number}, {record['form']} {record['id']}: {why}"
                    for why in [*unlike(record, saved, kept), *told_in_vain(record, book, kept)]
                )


def told_in_vain(record: dict[str, Any], book: Book, kept: Kept) -> Iterator[str]:
    """That the office looks at a record of which the server has applied every event."""
    events = [
        submission for saved in book.saved.values() if saved.record == record["id"] if (submission := kept.of(saved))
    ]
    standing = {str(one.status) for one in events}
    for what in {what for what, _ in record["words"]} & {"quarantined", "conflict"}:
        if what not in standing and not book.restored:
            yield f"was told that it is {what}, and it never was"


def unlike(record: dict[str, Any], saved: Saved, kept: Kept) -> Iterator[str]:
    """Where what the officer reads of a record is not how it stands."""
    submission, case = kept.of(saved), kept.cases.get(record["id"])
    if submission is None:
        return
    decided = [SHOWN[case.status]] if case else []
    standing = str(submission.status)
    may_show = decided if standing == "applied" else [standing, *decided]
    if record.get("replacedBy"):
        may_show = [*may_show, "replaced"]
    if record["state"] not in may_show:
        yield f"shows {record['state']}, and is {' or '.join(may_show)}"
    yield from unsaid(record, standing, case, kept)


def unsaid(record: dict[str, Any], standing: str, case: Case | None, kept: Kept) -> Iterator[str]:
    """A reason that the officer was to be told and was not."""
    words = record["words"]
    if standing != "applied" and not any(what == standing and text for what, text in words):
        yield f"says nowhere why it is {standing}"
    if case is not None and record["state"] in {"returned", "rejected"} and record["state"] == SHOWN[case.status]:
        decision = kept.decisions[record["id"]]
        if (decision.status, decision.reason) not in [(what, text) for what, text in words]:
            yield f"does not give the reason for which it was {decision.status}"


def tally(verdicts: Iterable[Verdict]) -> tuple[int, int, int]:
    found = list(verdicts)
    return (
        sum(len(one.lost) for one in found),
        sum(len(one.doubled) for one in found),
        sum(len(one.unexplained) for one in found),
    )
