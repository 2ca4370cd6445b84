"""What is sought in a register: by its own words and numbers, and by those of the records it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from apps.places.naming import fold

# A word that so many of the records named answer to says little, and is looked for from the other side.
FEW = 1_000
# No index helps to find fewer letters than these in the middle of a word.
SHORT = 3


def sought(rows: QuerySet, typed: str, columns: Iterable[str]) -> QuerySet:
    """
    Rows in which each word that was typed is found in one of the columns.

    `^number` by how it begins, whatever the case; `search`, which is folded, and every other one wherever the word
    stands. What stands in a record that the row names (`^site__number`) is looked up first: its key finds the rows.
    """
    words = typed.split()
    own = [column for column in columns if "__" not in column]
    named = [named_by(rows, column, words) for column in columns if "__" in column]
    for word in words:
        rows = rows.filter(reduce(or_, [*(holds(column, word) for column in own), *(find(word) for find in named)]))
    return rows


def holds(column: str, word: str) -> Q:
    if column.startswith("^"):
        return Q(**{f"{column[1:]}__istartswith": word})
    if not column.endswith("search"):
        return Q(**{f"{column}__icontains": word})
    folded = fold(word)
    if len(folded) < SHORT:
        return Q(**{f"{column}__startswith": folded}) | Q(**{f"{column}__contains": f" {folded}"})
    return Q(**{f"{column}__contains": folded})


def named_by(rows: QuerySet, path: str, words: Sequence[str]) -> Callable[[str], Q]:
    """How each word finds rows by the record they name: one question for all of the words."""
    name = path.lstrip("^").split("__")[0]
    related: Any = rows.model._meta.get_field(name).related_model
    asked = {word: holds(path.replace(f"{name}__", ""), word) for word in words}
    told = {f"word_{n}": ExpressionWrapper(each, BooleanField()) for n, each in enumerate(asked.values())}
    found = related._default_manager.filter(reduce(or_, asked.values(), Q())).order_by()
    known = list(found.values("pk", **told)[: FEW + 1]) if words else []
    if len(known) > FEW:
        return lambda word: holds(path, word)
    place = {word: f"word_{n}" for n, word in enumerate(asked)}
    return lambda word: Q(**{f"{name}__in": [row["pk"] for row in known if row[place[word]]]})
