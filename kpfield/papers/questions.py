"""A form as its paper twin asks it: each question with the room that its answer needs, and when it is asked at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.forms.cells import NO, YES
from apps.forms.grammar import Condition, Field, Form, Kind, Text, Value
from apps.forms.reading import limits_of

# What only a tablet makes, for itself.
NOT_ON_PAPER = {Kind.IDENTIFIER}
# Options beyond these are a list that hangs in the office, and the answer is written.
MOST_TICKS = 16
# From so many letters on, an answer takes the width of the page, and from so many on more than one line.
WIDE, LONG = 80, 250
# What is written into each box of a day.
DAY = (Text("DD MM YYYY", "JJ MM AAAA"), (2, 2, 4))
UNITS = {
    Kind.CARATS: Text("carats", "carats"),
    Kind.HECTARES: Text("hectares", "hectares"),
    Kind.CUBIC_METRES: Text("m³", "m³"),
}
# Boxes before the mark and behind it.
BOXES = {
    Kind.CARATS: (5, 2),
    Kind.MONEY: (10, 2),
    Kind.HECTARES: (4, 4),
    Kind.CUBIC_METRES: (6, 2),
    Kind.INTEGER: (5, 0),
    Kind.YEAR: (4, 0),
}


@dataclass(frozen=True)
class Question:
    """
    What is printed of a field. Of `ticks`, `groups` (boxes, and what stands between them) and `lines` one is filled; a
    `square` is room for a hand: a mark, a sketch; under `columns` are rows to fill in.
    """

    label: str
    hint: str
    condition: str
    unit: str
    required: bool
    wide: bool
    ticks: tuple[str, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()
    lines: int = 0
    square: bool = False
    between: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    title: str
    questions: tuple[Question, ...]


def blocks_of(form: Form) -> list[Block]:
    """The sections in the order of the form, in the language of the page."""
    return [
        Block(here(section.title), tuple(questions))
        for section in form.sections
        if (questions := [question_of(form, field) for field in section.fields if field.kind not in NOT_ON_PAPER])
    ]


def here(text: Text | None) -> str:
    return text.in_language(get_language() or "en") if text else ""


def question_of(form: Form, field: Field) -> Question:
    told: dict[str, Any] = {
        "label": here(field.label),
        "hint": here(field.hint),
        "condition": condition_of(form, field.show_if) if field.show_if else "",
        "unit": here(UNITS.get(field.kind)),
        "required": field.required,
    }
    match field.kind:
        case Kind.CHOICE | Kind.CHOICES if ticks := options_of(field):
            return Question(**told, wide=len(ticks) > 3, ticks=ticks)
        case Kind.FLAG:
            return Question(**told, wide=False, ticks=(here(YES), here(NO)))
        case Kind.DATE:
            pattern, boxes = DAY
            return Question(**{**told, "unit": here(pattern)}, wide=False, groups=tuple(map(squares, boxes)))
        case kind if kind in BOXES:
            groups = tuple(squares(boxes) for boxes in BOXES[kind] if boxes)
            return Question(**told, wide=False, groups=groups, between=mark() if len(groups) > 1 else "")
        case Kind.POINT:
            return Question(**{**told, "unit": _("latitude · longitude · ± metres")}, wide=True, lines=1)
        case Kind.ROWS:
            return Question(**told, wide=True, columns=tuple(here(part.label) for part in field.parts))
        case Kind.PHOTO:
            return Question(**told, wide=False, ticks=(_("taken with the tablet"),))
        case kind:
            return written(kind, field, told)


def written(kind: Kind, field: Field, told: dict[str, Any]) -> Question:
    """An answer in words; of what is drawn on a tablet, a sketch or the hand's own mark."""
    if kind in {Kind.AREA, Kind.SIGNED}:
        return Question(**told, wide=True, square=True)
    most = limits_of(field)["max_length"] or 0
    return Question(**told, wide=most > WIDE, lines=3 if most > LONG else 1)


def squares(n: int) -> tuple[int, ...]:
    return tuple(range(n))


def mark() -> str:
    return "," if (get_language() or "").startswith("fr") else "."


def options_of(field: Field) -> tuple[str, ...]:
    """The words to tick; none where the list is the server's own, or too long to print."""
    options = field.choices.options if field.choices else ()
    return tuple(here(option.label) for option in options) if len(options) <= MOST_TICKS else ()


def condition_of(form: Form, condition: Condition) -> str:
    """In words, when a question is asked: “Only where Basis is: Weighed, Notebook.”"""
    asked = " / ".join(here(form.fields[code].label) for code in condition.fields)
    first = form.fields[condition.fields[0]]
    answers = ", ".join(value_of(first, value) for value in condition.among)
    if condition.among == (None,):
        return (_("Only where “%s” is left blank.") if condition.holds else _("Only where “%s” is answered.")) % asked
    sentence = (
        _("Only where “%(asked)s” is: %(answers)s.") if condition.holds else _("Not where “%(asked)s” is: %(answers)s.")
    )
    return sentence % {"asked": asked, "answers": answers}


def value_of(field: Field, value: Value) -> str:
    if value is None:
        return _("left blank")
    if isinstance(value, bool):
        return here(YES if value else NO)
    options = field.choices.options if field.choices else ()
    return next((here(option.label) for option in options if option.code == value), str(value))


def rules_of(form: Form) -> Iterator[str]:
    """What must agree between answers, as the tablet would say it."""
    return (here(check.sentence) for check in form.checks)
