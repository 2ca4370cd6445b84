"""Text on its way into a sheet, so that no spreadsheet runs what a person wrote (security.md, formula injection)."""

from __future__ import annotations

from apps.quantities.reading import FORMULA


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula; nothing of ours reads it back."""
    return f"'{text}" if text.startswith(FORMULA) else text
