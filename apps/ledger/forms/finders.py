"""Who shares a find: each digger of the gang with his carats or with his parts of it (domain.md §4)."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import warn
from apps.forms.grammar import Check, Condition, Field, Op, Text

# Larger gangs are counted and not named.
MOST = 40
MOST_PARTS = 100


def finders(show_if: Condition) -> Field:
    return ask.rows(
        "finders",
        Text("Who shares the find", "Qui se partage la trouvaille"),
        hint=Text(
            "Each digger, with his carats or with his parts: two of five are 2 parts.",
            "Chaque creuseur, avec ses carats ou avec ses parts : deux sur cinq sont 2 parts.",
        ),
        show_if=show_if,
        max_length=MOST,
        each_once="digger",
        parts=(
            ask.reference("digger", Text("Digger", "Creuseur"), required=True, refers_to="digger"),
            ask.carats("carats", Text("His or her carats", "Ses carats"), min="0.01"),
            ask.integer("parts", Text("Parts", "Parts"), min=1, max=MOST_PARTS),
        ),
    )


FINDERS_AGREE: tuple[Check, ...] = (
    warn(
        "finders_carats",
        Op.ROWS_SUM_TO,
        ("finders", "carats"),
        Text(
            "What the finders have does not add up to the carats.",
            "Ce qu’ont les découvreurs ne fait pas la somme des carats.",
        ),
        part="carats",
    ),
    warn(
        "more_finders_than_gang",
        Op.ROWS_AT_MOST,
        ("finders", "gang_size"),
        Text(
            "More people share the find than are in the gang.",
            "La trouvaille est partagée entre plus de personnes que n’en compte l’équipe.",
        ),
    ),
)
