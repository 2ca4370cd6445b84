"""The words in which an app declares its forms: one for each kind of question, and one for each weight of a check."""

from __future__ import annotations

from functools import partial

from apps.forms.grammar import Check, Choices, Field, Kind, Option, Severity, Text

text = partial(Field, kind=Kind.TEXT)
choice = partial(Field, kind=Kind.CHOICE)
choices = partial(Field, kind=Kind.CHOICES)
integer = partial(Field, kind=Kind.INTEGER)
year = partial(Field, kind=Kind.YEAR)
carats = partial(Field, kind=Kind.CARATS)
money = partial(Field, kind=Kind.MONEY)
hectares = partial(Field, kind=Kind.HECTARES)
cubic_metres = partial(Field, kind=Kind.CUBIC_METRES)
day = partial(Field, kind=Kind.DATE)
flag = partial(Field, kind=Kind.FLAG)
reference = partial(Field, kind=Kind.REFERENCE)
point = partial(Field, kind=Kind.POINT)
area = partial(Field, kind=Kind.AREA)
identifier = partial(Field, kind=Kind.IDENTIFIER)
number = partial(Field, kind=Kind.NUMBER)
paper_number = partial(Field, kind=Kind.PAPER_NUMBER)
signed = partial(Field, kind=Kind.SIGNED)
photo = partial(Field, kind=Kind.PHOTO)
rows = partial(Field, kind=Kind.ROWS)

refuse = partial(Check, severity=Severity.REFUSE)
warn = partial(Check, severity=Severity.WARN)
mark = partial(Check, severity=Severity.FLAG)


def options(*written: tuple[str, str, str] | tuple[str, str, str, str]) -> Choices:
    """Choices of a form's own: code, English, French and perhaps a pictogram."""
    return Choices(tuple(Option(code, Text(en, fr), *pictogram) for code, en, fr, *pictogram in written))


def listed(source: str) -> Choices:
    """Choices that the server fills for each posting."""
    return Choices(source=source)
