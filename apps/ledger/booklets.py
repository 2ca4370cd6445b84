"""Rules about a booklet's own numbers: of one that is back none is missing, and no two have the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import CharField, IntegerField, QuerySet

from apps.ledger.models import Booklet, Purchase, Slips, Transfer
from apps.ledger.models.purchase import Stage
from apps.ledger.spans import as_written, listed, unclear
from apps.registry.referred import Referred
from apps.registry.rules import Found
from apps.review.models import Flag
from apps.statements.compiled import Compiled, Slot

# Larger than any booklet; of one that is, its numbers are doubted and not looked through.
LONG = 500


def of_its_slips(booklets: Sequence[Booklet], referred: Referred) -> list[Flag]:
    """The rules of `flags.OF_SLIPS` alone."""
    return [
        *numbers_in_doubt(booklets),
        *overlaps(booklets, referred),
        *slips_missing(booklets, referred),
    ]


def numbers_in_doubt(booklets: Sequence[Booklet]) -> Found:
    """Numbers of a booklet that cannot be read, or that are too many for one."""
    for booklet in booklets:
        slips = booklet.last_number - booklet.first_number + 1
        if slips > LONG:
            yield booklet.flag("booklet_long", slips=str(slips))
        said = [part for written in (booklet.cancelled, booklet.lost) for part in within(written, booklet)]
        if said:
            yield booklet.flag("slips_unclear", words=", ".join(said))


def within(written: str, booklet: Booklet) -> list[str]:
    return unclear(written, booklet.first_number, booklet.last_number)


def overlaps(booklets: Sequence[Booklet], referred: Referred) -> Found:
    """Numbers that another booklet of the same series has too: of two, the one that came second is marked."""
    answers = referred.ask(*((TWICE, {**span_of(one), "slips": one.slips}) for one in booklets))
    for booklet, rows in zip(booklets, answers, strict=True):
        ours = next((at for at, (pk, _) in enumerate(rows) if pk == booklet.pk), len(rows))
        if ours:
            yield booklet.flag("booklet_overlaps", number=rows[0][1])


def twice() -> QuerySet[Any]:
    least, most = Slot("least", IntegerField()), Slot("most", IntegerField())
    same = {"participant": Slot("participant", CharField()), "series_key": Slot("series", CharField())}
    rows = Booklet.objects.standing().filter(
        slips=Slot("slips", CharField()), first_number__lte=most, last_number__gte=least, **same
    )
    return rows.order_by("case__submitted_at", "pk").values_list("pk", "number")


TWICE = Compiled(twice)


def slips_missing(booklets: Sequence[Booklet], referred: Referred) -> Found:
    """Of a booklet that is back, the slips that are neither recorded, nor cancelled, nor still blank."""
    back = [one for one in booklets if one.returned_on is not None and one.last_number - one.first_number < LONG]
    written = referred.ask(*((WRITTEN[one.slips], span_of(one)) for one in back)) if back else []
    for booklet, rows in zip(back, written, strict=True):
        missing = set(range(booklet.first_number, booklet.end())) - {place for (place,) in rows}
        missing -= set(listed(booklet.cancelled))
        if missing:
            yield booklet.flag("slips_missing", count=str(len(missing)), numbers=as_written(missing))


def span_of(booklet: Booklet) -> dict[str, Any]:
    given = {"participant": booklet.participant_id, "series": booklet.series_key}
    return {**given, "least": booklet.first_number, "most": booklet.last_number}


def written_on(slips: Slips) -> QuerySet[Any]:
    model: Any = Transfer if slips == Slips.TRANSFER else Purchase
    stage = {} if slips == Slips.TRANSFER else {"stage": Stage.FIRST if slips == Slips.PURCHASE else Stage.RESALE}
    least, most = Slot("least", IntegerField()), Slot("most", IntegerField())
    place = {"slip_series": Slot("series", CharField()), "region__participant": Slot("participant", CharField())}
    rows = model.objects.current().filter(slip_place__gte=least, slip_place__lte=most, **place, **stage)
    found: QuerySet[Any] = rows.order_by().values_list("slip_place")
    return found


WRITTEN = {slips.value: Compiled(partial(written_on, slips)) for slips in Slips}
