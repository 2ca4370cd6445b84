"""The grammar of forms: sections of fields in the order of the paper, and checks between answers as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Any


class Kind(StrEnum):
    """How an answer is written; beside each, its JSON."""

    TEXT = "text"  # "Marie Koné"
    CHOICE = "choice"  # "woman"
    CHOICES = "choices"  # ["digging", "washing"]
    INTEGER = "integer"  # 12
    YEAR = "year"  # 1984
    CARATS = "carats"  # "1.25"
    MONEY = "money"  # "180000.00"
    HECTARES = "hectares"  # "12.5000"
    CUBIC_METRES = "cubic_metres"  # "12.50"
    DATE = "date"  # "2026-11-24"
    FLAG = "flag"  # true
    REFERENCE = "reference"  # {"id": uuid} of a record, or {"number": "KO-0142"} of one not known here
    POINT = "point"  # {"lat_e6": 4361000, "lon_e6": 18555000, "accuracy_m": 6}; the tablet waits for `max`
    AREA = "area"  # {"corners": [{"lat_e6": 4361000, "lon_e6": 18555000, "accuracy_m": 6}, …]}, in order
    SIGNED = "signed"  # {"how": "mark", "picture": its hash as of a photo, "witness": "Josiane Bemba"}; see `marks`
    IDENTIFIER = "identifier"  # a uuid that the tablet makes
    NUMBER = "number"  # a record's number, which the tablet makes
    PAPER_NUMBER = "paper_number"  # a number copied from a paper
    PHOTO = "photo"  # the SHA-256 of a picture that the event declares among its files, in hex; `max` in kB
    ROWS = "rows"  # [{"class": "sieve.1.11", "carats": "1.25"}, …]: the same questions (`parts`) several times over


class Severity(StrEnum):
    """What a check does: only the first stops an answer; the second asks for a reason; the third marks the record."""

    REFUSE = "refuse"
    WARN = "warn"
    FLAG = "flag"


class Op(StrEnum):
    """What a check asks of its fields. All but `any_of` and `sums_to` are silent where one of them is not answered."""

    ANY_OF = "any_of"  # at least one is answered
    AT_LEAST = "at_least"  # the first is not below the second, or the value
    AT_MOST = "at_most"  # the first is not above the second, or the value
    PER_AT_LEAST = "per_at_least"  # the first is not below value × the second
    PER_AT_MOST = "per_at_most"  # the first is not above value × the second
    SUMS_TO = "sums_to"  # all but the last add up to the last; one of them not answered counts as nothing
    ROWS_SUM_TO = (
        "rows_sum_to"  # one `part` of the first's rows adds up to the second; silent where a row leaves it out
    )
    ROWS_OF_ONE_LIST = "rows_of_one_list"  # the codes in one `part` of the rows are alike up to their last dot
    ROWS_AT_MOST = "rows_at_most"  # there are no more rows than the second, or the value
    MULTIPLE_OF = "multiple_of"  # the first is a multiple of the second
    DAYS_AT_MOST = "days_at_most"  # from the first day to the second are not more than value days
    NOT_AFTER_TODAY = "not_after_today"  # a day that has come
    NOT_BEFORE_TODAY = "not_before_today"  # a day that has not passed
    AGE_AT_LEAST = "age_at_least"  # born in that year, one turns at least value this year
    AGE_AT_MOST = "age_at_most"  # born in that year, one turns at most value this year
    ACCURATE_TO = "accurate_to"  # a point, or each measured corner of an area, known to value metres


Value = str | int | bool | None
Upcaster = Callable[[Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Text:
    """A word or sentence in each language of the forms."""

    en: str
    fr: str

    def in_language(self, language: str) -> str:
        return self.fr if language.startswith("fr") else self.en


@dataclass(frozen=True)
class Condition:
    """
    Whether something is asked: one of the fields is answered with one of the values (`holds=False`: none is).

    None among the values is "not answered"; so is a field that is itself not asked.
    """

    fields: tuple[str, ...]
    among: tuple[Value, ...]
    holds: bool = True


def when(field: str, *values: Value) -> Condition:
    return Condition((field,), values)


def unless(field: str, *values: Value) -> Condition:
    return Condition((field,), values, holds=False)


@dataclass(frozen=True)
class Option:
    code: str
    label: Text
    pictogram: str | None = None


@dataclass(frozen=True)
class Choices:
    """Options written here, or the name of a list that the server fills for each posting (`currencies`)."""

    options: tuple[Option, ...] = ()
    source: str | None = None


@dataclass(frozen=True)
class Field:
    """
    One question. `min` and `max` stop an answer; what is only unlikely is a check. For the accuracy `max` of a point,
    and of each corner of an area, the tablet waits, and takes a rougher one when asked to.

    `column` is the model's field where it is not `code`; `default` is what the tablet proposes, never what an absent
    answer means. Rows ask each of their `parts` in every row, at most `max_length` of them; in no two rows is the part
    `each_once` answered alike.
    """

    code: str
    label: Text
    _: KW_ONLY
    kind: Kind
    hint: Text | None = None
    required: bool = False
    show_if: Condition | None = None
    choices: Choices | None = None
    min: str | int | None = None
    max: str | int | None = None
    max_length: int | None = None
    refers_to: str | None = None
    column: str | None = None
    default: Value = None
    pictogram: str | None = None
    parts: tuple[Field, ...] = ()
    each_once: str | None = None


@dataclass(frozen=True)
class Section:
    """A step on the tablet, a block on the paper."""

    code: str
    title: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Check:
    """What must agree between answers, and the sentence for where it does not, which stands beside the first field."""

    code: str
    op: Op
    fields: tuple[str, ...]
    sentence: Text
    _: KW_ONLY
    severity: Severity
    value: str | int | None = None
    part: str | None = None
    when: Condition | None = None


# Compared by identity: a form is declared once, and what is made from it is kept beside it.
@dataclass(frozen=True, eq=False, kw_only=True)
class Form:
    """
    A form of the paper, in one version. `acts` are what a tablet may do with its record after creating it.

    `upcasters` lead the answers of each earlier version to the next one, the first version's first.
    """

    code: str
    version: int
    title: Text
    model: str
    acts: tuple[str, ...]
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    upcasters: tuple[Upcaster, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {field.code: field for field in chain.from_iterable(section.fields for section in self.sections)}

    def conditions(self) -> Iterator[Condition]:
        conditions = [*(field.show_if for field in self.fields.values()), *(check.when for check in self.checks)]
        return (condition for condition in conditions if condition)
