"""A name as it is compared, however somebody wrote it."""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """
    The name without accents, case, hyphens or apostrophes: "KASAI  ORIENTAL" and "Kasaï-Oriental" are one place.

    Done here and not in the database: SQLite folds the case of ASCII letters only.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split())
