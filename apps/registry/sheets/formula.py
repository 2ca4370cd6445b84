"""A name may begin with `=`: text that a spreadsheet would run is marked on the way out and unmarked on the way in."""

from __future__ import annotations

from apps.quantities.reading import FORMULA

MARK = "'"


def marked(text: str) -> str:
    """The text behind a mark where it could be run, or where its own first letter is the mark of another."""
    return MARK + text if text.startswith(FORMULA) or is_marked(text) else text


def unmarked(text: str) -> str:
    return text[1:] if is_marked(text) else text


def is_marked(text: str) -> bool:
    return text.startswith(MARK) and text[1:].startswith((*FORMULA, MARK))
