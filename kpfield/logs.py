"""How a line of the log is written: what went wrong and where, and nothing of whom the record was about."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from typing import Any

from django.db import Error


class Line(logging.Formatter):
    """
    PostgreSQL shows, below what it says is wrong, the row that it did not take: names, documents and all. Of a fault of
    the database only the first line is written, and no value that was asked with.
    """

    def formatException(self, ei: Any) -> str:  # noqa: N802 - as logging calls it
        return "\n".join("".join(told(fault)).rstrip() for fault in chain(ei[1]))


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault with those that led to it, the first of them first."""
    if fault is not None:
        yield from chain(fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__))
        yield fault


def told(fault: BaseException) -> Iterator[str]:
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(fault.__traceback__)
    yield f"{type(fault).__name__}: {in_short(fault)}\n"


def in_short(fault: BaseException) -> str:
    of_the_database = isinstance(fault, Error) or hasattr(fault, "sqlstate")
    return str(fault).split("\n", 1)[0] if of_the_database else str(fault)
