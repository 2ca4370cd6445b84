"""Validation of a form's answers: pure, the same on tablet and server, and quick enough for every event of a batch."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from apps.forms.agreeing import agrees, is_met
from apps.forms.grammar import Field, Form, Severity, Text
from apps.forms.reading import Reader, limits_of, reader_of
from apps.forms.sentences import SENTENCES, fault_sentence

# What may be said back of a key that this form does not know; anything may stand in a key.
SAYABLE = re.compile("[a-z][a-z0-9_]{0,39}")
LIMITS = {"too_small": "min", "too_large": "max", "too_long": "max_length"}
NO_SOURCES: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Fault:
    """What is said of an answer, or of answers that do not agree; `field` is empty when it is about none."""

    field: str
    code: str
    sentence: Text
    severity: Severity = Severity.REFUSE


@dataclass
class Result:
    """
    What can be used of the answers, and what is said of them.

    `cleaned` holds only fields that are asked and answered: Decimal, date, UUID, int, bool, str, list of codes,
    `{"id": UUID}` or `{"number": str}`, the whole numbers of a point or of an area's corners, the parts of a
    signature, and rows of such values. A record is taken only without `faults`; `warnings` (warn and flag) stop
    nothing. `asked` names the fields that these answers make the form ask.
    """

    cleaned: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@cache
def questions(form: Form) -> tuple[tuple[Field, Reader], ...]:
    return tuple((asked, reader_of(asked)) for asked in form.fields.values())


def validate(form: Form, answers: Any, *, today: date, sources: Mapping[str, Collection[str]] = NO_SOURCES) -> Result:
    """
    Read, clean and check the answers of one form.

    `today` is the day on which they are judged. `sources` are the codes of the server's choice lists by name
    (`currencies`); a list that is not given accepts any code of a readable shape. Answers to fields that are not asked
    are left out with a flag; a key that the form does not know is a fault.
    """
    if not isinstance(answers, dict):
        return Result(faults=[Fault("", "unknown_field", SENTENCES["unknown_field"])])
    result = Result(faults=unknown(form, answers))
    for asked, read in questions(form):
        raw = answers.get(asked.code)
        if asked.show_if and not is_met(asked.show_if, result.cleaned):
            leave_out(asked, raw, result)
        else:
            take(asked, read, raw, result, sources)
    compare(form, result, today)
    return result


def unknown(form: Form, answers: Mapping[Any, Any]) -> list[Fault]:
    keys = [key for key in answers if key not in form.fields]
    said = [key if SAYABLE.fullmatch(key) else "" for key in keys]
    return [Fault(key, "unknown_field", SENTENCES["unknown_field"]) for key in said]


def leave_out(asked: Field, raw: Any, result: Result) -> None:
    if not (raw is None or raw is False or raw == "" or raw == []):
        result.warnings.append(Fault(asked.code, "left_out", SENTENCES["left_out"], Severity.FLAG))


def take(asked: Field, read: Reader, raw: Any, result: Result, sources: Mapping[str, Collection[str]]) -> None:
    result.asked.append(asked.code)
    try:
        value = None if raw is None else read(raw)
    except ValueError as fault:
        result.faults.append(fault_of(asked, str(fault)))
        return
    if value is None:
        if asked.required:
            result.faults.append(fault_of(asked, "required"))
    elif not is_listed(asked, value, sources):
        result.faults.append(fault_of(asked, "choice"))
    else:
        result.cleaned[asked.code] = value


def is_listed(asked: Field, value: Any, sources: Mapping[str, Collection[str]]) -> bool:
    """Whether what was chosen from a list of the server's stands in it, in rows as well."""
    if asked.parts:
        told = [(part, row[part.code]) for row in value for part in asked.parts if part.code in row]
        return all(is_listed(part, answer, sources) for part, answer in told)
    source = asked.choices.source if asked.choices else None
    return not source or value in sources.get(source, (value,))


def fault_of(asked: Field, code: str) -> Fault:
    limit = limits_of(asked)[LIMITS[code]] if code in LIMITS else ""
    return Fault(asked.code, code, fault_sentence(asked, code, str(limit)))


def compare(form: Form, result: Result, today: date) -> None:
    """Add what each check says; a check on answers that could not be read says nothing."""
    faulty = {fault.field for fault in result.faults}
    for check in form.checks:
        if not agrees(check, result.cleaned, faulty, today):
            found = Fault(check.fields[0], check.code, check.sentence, check.severity)
            (result.faults if check.severity == Severity.REFUSE else result.warnings).append(found)


def as_answers(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned values as the JSON that a tablet would send."""
    return {code: as_answer(value) for code, value in cleaned.items()}


def as_answer(value: Any) -> Any:
    match value:
        case Decimal() | UUID():
            return str(value)
        case date():
            return value.isoformat()
        case dict():
            return as_answers(value)
        case list():
            return [as_answer(one) for one in value]
        case _:
            return value
