"""What the ledger's forms do not say of their sheets: classes by name, rows below a fact, slips recorded before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Q

from apps.ledger.models import Purchase, Resale, Transfer
from apps.ledger.sizing import SIZE_CLASSES, kept_classes, option_of
from apps.ledger.spans import split
from apps.registry.kind import OnASheet

CHUNK = 500
Row = Mapping[str, Any]


def recorded_on(model: type[Any], slips: Collection[str], participant: str) -> dict[str, Any]:
    """
    By its slip's number as it is given here, the first fact of this kind and country on that slip, however its own
    number is spelled.
    """
    found: dict[str, Any] = {}
    wanted = sorted({slip for slip in slips if slip})
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        on_them = {key_of(fact): fact for fact in reversed(facts_on(model, chunk, participant))}
        found |= {slip: on_them[asked_for(slip)] for slip in chunk if asked_for(slip) in on_them}
    return found


def facts_on(model: type[Any], slips: Sequence[str], participant: str) -> list[Any]:
    """Oldest first; of the same series and numbers, so perhaps a few more than were asked for."""
    parted = [split(slip) for slip in slips]
    places = [(series, place) for series, place in parted if place is not None]
    numbered = Q(slip_series__in={series for series, _ in places}, slip_place__in={place for _, place in places})
    rows = model.objects.current().filter(numbered | Q(slip_number__in=slips, slip_place=None))
    own = rows.filter(region__participant=participant, case__kind=model._meta.label_lower)
    return list(own.select_related("case", "region").order_by("case__captured_at"))


def asked_for(slip: str) -> tuple[str, int | str]:
    series, place = split(slip)
    return (series, place) if place is not None else ("", slip)


def key_of(fact: Any) -> tuple[str, int | str]:
    return (fact.slip_series, fact.slip_place) if fact.slip_place is not None else ("", fact.slip_number)


def class_words() -> list[tuple[str, ...]]:
    """Each class by its code, as a tablet shows it, and by its bare name."""
    options = [(option_of(*row), str(row[2])) for row in SIZE_CLASSES.rows()]
    return [(option["code"], option["en"], option["fr"], name) for option, name in options]


def sizes_at(fact: Any) -> list[Row]:
    codes = {key: code for code, key in kept_classes().items()}
    return [
        answered({"class": codes.get(row.size_class_id), "stones": row.stones, "carats": row.carats})
        for row in fact.sizes.all()
    ]


def finders_at(found: Any) -> list[Row]:
    rows = found.finders.all()
    return [answered({"digger": named(row, "digger"), "carats": row.carats, "parts": row.parts}) for row in rows]


def find_at(purchase: Any) -> Row | None:
    """The find that a sale comes from, or that was made with it."""
    return next((named(source, "production") for source in purchase.sources.all()), None)


def find_number_at(purchase: Any) -> str | None:
    find = find_at(purchase)
    return find["number"] if find else None


def named(row: Any, name: str) -> Row:
    other = getattr(row, name)
    return {"number": other.number if other else getattr(row, f"{name}_written")}


def answered(row: Row) -> Row:
    return {code: answer for code, answer in row.items() if answer is not None}


SIZED: dict[str, Any] = {"lists": {"size_classes": class_words}}
PRODUCTION_SHEET = OnASheet(
    **SIZED, apart={"sizes": sizes_at, "finders": finders_at}, below=("sizes", "finders__digger")
)
PURCHASE_SHEET = OnASheet(
    **SIZED,
    apart={"sizes": sizes_at, "production": find_at, "find_number": find_number_at},
    below=("sizes", "sources__production"),
    slips=partial(recorded_on, Purchase),
)
RESALE_SHEET = OnASheet(slips=partial(recorded_on, Resale))
TRANSFER_SHEET = OnASheet(slips=partial(recorded_on, Transfer))
