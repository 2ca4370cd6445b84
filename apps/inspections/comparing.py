"""What was answered twice, side by side: whether it agrees, and by how many carats it does not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from apps.forms.checking import as_answer
from apps.forms.grammar import Kind
from apps.inspections.models.revisit import RepeatedAnswer
from apps.places.naming import fold
from apps.registry.kinds import kind_of


def compared(record: Any, second: Mapping[str, Any]) -> list[RepeatedAnswer]:
    """Of each question that was asked again."""
    fields = kind_of(record).form.fields
    return [
        asked_again(fields[code], getattr(record, fields[code].column or code), said) for code, said in second.items()
    ]


def asked_again(asked: Any, first: Any, second: Any) -> RepeatedAnswer:
    one, other = (as_answer(value) if value not in ("", []) else None for value in (first, second))
    both = one is not None and other is not None
    same = as_compared(one) == as_compared(other) if both else None
    answer = RepeatedAnswer(code=asked.code, first=one, second=other, same=same)
    if asked.kind in {Kind.CARATS, Kind.CUBIC_METRES} and isinstance(first, Decimal) and isinstance(second, Decimal):
        answer.same = first == second
        answer.apart = second - first if asked.code == "carats" else None
    return answer


def as_compared(answer: Any) -> Any:
    """Without what two hands write differently: the order of choices, accents, capitals."""
    match answer:
        case list():
            return sorted(answer)
        case str():
            return fold(answer)
        case _:
            return answer
