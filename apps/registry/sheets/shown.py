"""The preview of a sheet in words: its rows as they would be taken, and what is wrong with others, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.forms.grammar import Form
from apps.quantities.sheets import written
from apps.registry.sheets.judging import Verdict

# Rows that a person reads; the counts say how many there are.
SHOWN = 50
# A cell as a spreadsheet calls it (the line alone where the question has no column), its heading, what is said of it.
Fault = tuple[str, str, Sequence[str]]


def words_of(said: Verdict, cells: Mapping[str, Any]) -> list[str]:
    """A row cell by cell: what it changes, and which of the numbers it names are unknown here."""
    words = {key: as_text(cell) for key, cell in cells.items()}
    words |= {first_of(code, cells): change for code, change in said.changes.items()}
    for place, reference in said.references.items():
        code, *within = place.split(".")
        if reference.written and code in words:
            unknown = _("not in the register: %s") % reference.written if within else _("not in the register")
            words[code] = f"{words[code]} ({unknown})"
    return [words[key] for key in cells]


def first_of(code: str, keys: Collection[str]) -> str:
    """The first column of a question: a place has several."""
    return next((key for key in keys if key == code or key.startswith(f"{code}_")), code)


def answered(rows: Sequence[Any], width: int) -> list[int]:
    """The columns that some of these rows answer: of a form of thirty questions they may answer ten."""
    return [at for at in range(width) if any(row.diff[at] for row in rows)]


def faults_in(form: Form, letters: Mapping[str, str], rows: Sequence[Any]) -> Iterator[Fault]:
    """`letters` are those of the columns."""
    language = get_language() or "en"
    for row in rows[:SHOWN]:
        for code, sentences in row.field_specific_errors.items():
            label = form.fields[code].label.in_language(language) if code in form.fields else ""
            # The first line of a sheet holds its headings.
            yield f"{letters.get(first_of(code, letters), '')}{row.number + 1}", label, sentences


def as_text(cell: Any) -> str:
    return "" if cell is None else written(cell)
