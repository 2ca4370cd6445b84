"""What each check operator asks of the answers; `checking.ts` of the tablet says the same, word for word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from apps.forms.grammar import Check, Condition, Op

# The values of the check's fields, the check's own value, and the day on which it is asked.
Question = Callable[[list[Any], Any, date], bool]


def is_met(condition: Condition, cleaned: Mapping[str, Any]) -> bool:
    return any(is_among(cleaned.get(field), condition.among) for field in condition.fields) is condition.holds


def is_among(answer: Any, values: Collection[Any]) -> bool:
    if isinstance(answer, list):
        return any(one in values for one in answer)
    return answer in values


def agrees(check: Check, cleaned: Mapping[str, Any], faulty: Collection[str], today: date) -> bool:
    """Whether the answers agree with a check; True where it cannot be known, because an answer is missing or unread."""
    if check.when and not is_met(check.when, cleaned):
        return True
    if check.op == Op.ANY_OF:
        return any(field in cleaned or field in faulty for field in check.fields)
    values = [cleaned.get(field) for field in check.fields]
    if check.op == Op.SUMS_TO:
        return any(field in faulty for field in check.fields) or sums_to(values)
    return None in values or QUESTIONS[check.op](values, limit_of(check), today)


def limit_of(check: Check) -> Any:
    """What the answers are held against: a number, or the part of each row that is looked at."""
    return check.part or (Decimal(check.value) if isinstance(check.value, str) else check.value)


def sums_to(values: list[Any]) -> bool:
    *parts, whole = values
    answered = [part for part in parts if part is not None]
    return whole is None or not answered or sum(answered) == whole


def rows_sum_to(rows: list[Mapping[str, Any]], part: str, whole: Any) -> bool:
    parts = [row[part] for row in rows if part in row]
    return len(parts) < len(rows) or sum(parts) == whole


def of_one_list(rows: list[Mapping[str, Any]], part: str) -> bool:
    return len({row[part].rpartition(".")[0] for row in rows if part in row}) <= 1


def roughness(place: Mapping[str, Any]) -> int:
    """The metres to which a point is known, or the roughest corner; a corner that was typed says nothing of itself."""
    return max((one.get("accuracy_m", 0) for one in place.get("corners", (place,))), default=0)


def second(values: list[Any], value: Any) -> Any:
    return values[1] if len(values) > 1 else value


QUESTIONS: dict[Op, Question] = {
    Op.AT_LEAST: lambda values, value, today: values[0] >= second(values, value),
    Op.AT_MOST: lambda values, value, today: values[0] <= second(values, value),
    Op.PER_AT_LEAST: lambda values, value, today: values[0] >= value * values[1],
    Op.PER_AT_MOST: lambda values, value, today: values[0] <= value * values[1],
    # The step is a choice, whose code is the number.
    Op.MULTIPLE_OF: lambda values, value, today: values[0] % Decimal(values[1]) == 0,
    Op.DAYS_AT_MOST: lambda values, value, today: (values[1] - values[0]).days <= value,
    Op.NOT_AFTER_TODAY: lambda values, value, today: values[0] <= today,
    Op.NOT_BEFORE_TODAY: lambda values, value, today: values[0] >= today,
    Op.AGE_AT_LEAST: lambda values, value, today: today.year - values[0] >= value,
    Op.AGE_AT_MOST: lambda values, value, today: today.year - values[0] <= value,
    Op.ACCURATE_TO: lambda values, value, today: roughness(values[0]) <= value,
    Op.ROWS_SUM_TO: lambda values, part, today: rows_sum_to(values[0], part, values[1]),
    Op.ROWS_AT_MOST: lambda values, value, today: len(values[0]) <= second(values, value),
    Op.ROWS_OF_ONE_LIST: lambda values, part, today: of_one_list(values[0], part),
}
