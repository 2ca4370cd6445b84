"""Text on its way into a sheet, so that no spreadsheet runs what a person wrote (security.md, formula injection)."""

from __future__ import annotations

from apps.quantities.reading import FORMULA


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula; our import takes it off."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
