"""How the imaginary officers answer what was returned to them: the register is amended, a fact is replaced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from apps.demo.binding import take_back
from apps.demo.bureau import Bureau
from apps.demo.paying import amount, points_of
from apps.demo.tablet import Event
from apps.demo.verdicts import verdict_on
from apps.forms.dictionary import all_forms

# Made, then returned: the version that the officer saw when he answered.
SEEN = 2


def correct(bureau: Bureau, day: date) -> list[Event]:
    """
    Answer three of four returned records and take full booklets back.

    The last accepted find turns out to be a slip of the pen and is ended.
    """
    returned = [event for event in bureau.tablet.events if is_returned(event)]
    answered = [answer(bureau, event, day) for event in returned if bureau.percent(75)]
    return [*answered, *take_back(bureau, day), *end_last_find(bureau, day)]


def is_returned(event: Event) -> bool:
    verdict = verdict_on(event)
    return verdict is not None and verdict.status == "returned"


def answer(bureau: Bureau, event: Event, day: date) -> Event:
    answers = {**event.answers, **change(bureau, event)}
    more: dict[str, Any] = {"seen": SEEN, "reason": "Corrigé d’après le cahier.", "before": dict(event.answers)}
    if "replace" in all_forms()[event.form].acts:
        return bureau.tablet.record(event.form, answers, day=day, act="replace", replaces=event.record, **more)
    return bureau.tablet.record(event.form, answers, day=day, record=event.record, act="amend", **more)


def change(bureau: Bureau, event: Event) -> dict[str, Any]:
    """What the officer changes; a fact gets a number of its own and stays on its slip."""
    match event.form:
        case "production":
            return {"number": bureau.tablet.new_number(), "basis": "notebook"} | reweighed(event)
        case "purchase":
            find = {"find_id": bureau.tablet.new_id(), "find_number": bureau.tablet.new_number()}
            return {
                "number": bureau.tablet.new_number(),
                **(find if event.answers.get("with_find") else {}),
            }
        case "inspection":
            return {"number": bureau.tablet.new_number(), "findings": "Compté de nouveau avec le chef d’équipe."}
        case "resale" | "transfer" | "infraction" | "stock_count":
            return {"number": bureau.tablet.new_number()}
        case "licence":
            return {"treasury_receipt": f"T{bureau.chance.randrange(10**5):05d}"}
        case _:
            return {"father_names": bureau.names.person(bureau.chance, woman=False)}


def reweighed(event: Event) -> dict[str, Any]:
    if event.answers.get("nil"):
        return {}
    return {"carats": amount(points_of(event) + 5)}


def end_last_find(bureau: Bureau, day: date) -> Sequence[Event]:
    accepted = [event for event in bureau.finds if (verdict := verdict_on(event)) and verdict.status == "accepted"]
    if not accepted:
        return []
    last = accepted[-1]
    more: dict[str, Any] = {
        "act": "void",
        "seen": SEEN,
        "replaces": last.record,
        "reason": "Inscrit deux fois.",
        "before": None,
    }
    return [bureau.tablet.record("production", {}, day=day, **more)]
